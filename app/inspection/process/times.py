"""Where a run's days went: every minute of each step as waiting, work, rework, or outside of working hours. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import groupby

from app.clock.allowance import parse_allowance
from app.clock.worktime import Calendar, Elapsed, whole_minutes
from app.inspection.chronology.attempts import Attempt
from app.inspection.chronology.facts import SopFacts
from app.runs.timing import StepClock, clock_of

KINDS = ("waiting", "working", "rework", "outside")
LABELS = {
    "waiting": "Menunggu dimulai",
    "working": "Dikerjakan",
    "rework": "Dikerjakan ulang",
    "outside": "Di luar jam kerja",
}
MICROSECOND, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StepTime:
    """One step: printed minutes by kind, and its clock. `seq` is the record of its last end, or of its hand-over."""

    no: int
    uraian: str
    allowance: str
    parts: dict[str, int]
    clock: StepClock
    attempts: int
    done: bool
    seq: int

    @property
    def total(self) -> int:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class RunTimes:
    """`whole` is from the order to the end, in minutes on the wall; the parts of the steps add up to it."""

    steps: tuple[StepTime, ...]
    since: datetime
    until: datetime

    @property
    def whole(self) -> int:
        return sum(step.total for step in self.steps)

    @property
    def longest(self) -> int:
        return max((step.total for step in self.steps), default=0)

    def of_kind(self, kind: str) -> int:
        return sum(step.parts[kind] for step in self.steps)


def times_of(attempts: Sequence[Attempt], sop: SopFacts, *, calendar: Calendar, until: datetime) -> RunTimes:
    """The times of a run; while it goes on they count to `until`.

    Raises WorktimeError where the calendar doesn't reach, UnreadableAllowance where nothing says what a step may take.
    """
    by_step = groupby(sorted(attempts, key=lambda attempt: (attempt.step, attempt.no)), key=lambda one: one.step)
    clocks = [(no, own, _clock(own, sop, calendar=calendar, until=until)) for no, own in _lists(by_step)]
    exact = [part for _, own, clock in clocks for part in _parts(clock, own, until=until)]
    printed = iter(whole_minutes(exact))
    steps = tuple(
        StepTime(
            no=no, uraian=sop.steps[no].uraian if no in sop.steps else "", allowance=str(clock.allowance),
            parts={kind: next(printed) for kind in KINDS}, clock=clock, attempts=len(own), done=own[-1].completed,
            seq=(own[-1].ended_by or own[-1].opened_by).seq,
        )
        for no, own, clock in clocks
    )  # fmt: skip
    since = min((attempt.handed_over_at for attempt in attempts), default=until)
    return RunTimes(steps, since, max((attempt.ended_at or until for attempt in attempts), default=until))


def _lists(by_step: groupby[int, Attempt]) -> list[tuple[int, list[Attempt]]]:
    return [(no, list(own)) for no, own in by_step]


def _clock(own: Sequence[Attempt], sop: SopFacts, *, calendar: Calendar, until: datetime) -> StepClock:
    said = [attempt.ended_by.data["allowance"] for attempt in own if attempt.completed and attempt.ended_by]
    step = sop.steps.get(own[0].step)
    # A table that lost or changed the step's standard gives a text that is refused, never a guess.
    text = said[-1] if said else step.allowance if step else ""
    return clock_of(own, parse_allowance(text), calendar=calendar, until=until)


def _parts(clock: StepClock, own: Sequence[Attempt], *, until: datetime) -> list[Fraction]:
    real = sum(((one.ended_at or until) - one.handed_over_at for one in own), timedelta())
    counted = [_minutes(part) for part in (clock.waiting, clock.working, clock.rework)]
    wall = Fraction(real // MICROSECOND, MINUTE // MICROSECOND)
    return [*counted, max(wall - sum(counted), Fraction(0))]


def _minutes(part: Elapsed) -> Fraction:
    return part.minutes
