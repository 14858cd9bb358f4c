"""Pengesahan: a named statement that the step is done and the next one may begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.models import UnitKerja, User
from app.audit import FileRef, Tag, moment, record
from app.calendars.queries import calendar_of
from app.clock.explanation import to_records
from app.evidence.actions import file_ref
from app.extensions import db
from app.runs.actions.documents import needed, standing_fills
from app.runs.actions.start import hand_over
from app.runs.duties import duties_of, in_words
from app.runs.models import RunStep, StepCompletion
from app.runs.policies import check_can_complete, check_can_sign, check_complete_enough
from app.runs.states import Move
from app.runs.timing import StepClock, clock_of
from app.web.refusals import Invalid

EARLIEST_STATEMENT = timedelta(days=60)


def complete_step(
    step: RunStep, *, by: User, at: datetime, units: Sequence[UnitKerja], late_reason: str = "",
    occurred: datetime | None = None, stated_reason: str = "",
) -> StepCompletion:  # fmt: skip
    """Sahkan the step: judge its time, close its attempt and hand over to the next step.

    `units` are the bagian that report in a step that takes one report a bagian. `occurred` states an
    earlier time than `at`; it needs a reason and is shown, but the verdict uses `at`.
    """
    check_can_complete(step, by)
    _check_documents(step, units)
    if occurred is not None:
        stated_reason = _check_statement(step, occurred, stated_reason, at)
    return _complete(
        step, by=by, at=at, late_reason=late_reason, occurred=occurred, stated_reason=stated_reason if occurred else ""
    )


def complete_by_signature(step: RunStep, *, by: User, at: datetime, late_reason: str = "") -> StepCompletion:
    """The Sekretaris has signed the report: the last step is done and the run is closed."""
    check_can_sign(step, by)
    _check_documents(step, ())
    completion = _complete(step, by=by, at=at, late_reason=late_reason, occurred=None, stated_reason="")
    run = step.run
    run.closed_at, run.closed_by_id = at, by.id
    record(Tag.RUN_CLOSED, by=by, about=run.audit_ref, at=at, data={})
    return completion


def clock_at(step: RunStep, at: datetime) -> StepClock:
    """The step's clock as the pengesahan at that moment would judge it."""
    return clock_of(step.attempts, step.allowance, calendar=calendar_of(step.run.calendar_version), until=at)


def check_why_late(step: RunStep, *, at: datetime, late_reason: str) -> None:
    """Refuse a late step without a reason before something slow, such as a signature, is done for it."""
    _why_late(clock_at(step, at), late_reason)


def _why_late(clock: StepClock, reason: str) -> str:
    return needed(reason, "keterlambatan", field="late_reason") if clock.late else ""


def _check_documents(step: RunStep, units: Sequence[UnitKerja]) -> None:
    fills = standing_fills(step)
    files = [item for item, fill in fills.items() if fill.evidence_id is not None]
    exempted = [item for item, fill in fills.items() if fill.evidence_id is None]
    check_complete_enough(step, filled=files, exempted=exempted, units=units)


def _check_statement(step: RunStep, occurred: datetime, reason: str, at: datetime) -> str:
    if occurred > at:
        raise Invalid("Waktu kejadian tidak boleh sesudah sekarang.", field="occurred")
    if step.attempt is not None and occurred < step.attempt.handed_over_at:
        raise Invalid("Waktu kejadian tidak boleh sebelum langkah ini diserahkan.", field="occurred")
    if at - occurred > EARLIEST_STATEMENT:
        raise Invalid("Waktu kejadian paling lama 60 hari yang lalu.", field="occurred")
    return needed(reason, "pencatatan belakangan", field="stated_reason")


def _complete(
    step: RunStep, *, by: User, at: datetime, late_reason: str, occurred: datetime | None, stated_reason: str
) -> StepCompletion:
    attempt = step.handed_over
    clock = clock_at(step, at)
    late_reason, completes = _why_late(clock, late_reason), duties_of(step.sop_step).completes
    completion = StepCompletion(
        attempt=attempt,
        completed_at=at,
        completed_by=by,
        completed_as=f"{by.jabatan_as(completes)} ({in_words(completes)})",
        verdict="late" if clock.late else "on_time",
        used_minutes=clock.used.whole_minutes,
        used_days=str(clock.used.days),
        due_at=clock.due_at,
        over_minutes=clock.verdict.over_minutes,
        text=clock.verdict.text,
        explanation=to_records(clock.used.intervals),
        late_reason=late_reason,
        occurred_at=occurred,
        stated_reason=stated_reason,
    )
    db.session.add(completion)
    attempt.ended_at = at
    step.move(Move.COMPLETE)
    if step.next is not None:
        hand_over(step.next, at=at)
    step.run.touch()
    db.session.flush()
    record(
        Tag.STEP_COMPLETED, by=by, about=step.audit_ref, at=at, occurred=occurred,
        data=_said(step, completion), files=_files(step),
    )  # fmt: skip
    return completion


def _said(step: RunStep, completion: StepCompletion) -> dict[str, Any]:
    attempt = completion.attempt
    fills = standing_fills(step)
    return {
        "attempt": attempt.no,
        "completed_at": moment(completion.completed_at),
        "handed_over_at": moment(attempt.handed_over_at),
        "allowance": str(step.allowance),
        "used_minutes": completion.used_minutes,
        "used_days": completion.used_days,
        "due_at": moment(completion.due_at),
        "verdict": completion.verdict,
        "late_reason": completion.late_reason,
        "stated_reason": completion.stated_reason,
        "items": [
            {"label": item.label, "name": fills[item.id].name, "exempt": fills[item.id].exempt_reason}
            for item in step.items
            if item.id in fills
        ],
        "opens": step.next.no if step.next else None,
        "completed_as": completion.completed_as,
        "over_minutes": completion.over_minutes,
        "explanation": completion.explanation_sha256,
    }


def _files(step: RunStep) -> list[FileRef]:
    fills = standing_fills(step)
    standing = [(item.kind, fills[item.id].evidence) for item in step.items if item.id in fills]
    files = [file_ref(file, role=kind) for kind, file in standing if file is not None]
    return files + [file_ref(report.evidence, role="laporan-bagian") for report in step.handed_over.unit_reports]
