"""Who is behind a request: the session's person, loaded once with roles, bagian and mandates.

The session is a signed cookie that ends with the browser, after `session_hours` without a request of
the person's own, at sign-out, and when the password changes or the account is closed.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from flask import Flask, Response, request, session
from flask_login import current_user, login_user

from app.accounts import queries
from app.accounts.access import check_access, may
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.roles import Role
from app.clock.current import now
from app.extensions import login_manager

NAME = "name"
SEEN = "seen"
TOUCH_SECONDS = 300
"""How often the cookie is renewed: its signature carries the time that idleness is measured from."""


def init_app(app: Flask) -> None:
    login_manager.user_loader(load_person)
    login_manager.session_protection = None
    app.before_request(check_access)
    app.after_request(_touch)
    app.extensions["shell_context"].append(_shell)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["Permission"] = Permission
    app.jinja_env.globals["Role"] = Role


def load_person(session_id: str) -> User | None:
    """The person of a session, unless it was ended, the account closed or the password changed since."""
    person_id, _, generation = session_id.partition(".")
    if not person_id.isdecimal() or not generation.isdecimal():
        return None
    person = queries.person_of_session(int(person_id), digest=session_digest(), at=now())
    if person is None or not person.active or person.session_generation != int(generation):
        return None
    return person


def begin_session(person: User) -> None:
    """A new session that shares nothing with what the browser brought along."""
    session.clear()
    session[NAME] = secrets.token_urlsafe(16)
    session[SEEN] = int(time.time())
    login_user(person)


def session_digest() -> str:
    """What a session is known by on the server: its name itself stands only in the cookie."""
    name = session.get(NAME, "")
    return hashlib.sha256(name.encode()).hexdigest() if name else ""


def _touch(response: Response) -> Response:
    # A poll is the browser's, not the person's: a page left open doesn't keep a shared PC signed in.
    if request.endpoint == "static" or request.headers.get("HX-PTag") or "_user_id" not in session:
        return response
    if time.time() - session.get(SEEN, 0) > TOUCH_SECONDS:
        session[SEEN] = int(time.time())
    return response


def _shell() -> dict[str, Any]:
    return {"person": current_user if current_user.is_authenticated else None}
