"""Drafts, freezing and thawing."""

from __future__ import annotations

from flask import Response

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import actions, jobs, queries
from app.reports.forms import ThawForm
from app.reports.routes.blueprint import blueprint
from app.reports.routes.report import show_report
from app.web.pages import redirect_to, say
from app.web.refusals import Invalid


@blueprint.post("/drafts")
@requires(Permission.REPORT_FREEZE)
def draft(run_id: int) -> Response:
    jobs.ask_render(queries.report_of(run_id), kind="draft", by=current_person(), at=now())
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/freezing")
@requires(Permission.REPORT_FREEZE)
def freeze(run_id: int) -> Response:
    jobs.ask_render(queries.report_of(run_id), kind="freeze", by=current_person(), at=now())
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/thawing")
@requires(Permission.REPORT_FREEZE)
def thaw(run_id: int) -> Response:
    report, form = queries.report_of(run_id), ThawForm()
    if not form.validate():
        return show_report(report, thaw=form, status=422)
    try:
        actions.thaw_report(report, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.reason.errors = [refusal.message]
        return show_report(report, thaw=form, status=422)
    say("Bekuan laporan dibuka. Perbaiki isinya, lalu bekukan lagi.", "soon")
    return redirect_to("reports.show", run_id=run_id)
