"""Reading runs: whole, with everything that a board or a step's page shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import UnitKerja
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.documents import ItemFill, StepCorrection, UnitReport
from app.runs.errors import RunNotFound
from app.runs.models import Run, RunStep, StepAttempt, StepCompletion, StepReturn
from app.runs.states import State
from app.sop.models import PelaksanaCell, SopStep, SopVersion

WHOLE = (
    joinedload(Run.sop_version).joinedload(SopVersion.sop),
    joinedload(Run.calendar_version),
    joinedload(Run.started_by),
    selectinload(Run.steps).options(
        joinedload(RunStep.sop_step).selectinload(SopStep.cells).joinedload(PelaksanaCell.column),
        selectinload(RunStep.items),
        selectinload(RunStep.attempts).options(
            joinedload(StepAttempt.started_by),
            joinedload(StepAttempt.completion).joinedload(StepCompletion.completed_by),
            selectinload(StepAttempt.fills).options(joinedload(ItemFill.evidence), joinedload(ItemFill.filled_by)),
            selectinload(StepAttempt.unit_reports).options(
                joinedload(UnitReport.unit), joinedload(UnitReport.submitted_by), joinedload(UnitReport.evidence)
            ),
        ),
    ),
)


def find_run(run_id: int) -> Run:
    """The run with all that its pages show. Raises RunNotFound."""
    run = db.session.scalar(select(Run).where(Run.id == run_id).options(*WHOLE))
    if run is None:
        raise RunNotFound
    return run


def find_step(run_id: int, no: int) -> RunStep:
    step = find_run(run_id).step(no)
    if step is None:
        raise RunNotFound
    return step


def run_version(run_id: int) -> int:
    """What a poll compares; one indexed read."""
    version = db.session.scalar(select(Run.version).where(Run.id == run_id))
    if version is None:
        raise RunNotFound
    return version


def all_runs() -> Sequence[Run]:
    """Every run, the newest first; a few a year, so there are never many."""
    return db.session.scalars(select(Run).order_by(Run.started_at.desc(), Run.id.desc()).options(*WHOLE)).all()


def open_runs() -> Sequence[Run]:
    going = select(Run).where(Run.closed_at.is_(None), Run.cancelled_at.is_(None))
    return db.session.scalars(going.order_by(Run.started_at).options(*WHOLE)).all()


def open_steps(runs: Sequence[Run]) -> list[RunStep]:
    """The steps that are on in these runs."""
    return [step for run in runs for step in run.steps if step.state in (State.READY, State.WORKING)]


def reporting_units() -> Sequence[UnitKerja]:
    """The bagian that exist now, each of which reports where a step takes one report a bagian."""
    return db.session.scalars(select(UnitKerja).where(UnitKerja.closed_at.is_(None)).order_by(UnitKerja.id)).all()


def returns_of(run: Run) -> Sequence[StepReturn]:
    sent_back = select(StepReturn).where(StepReturn.run_id == run.id).order_by(StepReturn.id)
    return db.session.scalars(sent_back.options(joinedload(StepReturn.returned_by))).all()


def corrections_of(step: RunStep) -> Sequence[StepCorrection]:
    made = select(StepCorrection).where(StepCorrection.step_id == step.id).order_by(StepCorrection.id)
    return db.session.scalars(made).all()


def files_of(run: Run) -> list[tuple[EvidenceFile, str]]:
    """Every file that stands or stood in this run, each once, with the name it came with; the newest first."""
    held: dict[int, tuple[EvidenceFile, str]] = {}
    for step in reversed(run.steps):
        for attempt in reversed(step.attempts):
            for fill in reversed(attempt.fills):
                if fill.evidence is not None:
                    held.setdefault(fill.evidence.id, (fill.evidence, fill.name))
            for report in attempt.unit_reports:
                held.setdefault(report.evidence.id, (report.evidence, report.name))
    return list(held.values())


def find_file_use(run: Run, sha256: str) -> tuple[EvidenceFile, str]:
    """A file of this run by its digest, corrections included. Raises RunNotFound."""
    for file, name in files_of(run):
        if file.sha256 == sha256:
            return file, name
    for step in run.steps:
        for correction in corrections_of(step):
            if correction.evidence is not None and correction.evidence.sha256 == sha256:
                return correction.evidence, correction.name
    raise RunNotFound
