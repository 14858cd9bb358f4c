"""A step's clock: how much of its mutu baku is used, when it is due, and where the time went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from app.clock.allowance import Allowance
from app.clock.words import days_in_words, minutes_in_words, used_in_short
from app.clock.worktime import Calendar, Elapsed, Span, Verdict, elapsed, judge, spent
from app.web.words import lewat

SOON = Fraction(3, 4)
"""From this share of the mutu baku on, a step is shown as nearly used up."""


class Attempt(Protocol):
    handed_over_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepClock:
    """What a card shows of time. `share` is 0 to 1 and more; minutes are working minutes."""

    allowance: Allowance
    verdict: Verdict
    remaining: Elapsed | None
    """None once the due time has passed."""
    waiting: Elapsed
    """Of the first attempt, from hand-over to "mulai"."""
    working: Elapsed
    """Of the first attempt, from "mulai", or from the hand-over where nobody pressed it, to the end."""
    rework: Elapsed
    """All later attempts: what was sent back. The three parts sum to `used`."""

    @property
    def used(self) -> Elapsed:
        return self.verdict.used

    @property
    def due_at(self) -> datetime:
        return self.verdict.due_at

    @property
    def late(self) -> bool:
        return not self.verdict.on_time

    @property
    def share(self) -> Fraction:
        if self.allowance.minutes:
            return self.used.minutes / self.allowance.minutes
        if self.allowance.days:
            return self.used.days / self.allowance.days
        left = self.remaining.minutes if self.remaining else Fraction(0)
        whole = self.used.minutes + left
        return self.used.minutes / whole if whole else Fraction(1)

    @property
    def tone(self) -> str:
        if self.late:
            return "late"
        return "soon" if self.share >= SOON else "brand"

    @property
    def headline(self) -> str:
        """sisa 2 jam 51 menit / terlambat 3 jam 10 menit"""
        if self.late:
            return f"terlambat {lewat(self.verdict.over_minutes)}"
        return f"sisa {in_words(self.remaining)}" if self.remaining else "tepat di tenggat"

    @property
    def used_in_words(self) -> str:
        """As it stands against the allowance, days against days: "0,96 hari", "17 menit"."""
        return used_in_short(self.used.minutes, self.used.days, str(self.allowance), late=self.late)


def in_words(time: Elapsed) -> str:
    """Below a working day in hours and minutes, above it in days of their own length."""
    return days_in_words(time.days) if time.days >= 1 else minutes_in_words(time.minutes)


def spans_of(attempts: Sequence[Attempt], *, until: datetime) -> tuple[Span, ...]:
    """The stretches in which the step's clock ran; between a return and a new hand-over it stands still."""
    return tuple(
        (attempt.handed_over_at, max(attempt.ended_at or until, attempt.handed_over_at)) for attempt in attempts
    )


def clock_of(attempts: Sequence[Attempt], allowance: Allowance, *, calendar: Calendar, until: datetime) -> StepClock:
    """The clock at `until` (now, or the completion). `attempts` is not empty and in order."""
    spans = spans_of(attempts, until=until)
    begun = tuple(attempt.started_at for attempt in attempts)
    # What is over doesn't change, and a board shows mostly what is over.
    make = _kept_clock if all(attempt.ended_at for attempt in attempts) else _clock
    return make(spans, begun, allowance, calendar)


def _clock(
    spans: tuple[Span, ...], begun: tuple[datetime | None, ...], allowance: Allowance, calendar: Calendar
) -> StepClock:
    verdict = judge(spans, allowance, calendar=calendar)
    end = spans[-1][1]
    handed_over, finish = spans[0]
    mulai = min(max(begun[0] or handed_over, handed_over), finish)
    return StepClock(
        allowance=allowance,
        verdict=verdict,
        remaining=elapsed(end, verdict.due_at, calendar=calendar) if verdict.on_time else None,
        waiting=elapsed(handed_over, mulai, calendar=calendar),
        working=elapsed(mulai, finish, calendar=calendar),
        rework=spent(spans[1:], calendar=calendar),
    )


_kept_clock = lru_cache(maxsize=1024)(_clock)
