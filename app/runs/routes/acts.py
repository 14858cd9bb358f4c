"""The report of a bagian, sending work back, and correcting a completed step."""

from __future__ import annotations

from flask import Response
from wtforms import SelectChoice

from app.accounts.access import current_person, requires
from app.accounts.confirm import confirm_password, password_confirmed
from app.accounts.permissions import Permission
from app.clock.current import now
from app.evidence.actions import register_file
from app.evidence.uploads import receive_uploads, uploaded
from app.runs import actions, policies, queries
from app.runs.forms import CorrectionForm, ReturnForm, UnitReportForm
from app.runs.models import RunStep
from app.runs.routes import blueprint
from app.runs.routes.steps import blame, check_attempt, step_page
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal
from app.web.transaction import before_transaction

WRONG_PASSWORD = "Kata sandi tidak cocok."


@blueprint.post("/<int:run_id>/steps/<int:no>/unit-report")
@requires(Permission.STEP_COMPLETE)
@before_transaction(confirm_password, receive_uploads)
def report_unit(run_id: int, no: int) -> Response:
    step, form = queries.find_step(run_id, no), UnitReportForm()
    try:
        check_attempt(step)
        policies.check_can_report_unit(step, current_person())
        stored = uploaded("report")
        if form.validate() and not password_confirmed():
            form.password.errors = [WRONG_PASSWORD]
        if stored is None:
            form.report.errors = ["Pilih berkas laporan bagian Anda."]
        if stored is None or form.errors:
            return step_page(step, unit_report=form, status=422)
        at = now()
        file = register_file(stored, at=at)
        report = actions.report_unit(step, file=file, name=stored.name, by=current_person(), at=at)
    except (Invalid, Conflict) as refusal:
        blame(form, refusal)
        return step_page(step, unit_report=form, status=refusal.status)
    say(f"Laporan {report.unit.name} disahkan.")
    return redirect_to("runs.step", run_id=run_id, no=no)


@blueprint.post("/<int:run_id>/steps/<int:no>/return")
@requires(Permission.STEP_RETURN)
@before_transaction(confirm_password)
def send_back(run_id: int, no: int) -> Response:
    step, form = queries.find_step(run_id, no), ReturnForm()
    form.to.choices = [SelectChoice(target, str(target)) for target in policies.targets_of(step)]
    try:
        check_attempt(step)
        policies.check_can_return(step, current_person())
        if form.validate() and not password_confirmed():
            form.password.errors = [WRONG_PASSWORD]
        if form.errors:
            return step_page(step, send_back=form, status=422)
        actions.return_step(step, to_no=form.to.data, reason=form.reason.data, by=current_person(), at=now())
    except (Invalid, Conflict) as refusal:
        blame(form, refusal)
        return step_page(step, send_back=form, status=refusal.status)
    say(f"Pekerjaan dikembalikan ke langkah {form.to.data}.", "soon")
    return redirect_to("runs.board", run_id=run_id)


@blueprint.get("/<int:run_id>/steps/<int:no>/correction")
@requires(Permission.RUN_CORRECT)
def correction(run_id: int, no: int) -> Response:
    step = queries.find_step(run_id, no)
    policies.check_can_correct(step, current_person())
    return _correction_page(step, CorrectionForm())


@blueprint.post("/<int:run_id>/steps/<int:no>/correction")
@requires(Permission.RUN_CORRECT)
@before_transaction(confirm_password, receive_uploads)
def correct(run_id: int, no: int) -> Response:
    step, form = queries.find_step(run_id, no), CorrectionForm()
    policies.check_can_correct(step, current_person())
    if form.validate() and not password_confirmed():
        form.password.errors = [WRONG_PASSWORD]
    try:
        stored, at = uploaded("file"), now()
        if form.errors:
            return _correction_page(step, form, status=422)
        actions.correct_step(
            step, what=form.what.data, before=form.before.data or "", after=form.after.data or "",
            reason=form.reason.data, by=current_person(), at=at,
            file=register_file(stored, at=at) if stored else None, name=stored.name if stored else "",
        )  # fmt: skip
    except Refusal as refusal:
        blame(form, refusal)
        return _correction_page(step, form, status=refusal.status)
    say(f"Perbaikan catatan langkah {no} tersimpan; catatan semula tetap ada.")
    return redirect_to("runs.step", run_id=run_id, no=no)


def _correction_page(step: RunStep, form: CorrectionForm, *, status: int = 200) -> Response:
    return page("runs/correct.html", run=step.run, step=step, form=form, status=status)
