"""Replacing a signed version: opened with a reason, given up again."""

from __future__ import annotations

from flask import Response

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import actions, queries
from app.reports.forms import RevisionForm
from app.reports.routes.blueprint import blueprint
from app.reports.routes.report import show_report
from app.web.pages import redirect_to, say
from app.web.refusals import Conflict, Invalid

OPENED = "Penggantian dibuka. Perbaiki isi laporan, lalu bekukan sebagai versi baru."
CANCELLED = "Penggantian dibatalkan. Laporan bertanda tangan tetap berlaku."


@blueprint.post("/revisions")
@requires(Permission.REPORT_FREEZE)
def open_revision(run_id: int) -> Response:
    report, form = queries.report_of(run_id), RevisionForm()
    if not form.validate():
        return show_report(report, revision=form, status=422)
    try:
        actions.open_revision(report, reason=form.reason.data or "", by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return show_report(report, revision=form, status=refusal.status)
    except Conflict as refusal:
        return show_report(report, problem=refusal.message, status=refusal.status)
    say(OPENED, "soon")
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/revisions/cancellation")
@requires(Permission.REPORT_FREEZE)
def cancel_revision(run_id: int) -> Response:
    actions.cancel_revision(queries.report_of(run_id), by=current_person(), at=now())
    say(CANCELLED)
    return redirect_to("reports.show", run_id=run_id)
