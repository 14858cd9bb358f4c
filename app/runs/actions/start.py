"""Beginning: the Sekretaris's order opens a run, and "mulai" tells that somebody works on a step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.audit import Tag, moment, record
from app.calendars.models import CalendarVersion
from app.extensions import db
from app.runs.documents import StepItem
from app.runs.errors import PeriodTaken
from app.runs.models import Run, RunStep, StepAttempt
from app.runs.policies import check_can_contribute
from app.runs.states import Move, State
from app.sop.models import SopStep, SopVersion
from app.web.refusals import Conflict, Invalid
from app.web.words import tanggal, waktu

FIRST_YEAR, LAST_YEAR = 2020, 2100


def start_run(
    sop_version: SopVersion, *, calendar_version: CalendarVersion, year: int, quarter: int | None,
    by: User, at: datetime,
) -> Run:  # fmt: skip
    """Open a run for a quarter (1 to 4) or, with None, for the whole year; step 1 is handed over at once."""
    if not FIRST_YEAR <= year <= LAST_YEAR or quarter not in (None, 1, 2, 3, 4):
        raise Invalid(f"Periode tidak dikenal. Pilih triwulan I–IV atau tahun, {FIRST_YEAR}–{LAST_YEAR}.", field="year")
    if sop_version.activated_at is None:
        raise Conflict("Versi SOP ini belum diaktifkan, jadi belum dapat dilaksanakan.")
    _check_period_free(year, quarter)
    run = Run(
        sop_version=sop_version,
        calendar_version=calendar_version,
        year=year,
        quarter_no=quarter or 0,
        started_at=at,
        started_by=by,
    )
    db.session.add(run)
    run.steps = [_step(sop_step) for sop_step in sop_version.steps]
    db.session.flush()
    hand_over(run.steps[0], at=at)
    record(Tag.RUN_STARTED, by=by, about=run.audit_ref, at=at, data=_order(run))
    return run


def start_step(step: RunStep, *, by: User, at: datetime) -> None:
    """Press "mulai". It shows who is at it; the step's clock has been running since the hand-over."""
    check_can_contribute(step, by)
    attempt = step.handed_over
    if attempt.started_by is not None:
        when = waktu(attempt.started_at)
        raise Conflict(f"Langkah {step.no} sudah dimulai oleh {attempt.started_by.name} pada {when}.")
    step.move(Move.START)
    attempt.started_at, attempt.started_by = at, by
    step.run.touch()
    record(
        Tag.STEP_STARTED, by=by, about=step.audit_ref, at=at,
        data={"attempt": attempt.no, "started_at": moment(at)},
    )  # fmt: skip


def hand_over(step: RunStep, *, at: datetime, move: Move = Move.HAND_OVER) -> StepAttempt:
    """Open a new attempt: the step's clock runs from now."""
    step.move(move)
    attempt = StepAttempt(step=step, no=len(step.attempts) + 1, handed_over_at=at)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _step(sop_step: SopStep) -> RunStep:
    places = [("kelengkapan", label) for label in sop_step.kelengkapan_items()]
    places += [("keluaran", label) for label in sop_step.output_items()]
    items = [StepItem(kind=kind, position=position, label=label) for position, (kind, label) in enumerate(places, 1)]
    return RunStep(sop_step=sop_step, no=sop_step.no, state=State.WAITING, items=items)


def _check_period_free(year: int, quarter: int | None) -> None:
    taken = select(Run).where(Run.year == year, Run.quarter_no == (quarter or 0), Run.cancelled_at.is_(None))
    run = db.session.scalar(taken)
    if run is not None:
        who, when = run.started_by.name, tanggal(run.started_at)
        raise PeriodTaken(f"{run.title} sudah diperintahkan oleh {who} pada {when}. Pilih periode lain.")


def _order(run: Run) -> dict[str, object]:
    return {
        "title": run.title,
        "sop": run.sop_version.sop.number,
        "sop_version": run.sop_version.no,
        "calendar_version": run.calendar_version.no,
        "period": f"{run.year}-Q{run.quarter_no}" if run.quarter_no else str(run.year),
        "hari": run.hari_reading,
        "steps": [
            {"no": step.no, "items": [{"item": i.id, "kind": i.kind, "label": i.label} for i in step.items]}
            for step in run.steps
        ],
    }
