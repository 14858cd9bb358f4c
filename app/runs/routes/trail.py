"""The trail of one run: its events as sentences, newest first."""

from __future__ import annotations

from itertools import groupby

from flask import Response, request

from app.accounts.access import requires
from app.accounts.permissions import Permission
from app.audit.queries import Filter, newest_events
from app.runs import queries
from app.runs.routes import blueprint
from app.runs.tabs import run_tabs
from app.web.pages import page
from app.web.words import WITA


@blueprint.get("/<int:run_id>/trail")
@requires(Permission.AUDIT_READ)
def trail(run_id: int) -> Response:
    run = queries.find_run(run_id)
    events = newest_events(Filter(root=run.audit_ref), before=request.args.get("before", type=int))
    days = groupby(events.entries, key=lambda entry: entry.at.astimezone(WITA).date())
    return page(
        "runs/trail.html", run=run, events=events, tabs=run_tabs(run),
        days=[(day, list(entries)) for day, entries in days],
    )  # fmt: skip
