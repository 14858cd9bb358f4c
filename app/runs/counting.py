"""How many steps wait for one person, in few narrow statements: it stands on every page."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import exists, select

from app.accounts.models import UnitKerja, User
from app.extensions import db
from app.runs.ahead import missing_before_signature
from app.runs.documents import ItemFill, UnitReport
from app.runs.duties import duties_of
from app.runs.models import Run, RunStep, StepAttempt
from app.runs.states import State
from app.runs.turns import Turn, turn_of
from app.sop.models import PelaksanaCell, PelaksanaColumn, SopStep


@dataclass(frozen=True, slots=True)
class OpenColumn:
    role: str


@dataclass(frozen=True, slots=True)
class OpenCell:
    column: OpenColumn
    symbol: str
    duty: str
    no_to: int | None


@dataclass(frozen=True, slots=True)
class OpenStep:
    """As much of an open step as its duties are read from."""

    id: int
    run_id: int
    no: int
    meeting: bool
    per_unit: bool
    prepared: bool
    cells: list[OpenCell] = field(default_factory=list)


def turns_of(person: User) -> list[Turn]:
    """The person's turns over all runs that go on."""
    steps = _open_steps()
    roles = {str(role) for role in person.roles}
    asked = [step for step in steps if step.per_unit and roles & duties_of(step).takes_part]
    waiting = _waiting_units([step.id for step in asked]) if asked else {}
    ahead = missing_before_signature([step.run_id for step in steps if step.prepared])
    turns = [
        turn_of(
            duties_of(step), roles=roles, unit_id=person.unit_id, waiting_units=waiting.get(step.id, set()),
            prepared=step.prepared, ahead=ahead.get(step.run_id, ""),
        )
        for step in steps
    ]  # fmt: skip
    return [turn for turn in turns if turn is not None]


def _open_steps() -> list[OpenStep]:
    prepared = exists().where(
        StepAttempt.step_id == RunStep.id,
        ItemFill.attempt_id == StepAttempt.id,
        ItemFill.document != "",
        ItemFill.cleared_at.is_(None),
    )
    wanted = (
        select(
            RunStep.id, RunStep.run_id, RunStep.no, SopStep.meeting, SopStep.per_unit, prepared.label("prepared"),
            PelaksanaColumn.role, PelaksanaCell.symbol, PelaksanaCell.duty, PelaksanaCell.no_to,
        )
        .join(Run, Run.id == RunStep.run_id)
        .join(SopStep, SopStep.id == RunStep.sop_step_id)
        .join(PelaksanaCell, PelaksanaCell.step_id == SopStep.id)
        .join(PelaksanaColumn, PelaksanaColumn.id == PelaksanaCell.column_id)
        .where(Run.closed_at.is_(None), Run.cancelled_at.is_(None))
        .where(RunStep.state.in_((State.READY, State.WORKING)))
    )  # fmt: skip
    steps: dict[int, OpenStep] = {}
    for row in db.session.execute(wanted):
        step = steps.setdefault(row.id, OpenStep(row.id, row.run_id, row.no, row.meeting, row.per_unit, row.prepared))
        step.cells.append(OpenCell(OpenColumn(row.role), row.symbol, row.duty, row.no_to))
    return list(steps.values())


def _waiting_units(step_ids: list[int]) -> dict[int, set[int]]:
    """By step: the bagian whose report the open attempt lacks."""
    reported = exists().where(UnitReport.attempt_id == StepAttempt.id, UnitReport.unit_id == UnitKerja.id)
    missing = (
        select(StepAttempt.step_id, UnitKerja.id)
        .join(UnitKerja, UnitKerja.closed_at.is_(None))
        .where(StepAttempt.step_id.in_(step_ids), StepAttempt.ended_at.is_(None), ~reported)
    )
    waiting: dict[int, set[int]] = {step_id: set() for step_id in step_ids}
    for step_id, unit_id in db.session.execute(missing):
        waiting[step_id].add(unit_id)
    return waiting
