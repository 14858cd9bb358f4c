"""The signature: what is signed, the checks, and the form."""

from __future__ import annotations

from flask import Response, g

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import actions, policies, queries
from app.reports.forms import SignForm
from app.reports.models import Report
from app.reports.routes.blueprint import blueprint
from app.reports.sign import sign_frozen
from app.runs.actions.complete import clock_at
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.signing.preflight import preflight
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal
from app.web.security import SHOWS_PDF
from app.web.transaction import before_transaction


@blueprint.get("/signature")
@requires(Permission.REPORT_SIGN)
def signature(run_id: int) -> Response:
    return _signature(queries.report_of(run_id), SignForm(formdata=None))


@blueprint.post("/signature")
@requires(Permission.REPORT_SIGN)
@before_transaction(sign_frozen)
def sign(run_id: int) -> Response:
    report, form = queries.report_of(run_id), SignForm()
    try:
        form.validate()
        if isinstance(g.signed, Refusal):
            raise g.signed
        if form.errors or g.signed is None:
            return _signature(report, form, status=422)
        file, facts, _signed_at = g.signed
        version = actions.sign_report(
            report, frozen_sha256=form.sha256.data or "", file=file, facts=facts, by=current_person(), at=now(),
            late_reason=form.late_reason.data or "",
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        target = getattr(form, getattr(refusal, "field", None) or "statement", form.statement)
        target.errors = [*target.errors, refusal.message]
        return _signature(report, form, status=refusal.status)
    say(f"Laporan ditandatangani (versi {version.no}). {report.run.title} ditutup.")
    return redirect_to("reports.show", run_id=run_id)


def _signature(report: Report, form: SignForm, *, status: int = 200) -> Response:
    person, at = current_person(), now()
    why_not_sign = why_not(policies.check_can_sign_report, report, person)
    step = policies.signing_step(report.run)
    response = page(
        "reports/pages/signature.html", status=status, report=report, run=report.run, tabs=run_tabs(report.run),
        form=form, checks=preflight(person, now=at), why_not_sign=why_not_sign, version=report.standing,
        clock=clock_at(step, at) if step.is_open else None,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SHOWS_PDF
    return response
