"""Cancelling a run that was begun by mistake; it stays in the log."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.runs.actions.documents import needed
from app.runs.models import Run
from app.runs.policies import check_can_cancel


def cancel_run(run: Run, *, reason: str, by: User, at: datetime) -> None:
    """End the run without a result; its period may be run again."""
    check_can_cancel(run, by)
    run.cancelled_at, run.cancelled_by, run.cancel_reason = at, by, needed(reason, "pembatalan")
    run.touch()
    db.session.flush()
    record(Tag.RUN_CANCELLED, by=by, about=run.audit_ref, at=at, data={"reason": run.cancel_reason})
