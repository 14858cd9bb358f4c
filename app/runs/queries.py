"""Reading runs: whole, with everything that a board or a step's page shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import UnitKerja, User
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.documents import ItemFill, StepCorrection, UnitReport
from app.runs.errors import RunNotFound
from app.runs.models import Run, RunStep, StepAttempt, StepCompletion, StepReturn
from app.runs.states import State
from app.sop.models import PelaksanaCell, SopStep, SopVersion

ROLES_ON_DEMAND = lazyload(User.role_rows)
"""People are shown by name and jabatan; their roles would cost a statement for each way that leads to them."""

WHOLE = (
    joinedload(Run.sop_version).joinedload(SopVersion.sop),
    joinedload(Run.calendar_version),
    joinedload(Run.started_by).options(ROLES_ON_DEMAND),
    joinedload(Run.cancelled_by).options(ROLES_ON_DEMAND),
    selectinload(Run.steps).options(
        joinedload(RunStep.sop_step).selectinload(SopStep.cells).joinedload(PelaksanaCell.column),
        selectinload(RunStep.items),
        selectinload(RunStep.attempts).options(
            joinedload(StepAttempt.started_by).options(ROLES_ON_DEMAND),
            joinedload(StepAttempt.completion).joinedload(StepCompletion.completed_by).options(ROLES_ON_DEMAND),
            selectinload(StepAttempt.fills).options(
                joinedload(ItemFill.evidence), joinedload(ItemFill.filled_by).options(ROLES_ON_DEMAND)
            ),
            selectinload(StepAttempt.unit_reports).options(
                joinedload(UnitReport.unit),
                joinedload(UnitReport.evidence),
                joinedload(UnitReport.submitted_by).options(ROLES_ON_DEMAND),
            ),
        ),
    ),
)


def find_run(run_id: int) -> Run:
    """The run with all that its pages show. Raises RunNotFound."""
    run = db.session.scalar(select(Run).where(Run.id == run_id).options(*WHOLE))
    if run is None:
        raise RunNotFound
    return _held(run)


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
    newest_first = select(Run).order_by(Run.started_at.desc(), Run.id.desc())
    return [_held(run) for run in db.session.scalars(newest_first.options(*WHOLE))]


def current_runs(*, finished: int = 0) -> Sequence[Run]:
    """The runs that go on, the oldest first, and after them the newest `finished` closed ones."""
    going = and_(Run.closed_at.is_(None), Run.cancelled_at.is_(None))
    newest = select(Run.id).where(Run.closed_at.is_not(None)).order_by(Run.closed_at.desc()).limit(finished)
    wanted = select(Run).where(or_(going, Run.id.in_(newest))).order_by(Run.started_at).options(*WHOLE)
    runs = [_held(run) for run in db.session.scalars(wanted)]
    ended = [(run.closed_at, run) for run in runs if run.closed_at is not None]
    newest_first = sorted(ended, key=lambda entry: entry[0], reverse=True)
    return [run for run in runs if run.is_open] + [run for _at, run in newest_first]


def open_runs() -> Sequence[Run]:
    return current_runs()


def open_steps(runs: Sequence[Run]) -> list[RunStep]:
    """The steps that are on in these runs."""
    return [step for run in runs for step in run.steps if step.state in (State.READY, State.WORKING)]


def reporting_units() -> Sequence[UnitKerja]:
    """The bagian that exist now, each of which reports where a step takes one report a bagian."""
    return db.session.scalars(select(UnitKerja).where(UnitKerja.closed_at.is_(None)).order_by(UnitKerja.id)).all()


def returns_of(*runs: Run) -> Sequence[StepReturn]:
    sent_back = select(StepReturn).where(StepReturn.run_id.in_([run.id for run in runs])).order_by(StepReturn.id)
    return db.session.scalars(sent_back.options(joinedload(StepReturn.returned_by).options(ROLES_ON_DEMAND))).all()


def corrections_of(step: RunStep) -> Sequence[StepCorrection]:
    made = select(StepCorrection).where(StepCorrection.step_id == step.id).order_by(StepCorrection.id)
    return db.session.scalars(made.options(joinedload(StepCorrection.corrected_by).options(ROLES_ON_DEMAND))).all()


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


def _held(run: Run) -> Run:
    """Let each step hold its run: the session alone would forget it, and load everything once more."""
    for step in run.steps:
        set_committed_value(step, "run", run)
    return run


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
