"""The inspector's rooms: the log as sentences, packages, and the state checked against the log."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

ROOMS = (
    "routes",
    "hub",
    "packages.routes",
    "witnesses.routes",
    "chronology.routes",
    "process.routes",
    "sampling.routes",
    "review.routes",
    "findings.routes",
    "access.routes",
)
"""Whose pages stand at the inspector's two addresses."""


def init_app(app: Flask) -> None:
    from app.audit.codes import file_words, role_words
    from app.inspection import blueprints
    from app.inspection.commands import audit_cli, backup_cli

    for name in ROOMS:
        import_module(f"app.inspection.{name}")
    app.jinja_env.filters |= {"file_words": file_words, "role_words": role_words}
    app.register_blueprint(blueprints.log)
    app.register_blueprint(blueprints.rooms)
    app.cli.add_command(audit_cli)
    app.cli.add_command(backup_cli)
