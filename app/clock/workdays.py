"""The working calendar as a value: which minutes of a date are working time, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.clock.words import day_name, long_date, short_date

RAMADAN = "Ramadan"
WEEKEND = (5, 6)
WITA = ZoneInfo("Asia/Makassar")


class WorktimeError(ValueError):
    """Working time that can't be told; the message is a sentence for a person."""


class OutsideCalendar(WorktimeError):
    """A date whose holidays the calendar does not know, so that any answer would be a guess."""


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """Working hours of one weekday (0 = Senin) while they are valid; `ramadan` rows hold in Ramadan only."""

    weekday: int
    opens: time
    closes: time
    valid_from: date
    break_from: time | None = None
    break_until: time | None = None
    valid_until: date | None = None
    ramadan: bool = False

    def holds_on(self, day: date) -> bool:
        if day.weekday() != self.weekday or day < self.valid_from:
            return False
        return self.valid_until is None or day <= self.valid_until

    @property
    def pieces(self) -> tuple[tuple[time, time], ...]:
        """The working stretches, without the break."""
        if self.break_from is None or self.break_until is None:
            return ((self.opens, self.closes),)
        return ((self.opens, self.break_from), (self.break_until, self.closes))

    @property
    def minutes(self) -> int:
        return sum((_minute(until) - _minute(since)) for since, until in self.pieces)


@dataclass(frozen=True, slots=True)
class Day:
    """One date: its working intervals (aware), their minutes, and why they are none or fewer."""

    date: date
    intervals: tuple[tuple[datetime, datetime], ...]
    minutes: int
    note: str


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working hours, holidays and Ramadan periods, known from `first` to `last` inclusive."""

    hours: tuple[Hours, ...]
    holidays: Mapping[date, str]
    first: date
    last: date
    ramadan: tuple[tuple[date, date], ...] = ()
    zone: ZoneInfo = WITA
    name: str = "Kalender kerja"
    _days: dict[date, Day] = field(default_factory=dict, repr=False)

    def day(self, date: date) -> Day:
        """The working intervals of a date; raises OutsideCalendar where its holidays are not known."""
        known = self._days.get(date)
        if known is None:
            known = self._days[date] = self._make(date)
        return known

    def in_ramadan(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.ramadan)

    def local(self, moment: datetime) -> datetime:
        """The instant in the calendar's zone; a time without a zone is refused."""
        if moment.tzinfo is None:
            raise WorktimeError("Waktu harus menyebut zonanya.")
        return moment.astimezone(self.zone)

    @cached_property
    def coverage(self) -> str:
        return f"{short_date(self.first)} sampai {short_date(self.last)}"

    def _make(self, day: date) -> Day:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(
                f"{long_date(day)} di luar {self.name}, yang memuat {self.coverage}. "
                "Perbarui kalender kerja lebih dahulu."
            )
        ramadan = self.in_ramadan(day)
        row = _newest(row for row in self.hours if row.ramadan == ramadan and row.holds_on(day))
        if row is None:
            return Day(day, (), 0, _unworked(day))
        if day in self.holidays:
            return Day(day, (), 0, self.holidays[day])
        intervals = tuple(
            (datetime.combine(day, since, self.zone), datetime.combine(day, until, self.zone))
            for since, until in row.pieces
        )
        return Day(day, intervals, row.minutes, RAMADAN if ramadan else "")


def _unworked(day: date) -> str:
    return day_name(day) if day.weekday() in WEEKEND else f"{day_name(day)} tanpa jam kerja"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def between(start: datetime, end: datetime) -> timedelta:
    """Real time from start to end, also across a change of the zone's offset."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def _newest(rows: Iterable[Hours]) -> Hours | None:
    return max(rows, key=lambda row: row.valid_from, default=None)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
