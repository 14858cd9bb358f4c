"""What the page of one run's process shows, put together from its case and its calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.calendars.errors import ContentAltered, NoSuchVersion
from app.calendars.queries import calendar_of, version
from app.clock.allowance import UnreadableAllowance
from app.clock.worktime import WorktimeError
from app.inspection.chronology.attempts import attempts_of
from app.inspection.chronology.reading import Case, sop_of
from app.inspection.process.bars import bar
from app.inspection.process.order import Passage, passages, path
from app.inspection.process.times import KINDS, LABELS, RunTimes, times_of

UNCOUNTABLE = (WorktimeError, UnreadableAllowance, ContentAltered, NoSuchVersion)
"""The calendar ends, or a table no longer says what it said; the rest of the page stands on the log."""


@dataclass(frozen=True, slots=True)
class ProcessView:
    """`times` is None where they can't be counted; `problem` says why then."""

    title: str
    sop: str
    upto: int
    started_seq: int
    calendar_version: int
    ended: bool
    path: str
    passages: tuple[Passage, ...]
    times: RunTimes | None
    problem: str = ""

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind, LABELS[kind]) for kind in KINDS)

    @property
    def bars(self) -> dict[int, str]:
        """By step, on one scale."""
        if self.times is None:
            return {}
        return {step.no: bar(step, longest=self.times.longest) for step in self.times.steps}


def view_of(case: Case, *, until: datetime) -> ProcessView:
    """A run that goes on is counted up to `until`."""
    sop, attempts, no = sop_of(case), attempts_of(case.acts), case.started.data["calendar_version"]
    times, problem = None, ""
    try:
        times = times_of(attempts, sop, calendar=calendar_of(version(no)), until=until)
    except UNCOUNTABLE as error:
        problem = str(error)
    return ProcessView(
        title=case.title, sop=f"{sop.cited} versi {sop.version}", upto=case.upto, started_seq=case.started.seq,
        calendar_version=no, ended=all(attempt.ended_at is not None for attempt in attempts), path=path(attempts),
        passages=tuple(passages(attempts, sop.steps)), times=times, problem=problem,
    )  # fmt: skip
