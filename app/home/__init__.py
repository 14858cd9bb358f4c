"""Where everybody begins: the start page per role, the person's own tasks, and the menu of every page."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.home import navigation
    from app.home.routes import bp

    app.register_blueprint(bp)
    app.extensions["shell_context"].append(navigation.shell)
