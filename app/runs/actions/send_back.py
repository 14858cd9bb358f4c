"""Sending work back to an earlier step, with a reason."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.runs.actions.documents import needed
from app.runs.actions.start import hand_over
from app.runs.models import RunStep, StepReturn
from app.runs.policies import check_can_return, check_return_target
from app.runs.states import Move


def return_step(step: RunStep, *, to_no: int, reason: str, by: User, at: datetime) -> StepReturn:
    """Reopen step `to_no` with a new attempt; the steps after it, this one included, wait for theirs.

    Attempts of a step share its one allowance, and its clock stands still while it waits.
    """
    check_can_return(step, by)
    check_return_target(step, to_no)
    reason = needed(reason, "pengembalian")
    attempt = step.handed_over
    attempt.ended_at = at
    step.move(Move.SEND_BACK)
    for between in step.run.steps:
        if to_no < between.no < step.no:
            between.move(Move.PUT_BEHIND)
    target = step.run.step(to_no)
    assert target is not None
    hand_over(target, at=at, move=Move.REOPEN)
    back = StepReturn(
        run_id=step.run_id, from_no=step.no, to_no=to_no, attempt_id=attempt.id, returned_at=at,
        returned_by=by, reason=reason,
    )  # fmt: skip
    db.session.add(back)
    step.run.touch()
    db.session.flush()
    data = {"to": to_no, "reason": reason, "attempt": attempt.no}
    record(Tag.STEP_RETURNED, by=by, about=step.audit_ref, at=at, data=data)
    return back
