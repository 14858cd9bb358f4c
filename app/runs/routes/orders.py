"""The list of runs, the Sekretaris's order that begins one, and its cancelling."""

from __future__ import annotations

from flask import Response, url_for
from wtforms import SelectChoice

from app.accounts.access import current_person, requires
from app.accounts.confirm import confirm_password, password_confirmed
from app.accounts.permissions import Permission
from app.calendars.queries import current_version as current_calendar_version
from app.clock.current import now
from app.runs import actions, policies, queries, views
from app.runs.forms import CancelForm, StartRunForm
from app.runs.routes import blueprint
from app.sop.queries import active_version_or_refuse
from app.web.pages import go_to, page, redirect_to, say
from app.web.refusals import Conflict, Invalid
from app.web.transaction import before_transaction
from app.web.words import WITA


@blueprint.get("")
@requires(Permission.RUN_VIEW)
def index() -> Response:
    runs = queries.all_runs()
    units, at = queries.reporting_units(), now()
    person, ahead = current_person(), views.ahead_of(*runs)
    rows = [(run, views.cards_of(run, person=person, at=at, units=units, returns=[], ahead=ahead)) for run in runs]
    return page("runs/index.html", rows=[(run, cards, views.segments_of(cards)) for run, cards in rows])


@blueprint.get("/new")
@requires(Permission.RUN_START)
def new() -> Response:
    return _order_page(_order_form())


@blueprint.post("")
@requires(Permission.RUN_START)
def start() -> Response:
    form = _order_form()
    if not form.validate():
        return _order_page(form, status=422)
    try:
        run = actions.start_run(
            active_version_or_refuse(),
            calendar_version=current_calendar_version(),
            year=form.year.data,
            quarter=int(form.quarter.data) or None,
            by=current_person(),
            at=now(),
        )
    except (Invalid, Conflict) as refusal:
        form.form_errors = [refusal.message]
        return _order_page(form, status=refusal.status)
    say(f"{run.title} dimulai. Langkah 1, perintah Anda, siap disahkan.")
    return redirect_to("runs.step", run_id=run.id, no=1)


@blueprint.get("/<int:run_id>/cancellation")
@requires(Permission.RUN_CANCEL)
def cancellation(run_id: int) -> Response:
    run = queries.find_run(run_id)
    policies.check_can_cancel(run, current_person())
    return page("runs/cancel.html", run=run, form=CancelForm())


@blueprint.post("/<int:run_id>/cancellation")
@requires(Permission.RUN_CANCEL)
@before_transaction(confirm_password)
def cancel(run_id: int) -> Response:
    run, form = queries.find_run(run_id), CancelForm()
    policies.check_can_cancel(run, current_person())
    if form.validate() and not password_confirmed():
        form.password.errors = ["Kata sandi tidak cocok."]
    if form.errors:
        return page("runs/cancel.html", run=run, form=form, status=422)
    try:
        actions.cancel_run(run, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.reason.errors = [refusal.message]
        return page("runs/cancel.html", run=run, form=form, status=422)
    say(f"{run.title} dibatalkan. Catatannya tetap tersimpan.", "soon")
    return go_to(url_for("runs.index"))


def _order_form() -> StartRunForm:
    this_year = now().astimezone(WITA).year
    form = StartRunForm()
    form.year.choices = [SelectChoice(year, str(year)) for year in range(this_year, this_year - 4, -1)]
    return form


def _order_page(form: StartRunForm, *, status: int = 200) -> Response:
    return page(
        "runs/new.html", form=form, sop=active_version_or_refuse(), calendar=current_calendar_version(), status=status
    )
