"""The tabs of a run's pages; the report's tab names its endpoint, since reports stand above runs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from app.accounts.access import may
from app.accounts.permissions import Permission
from app.runs.models import Run, RunStep
from app.runs.turns import Turn


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


TABS = (
    ("Papan", "runs.board", Permission.RUN_VIEW),
    ("Tabel SOP", "runs.table", Permission.RUN_VIEW),
    ("Laporan", "reports.show", Permission.REPORT_VIEW),
    ("Jejak", "runs.trail", Permission.AUDIT_READ),
)


def run_tabs(run: Run) -> list[Tab]:
    """The pages of this run that the person who is signed in may open."""
    return [
        Tab(label, url_for(endpoint, run_id=run.id), request.endpoint == endpoint)
        for label, endpoint, permission in TABS
        if endpoint in current_app.view_functions and may(permission)
    ]


def way_to(step: RunStep, turn: Turn | None) -> str:
    """Where a person goes to take his turn: the step's page, or the report that is to be prepared or signed."""
    if turn in (Turn.PREPARE, Turn.READ, Turn.SIGN) and "reports.show" in current_app.view_functions:
        return url_for("reports.show", run_id=step.run_id)
    return url_for("runs.step", run_id=step.run_id, no=step.no)
