"""What a chronology is made of, read from the log: a run's acts and its report's, and the words of its SOP version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.queries import head
from app.extensions import db
from app.inspection.chronology.facts import SopFacts, StepFacts
from app.inspection.chronology.mandates import with_mandates
from app.inspection.fold.acts import Act, acts
from app.runs.duties import duties_of, in_words
from app.runs.errors import RunNotFound
from app.sop.content import content_digest
from app.sop.models import Sop, SopStep, SopVersion
from app.sop.queries import version as whole_version

NAMES_ITS_RUN = ("narrative:written", "report:frozen", "report:rendered", "report:requested")
"""The acts by which a report says whose it is."""


@dataclass(frozen=True, slots=True)
class Case:
    """One run as the log tells it: its acts up to record `upto`, and the root of the log there."""

    run_id: int
    acts: tuple[Act, ...]
    upto: int
    root: str
    at: datetime

    @property
    def started(self) -> Act:
        return next(act for act in self.acts if act.tag == "run:started")

    @property
    def title(self) -> str:
        title: str = self.started.data["title"]
        return title


def case_of(run_id: int) -> Case:
    """The run's case as far as the log reaches now. Raises RunNotFound where no event began such a run."""
    case = next(cases([run_id]), None)
    if case is None:
        raise RunNotFound
    return case


def cases(run_ids: Iterable[int]) -> Iterator[Case]:
    """The cases of these runs, one after the other, so that many are never held together."""
    opened = head()
    if opened is None:
        return
    upto, root, at = opened.size, opened.root, opened.at
    reports, appointed = _reports_by_run(upto=upto), appointments(upto=upto)
    for run_id in run_ids:
        run = f"run:{run_id}"
        told = tuple(acts(_bodies([run, *sorted(reports.get(run, ()))], upto=upto)))
        if any(act.tag == "run:started" for act in told):
            yield Case(run_id, with_mandates(told, appointed), upto=upto, root=root, at=at)


def sop_of(case: Case) -> SopFacts:
    """The SOP version that the run's first event names; its words stand in a table, their digest in the log."""
    data = case.started.data
    number, no = data["sop"], data["sop_version"]
    query = select(SopVersion.id).join(Sop).where(Sop.number == number, SopVersion.no == no)
    found = db.session.scalar(query)
    if found is None:
        return SopFacts(number, no, vouched=False)
    version = whole_version(found)
    return SopFacts(
        number, no, name=version.name, steps={step.no: _step(step) for step in version.steps},
        vouched=content_digest(version) == _digest_in_log(version),
    )  # fmt: skip


def _step(step: SopStep) -> StepFacts:
    completes = duties_of(step).completes
    allowance = str(step.allowance) if step.allowance else step.waktu
    return StepFacts(step.no, " ".join(step.uraian.split()), allowance, completes, in_words(completes))


def _digest_in_log(version: SopVersion) -> str:
    """What the log says that this version said when it was put in force; empty where it never was."""
    query = select(AuditEvent).where(AuditEvent.root == f"sop:{version.sop_id}", AuditEvent.act == "sop:activated")
    said = [event.data for event in db.session.scalars(query.order_by(AuditEvent.seq))]
    return next((data["content"] for data in reversed(said) if data["version"] == version.no), "")


def _reports_by_run(*, upto: int) -> dict[str, set[str]]:
    """By run ("run:3"): the roots of the reports whose first event says that they are its own; later ones can't."""
    first = select(func.min(AuditEvent.seq)).where(
        AuditEvent.subject.in_(("narrative", "report")), AuditEvent.act.in_(NAMES_ITS_RUN), AuditEvent.seq <= upto
    )
    query = select(AuditEvent.root, AuditEvent.body).where(AuditEvent.seq.in_(first.group_by(AuditEvent.root)))
    found: dict[str, set[str]] = {}
    for root, body in db.session.execute(query):
        found.setdefault(orjson.loads(body)["data"]["run"], set()).add(root)
    return found


def appointments(*, upto: int) -> list[Act]:
    """Who was appointed to act for whom, and when that was ended."""
    query = select(AuditEvent.body).where(AuditEvent.subject == "acting", AuditEvent.seq <= upto)
    return list(acts(db.session.scalars(query.order_by(AuditEvent.seq))))


def _bodies(roots: Sequence[str], *, upto: int) -> Iterator[bytes]:
    query = select(AuditEvent.body).where(AuditEvent.root.in_(roots), AuditEvent.seq <= upto)
    yield from db.session.scalars(query.order_by(AuditEvent.seq))


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run as a list shows it. `ended_at` is its closing or its cancelling."""

    run_id: int
    title: str
    seq: int
    started_at: datetime
    started_by: str
    ended_at: datetime | None = None
    cancelled: bool = False

    @property
    def state(self) -> str:
        if self.ended_at is None:
            return "Berjalan"
        return "Dibatalkan" if self.cancelled else "Selesai"


def listed_runs() -> list[ListedRun]:
    """Every run that the log began, the newest first."""
    query = select(AuditEvent.body).where(AuditEvent.act.in_(("run:started", "run:closed", "run:cancelled")))
    runs: dict[int, ListedRun] = {}
    for act in acts(db.session.scalars(query.where(AuditEvent.subject == "run").order_by(AuditEvent.seq))):
        run_id = act.number("run")
        if act.tag == "run:started":
            runs[run_id] = ListedRun(run_id, act.data["title"], act.seq, act.when.latest, act.name)
        elif run_id in runs:
            runs[run_id] = replace(runs[run_id], ended_at=act.when.latest, cancelled=act.tag == "run:cancelled")
    return list(reversed(runs.values()))
