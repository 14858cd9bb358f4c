"""People, roles, units, the permission map, and signing in."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts import commands, session
    from app.accounts.routes import bp

    session.init_app(app)
    app.register_blueprint(bp)
    app.cli.add_command(commands.user)
