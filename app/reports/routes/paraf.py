"""Giving a paraf on the frozen report, and taking one's own back."""

from __future__ import annotations

from flask import Response, g

from app.accounts.access import current_person, requires
from app.accounts.confirm import confirm_password, password_confirmed
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import paraf_policies as policies
from app.reports import queries
from app.reports.actions.paraf import give_paraf, withdraw_paraf
from app.reports.errors import NothingWaits
from app.reports.forms import ReadForm
from app.reports.models import ReportVersion
from app.reports.paraf_forms import ParafForm, ParafSignatureForm, WithdrawForm
from app.reports.paraf_signing import check_form_of_paraf, why_not_here
from app.reports.routes.blueprint import blueprint
from app.reports.sealing import paraf_is_signature
from app.reports.seats import seats_of
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.signing.preflight import standing_checks
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid
from app.web.security import SHOWS_PDF
from app.web.transaction import before_transaction

WRONG_PASSWORD = "Kata sandi tidak cocok."


@blueprint.get("/paraf")
@requires(Permission.PARAF_GIVE)
def paraf(run_id: int) -> Response:
    return show_paraf(pending_of(run_id))


@blueprint.post("/paraf")
@requires(Permission.PARAF_GIVE)
@before_transaction(confirm_password)
def give(run_id: int) -> Response:
    version, form = pending_of(run_id), ParafForm()
    check_form_of_paraf(signed=False)
    if form.validate() and not password_confirmed():
        form.password.errors = [WRONG_PASSWORD]
    if form.errors:
        return show_paraf(version, form, status=422)
    try:
        given = give_paraf(version, sha256=form.sha256.data or "", by=current_person(), at=now())
    except Conflict as refusal:
        form.refuse(refusal)
        return show_paraf(version, form, status=refusal.status)
    say(f"Paraf Anda pada versi {version.no} tercatat, sebagai {given.jabatan}.")
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/paraf/withdrawal")
@requires(Permission.PARAF_GIVE)
@before_transaction(confirm_password)
def withdraw(run_id: int) -> Response:
    version, form = pending_of(run_id), WithdrawForm()
    if form.validate() and not password_confirmed():
        form.password.errors = [WRONG_PASSWORD]
    if form.errors:
        return show_paraf(version, withdrawal=form, status=422)
    try:
        withdraw_paraf(version, reason=form.reason.data or "", by=current_person(), at=now())
    except (Invalid, Conflict) as refusal:
        form.show(Invalid(refusal.message, field=getattr(refusal, "field", "")))
        return show_paraf(version, withdrawal=form, status=refusal.status)
    say(f"Paraf Anda pada versi {version.no} ditarik.", "soon")
    return redirect_to("reports.show", run_id=run_id)


def pending_of(run_id: int) -> ReportVersion:
    """The version that waits for its signature. Raises NothingWaits where there is none."""
    report = queries.report_of(run_id)
    if report.pending is None:
        raise NothingWaits(policies.why_none_waits(report), run_id=run_id)
    return report.pending


@blueprint.errorhandler(NothingWaits)
def show_why_none_waits(refusal: NothingWaits) -> Response:
    """The report says what became of the version; nothing of the request is kept."""
    g.refused = True
    say(refusal.message, "soon")
    return redirect_to("reports.show", run_id=refusal.run_id)


def show_paraf(
    version: ReportVersion, form: ReadForm | None = None, *, withdrawal: WithdrawForm | None = None, status: int = 200
) -> Response:
    person, run = current_person(), version.report.run
    response = page(
        "reports/pages/paraf.html", status=status, version=version, run=run, report=version.report,
        tabs=run_tabs(run), form=form or form_of_office(), signs=paraf_is_signature(), refused_way=_refused_way(person),
        withdrawal=withdrawal or WithdrawForm(formdata=None), seats=seats_of(version, at=now()),
        why_not_give=why_not(policies.check_can_give, version, person),
        voided=policies.voided_paraf(version, person),
        why_not_withdraw=why_not(policies.check_can_withdraw, version, person),
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SHOWS_PDF
    return response


def form_of_office() -> ReadForm:
    return ParafSignatureForm(formdata=None) if paraf_is_signature() else ParafForm(formdata=None)


def _refused_way(person: User) -> str:
    """Why this person's paraf can't be a signature; before that is seen to, no passphrase is asked for."""
    if not paraf_is_signature():
        return ""
    lacking = (check.advice for check in standing_checks(person, now=now()) if not check.ok)
    return why_not_here(person) or next(lacking, "")
