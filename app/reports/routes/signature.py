"""The signature: what is signed, the checks, and the form of the person's own way of signing."""

from __future__ import annotations

from flask import Response, current_app, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import actions, levels, policies, queries, readiness, signing, timestamping
from app.reports.forms import SignForm
from app.reports.models import Report
from app.reports.routes.blueprint import blueprint
from app.reports.ways import way_of
from app.runs.actions.complete import clock_at
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.signing.preflight import preflight, standing_checks
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal, TooLarge
from app.web.security import SHOWS_PDF
from app.web.transaction import before_transaction


@blueprint.get("/signature")
@requires(Permission.REPORT_SIGN)
def signature(run_id: int) -> Response:
    return _signature(queries.report_of(run_id), way_of(current_person()).form(formdata=None))


def sign_asked() -> None:
    """A preparation: sign the PDF that the form names; `g.signed` is the result, the refusal, or None.

    A signed file that no transaction takes up stays an unnamed file in the store: the report is unsigned.
    """
    person = current_person()
    g.way, g.signed = way_of(person), None
    g.form = g.way.form()
    if not g.form.validate():
        return
    report = queries.report_of(int((request.view_args or {})["run_id"]))
    try:
        g.signed = signing.sign_typed(report, g.form, way=g.way, user=person, at=now())
    except Refusal as refusal:
        g.signed = refusal


@blueprint.post("/signature")
@requires(Permission.REPORT_SIGN)
@before_transaction(sign_asked)
def sign(run_id: int) -> Response:
    report, form, signed = queries.report_of(run_id), g.form, g.signed
    if signed is None:
        return _signature(report, form, status=422)
    try:
        if isinstance(signed, Refusal):
            raise signed
        replaced = report.current
        version = actions.sign_report(
            report, sha256=form.sha256.data, file=signed.file, facts=signed.facts, by=current_person(), at=signed.at,
            late_reason=form.late_reason.data or "", backend=signed.backend,
        )  # fmt: skip
    except (Invalid, Conflict, TooLarge) as refusal:
        form.refuse(refusal)
        return _signature(report, form, status=refusal.status)
    timestamping.leave_timestamp(version)
    ended = f"Versi {replaced.no} digantikan." if replaced else f"{report.run.title} ditutup."
    said = f"Laporan ditandatangani (versi {version.no}, tingkat {version.level}). {ended} {signed.note}"
    say(said.strip(), "soon" if signed.note else "ok")
    return redirect_to("reports.show", run_id=run_id)


def _signature(report: Report, form: SignForm, *, status: int = 200) -> Response:
    person, at, way = current_person(), now(), way_of(current_person())
    version, why_not_sign = report.pending, why_not(policies.check_can_sign_report, report, person)
    step = policies.signing_step(report.run)
    # A service or a token is asked before the form is filled in, never inside the write that a refusal ends.
    ask = preflight if request.method == "GET" else standing_checks
    checks = [*readiness.checks(version, person, now=at), *ask(person, now=at)] if version else []
    response = page(
        "reports/pages/signature.html", status=status, report=report, run=report.run, tabs=run_tabs(report.run),
        form=form, way=way, checks=checks, why_not_sign=why_not_sign, version=version,
        opened_again=policies.opened_again,
        wished=levels.wished(backend=way.backend, tsa_url=current_app.config["SETTINGS"].tsa_url),
        clock=clock_at(step, at) if step.is_open else None,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SHOWS_PDF
    return response
