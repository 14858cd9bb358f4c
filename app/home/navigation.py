"""The menu of every page, by what the person may open, and the ribbon of a demo instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_login import current_user

from app.accounts.access import current_person, may
from app.accounts.permissions import Permission
from app.audit.demo import is_demo
from app.clock.current import now
from app.reports.awaited import awaited_replacements, awaited_signatures
from app.reports.models import ReportRevision, ReportVersion
from app.reports.seats import awaited_of
from app.runs.counting import turns_of


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """What waits for one person at reports rather than at a step."""

    parafs: list[ReportVersion]
    signatures: list[ReportVersion]
    """Replacements; the first signature is a step's."""
    replacements: list[ReportRevision]
    """Opened, and not frozen yet."""

    @property
    def count(self) -> int:
        return len(self.parafs) + len(self.signatures) + len(self.replacements)


TASKS = "home.tasks"
PAGES: tuple[tuple[str, str, Permission, frozenset[str]], ...] = (
    ("Beranda", "home.index", Permission.HOME, frozenset()),
    ("Tugas saya", TASKS, Permission.STEP_CONTRIBUTE, frozenset()),
    ("Pelaksanaan", "runs.index", Permission.RUN_VIEW, frozenset({"runs", "reports"})),
    ("Kinerja", "performance.index", Permission.FIGURES_VIEW, frozenset({"performance"})),
    ("SOP", "sop.index", Permission.SOP_VIEW, frozenset({"sop"})),
    ("Jejak audit", "inspection.log", Permission.AUDIT_READ, frozenset({"inspection"})),
    ("Pemeriksaan", "rooms.index", Permission.INSPECTION_VIEW, frozenset({"rooms"})),
    ("Pengguna", "accounts.index", Permission.USERS_MANAGE, frozenset()),
    ("Kalender", "calendars.index", Permission.CALENDAR_EDIT, frozenset({"calendars"})),
)
"""Label, endpoint, who sees it, and the blueprints whose pages stand under it."""


LOGS_ROOMS = ("/jejak/paket", "/jejak/saksi")
"""Pages of the log that are rooms too: who has the rooms came through them."""


def shell() -> dict[str, Any]:
    """What base.html draws around every page; who is signed out gets no menu and asks nothing of the runs."""
    return {"is_demo": is_demo(), "navigation": links() if current_user.is_authenticated else []}


def links() -> list[Link]:
    """The pages that the person who is signed in may open, in the order of the menu."""
    return [
        Link(label, url_for(endpoint), _is_current(endpoint, blueprints), task_count() if endpoint == TASKS else 0)
        for label, endpoint, permission, blueprints in PAGES
        if endpoint in current_app.view_functions and may(permission)
    ]


def task_count() -> int:
    """How many steps and reports wait for the person; asked once a request."""
    if "task_count" not in g:
        g.task_count = len(turns_of(current_person())) + awaited().count
    count: int = g.task_count
    return count


def awaited() -> Awaited:
    """The reports that wait for the person beside the steps; asked once a request."""
    if "awaited" not in g:
        person = current_person()
        g.awaited = Awaited(awaited_of(person), awaited_signatures(person, at=now()), awaited_replacements(person))
    found: Awaited = g.awaited
    return found


def _is_current(endpoint: str, blueprints: frozenset[str]) -> bool:
    here = request.endpoint or ""
    return here == endpoint or _blueprint() in blueprints or here.startswith(f"{endpoint}_")


def _blueprint() -> str | None:
    if request.path.startswith(LOGS_ROOMS) and may(Permission.INSPECTION_VIEW):
        return "rooms"
    return request.blueprint
