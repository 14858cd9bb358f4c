"""Saving a step's documents before its pengesahan, and taking one out again."""

from __future__ import annotations

from flask import Response, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.evidence.uploads import receive_uploads
from app.runs import actions, policies, queries
from app.runs.errors import RunNotFound
from app.runs.places import save_places
from app.runs.routes import blueprint
from app.runs.routes.steps import check_attempt, step_page
from app.web.pages import redirect_to, say
from app.web.refusals import Conflict, Invalid
from app.web.transaction import before_transaction


@blueprint.post("/<int:run_id>/steps/<int:no>/items")
@requires(Permission.STEP_CONTRIBUTE)
@before_transaction(receive_uploads)
def save_items(run_id: int, no: int) -> Response:
    """Keep what is there so far; the pengesahan comes later."""
    step = queries.find_step(run_id, no)
    try:
        check_attempt(step)
        policies.check_can_fill(step, current_person())
        errors = save_places(step, by=current_person(), at=now())
    except Conflict as refusal:
        return step_page(step, errors={"": refusal.message}, status=refusal.status)
    if errors:
        return step_page(step, errors=errors, status=422)
    say("Kelengkapan tersimpan.")
    return redirect_to("runs.step", run_id=run_id, no=no)


@blueprint.post("/<int:run_id>/steps/<int:no>/items/<int:item_id>/removal")
@requires(Permission.STEP_CONTRIBUTE)
def remove_item(run_id: int, no: int, item_id: int) -> Response:
    """Empty an item, with a reason; what stood there stays in the history."""
    step = queries.find_step(run_id, no)
    item = next((item for item in step.items if item.id == item_id), None)
    if item is None:
        raise RunNotFound
    try:
        check_attempt(step)
        actions.clear_item(item, reason=request.form.get(f"item-{item_id}-removal", ""), by=current_person(), at=now())
    except Conflict as refusal:
        return step_page(step, errors={"": refusal.message}, status=refusal.status)
    except Invalid as refusal:
        return step_page(step, errors={f"item-{item_id}-removal": refusal.message}, status=422)
    say(f"“{item.label}” dikosongkan.", "soon")
    return redirect_to("runs.step", run_id=run_id, no=no)
