"""People, roles, units, the permission map, and signing in."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts import session

    session.init_app(app)
