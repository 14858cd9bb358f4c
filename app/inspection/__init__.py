"""The inspector's rooms: the log as sentences, packages, and the state checked against the log."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.inspection.commands import audit_cli, backup_cli
    from app.inspection.routes import bp

    app.register_blueprint(bp)
    app.cli.add_command(audit_cli)
    app.cli.add_command(backup_cli)
