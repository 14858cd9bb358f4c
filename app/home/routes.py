"""The start page and the person's own tasks."""

from __future__ import annotations

from flask import Blueprint, Response

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.accounts.roles import Role
from app.audit.queries import Filter, newest_events
from app.clock.current import now
from app.home.concerns import concerns_of
from app.home.desk import desk_of
from app.home.navigation import awaited
from app.home.oversight import log_state, signed_reports
from app.web.pages import page
from app.web.words import WITA

bp = Blueprint("home", __name__)

OWN_ACTS = 8
GREETINGS = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
"""Until which hour one is greeted how."""


@bp.get("/")
@requires(Permission.HOME)
def index() -> Response:
    person, at = current_person(), now()
    oversees = person.has_role(Role.INSPEKTORAT)
    return page(
        "home/index.html", desk=desk_of(person, at=at), at=at, greeting=greeting(at.astimezone(WITA).hour),
        concerns=concerns_of(person, at=at), works=may(Permission.STEP_CONTRIBUTE), oversees=oversees,
        log=log_state() if oversees or may(Permission.USERS_MANAGE) else None,
        reports=signed_reports() if oversees else [], awaited=awaited(),
    )  # fmt: skip


@bp.get("/tugas")
@requires(Permission.STEP_CONTRIBUTE)
def tasks() -> Response:
    """What waits for the person, what he may help with, and what he did last."""
    person, at = current_person(), now()
    own = newest_events(Filter(actor_id=person.id), size=OWN_ACTS).entries if may(Permission.AUDIT_READ) else ()
    return page("home/tasks.html", desk=desk_of(person, at=at), at=at, own=own, awaited=awaited())


def greeting(hour: int) -> str:
    """By the hour of the day in WITA."""
    return "Selamat " + next(word for until, word in GREETINGS if hour < until)
