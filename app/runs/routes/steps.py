"""A step's page, "mulai", and the pengesahan."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request, url_for
from wtforms import SelectChoice

from app.accounts.access import current_person, requires
from app.accounts.confirm import confirm_password, password_confirmed
from app.accounts.permissions import Permission
from app.clock.current import now
from app.evidence.uploads import receive_uploads, upload_limit_mb
from app.extensions import db
from app.runs import actions, policies, queries, views
from app.runs.forms import CompletionForm, ReturnForm, UnitReportForm
from app.runs.history import history_of
from app.runs.models import RunStep
from app.runs.places import places_of, save_places
from app.runs.routes import blueprint
from app.runs.routes.board import board_context, stale_board
from app.runs.tabs import run_tabs
from app.web.pages import asked_by_htmx, page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal
from app.web.transaction import before_transaction


@blueprint.get("/<int:run_id>/steps/<int:no>")
@requires(Permission.RUN_VIEW)
def step(run_id: int, no: int) -> Response:
    return step_page(queries.find_step(run_id, no))


@blueprint.post("/<int:run_id>/steps/<int:no>/start")
@requires(Permission.STEP_CONTRIBUTE)
def start_step(run_id: int, no: int) -> Response:
    """From the board by htmx, or by a plain form; who comes too late is told so and sees the board as it is."""
    step = queries.find_step(run_id, no)
    try:
        check_attempt(step)
        actions.start_step(step, by=current_person(), at=now())
    except Conflict as refusal:
        if asked_by_htmx():
            return stale_board(run_id, refusal)
        return step_page(step, errors={"": refusal.message}, status=refusal.status)
    if asked_by_htmx():
        return page("runs/board.html", block="board", **board_context(step.run))
    return redirect_to("runs.step", run_id=run_id, no=no)


@blueprint.post("/<int:run_id>/steps/<int:no>/completion")
@requires(Permission.STEP_COMPLETE)
@before_transaction(confirm_password, receive_uploads)
def complete(run_id: int, no: int) -> Response:
    step, form = queries.find_step(run_id, no), CompletionForm()
    try:
        check_attempt(step)
        policies.check_can_complete(step, current_person())
        errors = save_places(step, by=current_person(), at=now())
        if form.validate() and not password_confirmed():
            form.password.errors = ["Kata sandi tidak cocok."]
        if form.errors or errors:
            return step_page(step, completion=form, errors=errors, status=422)
        actions.complete_step(
            step, by=current_person(), at=now(), units=queries.reporting_units(),
            late_reason=form.late_reason.data or "", occurred=form.occurred.data,
            stated_reason=form.stated_reason.data or "",
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        blame(form, refusal)
        return step_page(step, completion=form, status=refusal.status)
    opened = step.next
    say(f"Langkah {no} disahkan." + (f" Langkah {opened.no} terbuka." if opened else ""))
    return redirect_to("runs.board", run_id=run_id)


def check_attempt(step: RunStep) -> None:
    """The form was made for the attempt that is open now; told first who was faster, where somebody was."""
    policies.check_step_open(step)
    sent = request.form.get("attempt", type=int)
    if sent is not None and step.attempt is not None and sent != step.attempt.id:
        raise Conflict(f"Langkah {step.no} sudah dibuka ulang sejak halaman ini Anda buka. Periksa kembali isinya.")


def blame(form: Any, refusal: Refusal) -> None:
    """Put the sentence at its field, or at the top of the form."""
    field = getattr(refusal, "field", None)
    if field and field in form:
        form[field].errors = [*form[field].errors, refusal.message]
    else:
        form.form_errors = [*form.form_errors, refusal.message]


def step_page(
    step: RunStep, *, status: int = 200, errors: dict[str, str] | None = None, completion: CompletionForm | None = None,
    unit_report: UnitReportForm | None = None, send_back: ReturnForm | None = None,
) -> Response:  # fmt: skip
    """The page of a step with its forms; what was typed comes back in the form that was refused."""
    if status >= 400:
        # A refused form leaves nothing behind, so the page shows what is stored.
        run_id, no = step.run_id, step.no
        db.session.rollback()
        step = queries.find_step(run_id, no)
    person, at, units = current_person(), now(), queries.reporting_units()
    returns = queries.returns_of(step.run)
    card = views.cards_of(step.run, person=person, at=at, units=units, returns=returns)[step.no - 1]
    send_back = send_back or ReturnForm(formdata=None)
    send_back.to.choices = [
        SelectChoice(target.no, f"Langkah {target.no}: {target.sop_step.uraian}")
        for target in step.run.steps
        if target.no in policies.targets_of(step)
    ]
    if send_back.to.data is None and len(send_back.to.choices) == 1:
        send_back.to.data = send_back.to.choices[0].value
    return page(
        "runs/step.html", status=status, run=step.run, step=step, card=card, tabs=run_tabs(step.run),
        places=places_of(step), errors=errors or {}, days=views.strip_of(step, card.clock), limit_mb=upload_limit_mb(),
        history=history_of(step, returns=returns, corrections=queries.corrections_of(step)),
        completion_form=completion or CompletionForm(formdata=None),
        unit_form=unit_report or UnitReportForm(formdata=None), return_form=send_back,
        why_not_complete=policies.why_not(policies.check_can_complete, step, person),
        why_not_contribute=policies.why_not(policies.check_can_contribute, step, person),
        why_not_report=policies.why_not(policies.check_can_report_unit, step, person),
        why_not_return=policies.why_not(policies.check_can_return, step, person),
        can_correct=policies.allows(policies.check_can_correct, step, person),
        missing=[unit for unit, done in card.units if not done], report_url=_report_url(step),
    )  # fmt: skip


def _report_url(step: RunStep) -> str:
    return url_for("reports.show", run_id=step.run_id) if "reports.show" in current_app.view_functions else ""
