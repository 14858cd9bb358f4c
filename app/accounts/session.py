"""Who is behind a request: the session's person, loaded once with roles and bagian."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import current_user

from app.accounts.access import check_access, may
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.extensions import db, login_manager


def init_app(app: Flask) -> None:
    login_manager.user_loader(load_person)
    login_manager.session_protection = None
    app.before_request(check_access)
    app.extensions["shell_context"].append(_shell)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["Permission"] = Permission


def load_person(session_id: str) -> User | None:
    """The person of a session, unless the account was closed or the password changed since."""
    person_id, _, generation = session_id.partition(".")
    if not person_id.isdigit() or not generation.isdigit():
        return None
    person = db.session.get(User, int(person_id))
    if person is None or not person.active or person.session_generation != int(generation):
        return None
    return person


def _shell() -> dict[str, Any]:
    return {"person": current_user if current_user.is_authenticated else None}
