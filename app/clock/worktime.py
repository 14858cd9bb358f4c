"""Working time: what elapsed, when it is due and how it is judged, with every interval that says why.

Instants keep their microseconds and lengths are exact fractions; only what is printed is rounded. Printed
minutes are rounded down cumulatively, so that the printed parts always add up to the printed whole.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta
from fractions import Fraction

from app.clock.allowance import Allowance
from app.clock.words import long_moment, minutes_in_words, used_words
from app.clock.workdays import RAMADAN, Calendar, Day, Hours, OutsideCalendar, WorktimeError, between, midnight

__all__ = [
    "BackwardsSpan", "Calendar", "Day", "Due", "Elapsed", "Hours", "Interval", "NeverDue", "OutsideCalendar",
    "Span", "Verdict", "WorktimeError", "due", "elapsed", "judge", "spent", "whole_minutes",
]  # fmt: skip

MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
WORKING = "Jam kerja"
WORKING_IN_RAMADAN = "Jam kerja Ramadan"
BREAK = "Istirahat"
OUTSIDE_HOURS = "Di luar jam kerja"

Span = tuple[datetime, datetime]


class BackwardsSpan(WorktimeError):
    """An end before its start, or attempts that overlap."""


class NeverDue(WorktimeError):
    """The calendar ends before the allowance is reached."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time with one reason. `minutes` is printed: whole, and adding up over the intervals."""

    start: datetime
    end: datetime
    minutes: int
    counted: bool
    reason: str
    days: Fraction = Fraction(0)
    """The exact share of its day's own length; 0 where it is not counted."""

    @property
    def exact_minutes(self) -> Fraction:
        return _minutes(self.start, self.end) if self.counted else Fraction(0)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Working time of one or more spans. `minutes` and `days` are exact, `real` is time on the wall."""

    minutes: Fraction
    days: Fraction
    intervals: tuple[Interval, ...]
    real: timedelta = timedelta(0)

    @property
    def whole_minutes(self) -> int:
        """What is printed; equals the sum of the intervals' printed minutes."""
        return int(self.minutes)

    def against(self, allowance: Allowance, *, late: bool) -> str:
        """The used time in words, in the allowance's own unit: "17 menit", "1,52 hari (684 menit kerja)"."""
        return used_words(self.minutes, self.days, str(allowance), late=late)


NOTHING = Elapsed(Fraction(0), Fraction(0), ())


@dataclass(frozen=True, slots=True)
class Due:
    """The earliest instant that reaches the allowance, and the intervals up to it."""

    at: datetime
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """On time means finished at or before `due_at`; `over_minutes` counts working minutes after it."""

    on_time: bool
    used: Elapsed
    due_at: datetime
    over_minutes: int
    text: str


def elapsed(start: datetime, end: datetime, *, calendar: Calendar) -> Elapsed:
    """The working time from start to end; its intervals cover the whole span without gaps."""
    return spent(((start, end),), calendar=calendar)


def spent(spans: Iterable[Span], *, calendar: Calendar) -> Elapsed:
    """The working time of several attempts together; they come in order and do not overlap."""
    intervals: list[Interval] = []
    real = timedelta(0)
    before: datetime | None = None
    for begin, finish in spans:
        start, end = calendar.local(begin), calendar.local(finish)
        if end < start or (before is not None and start < before):
            raise BackwardsSpan("Waktu selesai mendahului waktu mulai.")
        intervals += _merged(_pieces(start, end, calendar))
        real += between(start, end)
        before = end
    printed = whole_minutes([interval.exact_minutes for interval in intervals])
    return Elapsed(
        minutes=sum((interval.exact_minutes for interval in intervals), Fraction(0)),
        days=sum((interval.days for interval in intervals), Fraction(0)),
        intervals=tuple(_printing(interval, minutes) for interval, minutes in zip(intervals, printed, strict=True)),
        real=real,
    )


def whole_minutes(parts: Sequence[Fraction]) -> list[int]:
    """Round parts down to whole minutes so that they still add up to their whole, rounded down."""
    printed: list[int] = []
    reached = Fraction(0)
    for part in parts:
        printed.append(int(reached + part) - int(reached))
        reached += part
    return printed


def due(start: datetime, allowance: Allowance, *, calendar: Calendar, already: Elapsed | None = None) -> Due:
    """When the allowance runs out for work that starts at `start`; `already` is what earlier attempts used.

    An allowance that is used up already is due at the start. bulan is not counted in working time: it runs
    to the same date of a later month, and stands still between attempts like the other units.
    """
    before = already or NOTHING
    since = calendar.local(start)
    if allowance.months:
        at = _due_by_date(since, allowance.months, before)
    else:
        at = _due_by_work(since, allowance, before, calendar)
    return Due(at=at, intervals=elapsed(since, at, calendar=calendar).intervals)


def judge(spans: Sequence[Span], allowance: Allowance, *, calendar: Calendar) -> Verdict:
    """Judge the attempts of one step, which share its one allowance, by the end of the last."""
    used = spent(spans, calendar=calendar)
    if not spans:
        raise WorktimeError("Belum ada waktu pengerjaan yang dapat dinilai.")
    due_at = _due_of(spans, allowance, calendar)
    finished = calendar.local(spans[-1][1])
    late = [(max(start, due_at), end) for start, end in spans if end > due_at]
    over = spent(late, calendar=calendar).minutes
    on_time = finished <= due_at
    text = _verdict_text(used.against(allowance, late=not on_time), allowance, due_at, on_time=on_time, over=over)
    return Verdict(on_time=on_time, used=used, due_at=due_at, over_minutes=int(over), text=text)


def _due_of(spans: Sequence[Span], allowance: Allowance, calendar: Calendar) -> datetime:
    """The due instant lies in the first attempt that reaches the allowance, else after the last one's start."""
    for count, (start, end) in enumerate(spans):
        already = spent(spans[:count], calendar=calendar)
        at = due(start, allowance, calendar=calendar, already=already).at
        if at <= end:
            break
    return at


def _verdict_text(used: str, allowance: Allowance, due_at: datetime, *, on_time: bool, over: Fraction) -> str:
    deadline = f"tenggat {long_moment(due_at)}"
    if on_time:
        return f"Tepat waktu: {used} dari {allowance}, {deadline}."
    if over == 0:
        return f"Terlambat: {used} dari {allowance}, selesai di luar jam kerja sesudah {deadline}."
    by = minutes_in_words(over) if over >= 1 else "kurang dari 1 menit"
    return f"Terlambat {by} dari {allowance}: {used}, {deadline}."


def _due_by_work(start: datetime, allowance: Allowance, before: Elapsed, calendar: Calendar) -> datetime:
    in_days = allowance.days is not None
    used, whole = (before.days, allowance.days) if in_days else (before.minutes, allowance.minutes)
    left = Fraction(whole or 0) - used
    if left <= 0:
        return start
    date = start.date()
    while date <= calendar.last:
        day = calendar.day(date)
        for since, until in day.intervals:
            begin = max(since, start)
            unit = Fraction(day.minutes) if in_days else Fraction(1)
            available = _minutes(begin, until) / unit
            if available >= left:
                return _after(begin, left * unit)
            left -= max(available, Fraction(0))
        date += ONE_DAY
    raise NeverDue(
        f"Tenggat {allowance} tidak dapat dihitung: {calendar.name} ({calendar.coverage}) "
        "tidak punya cukup jam kerja. Periksa jam kerja dan hari liburnya."
    )


def _due_by_date(start: datetime, months: int, before: Elapsed) -> datetime:
    first = before.intervals[0].start if before.intervals else start
    whole = between(first, _months_later(first, months))
    left = max(whole - before.real, timedelta(0))
    return start + left


def _months_later(moment: datetime, months: int) -> datetime:
    """The same date and hour of a later month, or that month's last date where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if year > MAXYEAR:
        raise NeverDue(f"Tenggat {months} bulan tidak dapat dihitung.")
    last = months_of.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _pieces(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Interval]:
    """The span cut at every change of reason, day by day."""
    date = start.date()
    while date == start.date() or midnight(date, calendar.zone) < end:
        day = calendar.day(date)
        for since, until, counted, reason in _reasons(day, calendar):
            begin, finish = max(since, start), min(until, end)
            if begin < finish:
                share = _minutes(begin, finish) / day.minutes if counted else Fraction(0)
                yield Interval(begin, finish, 0, counted, reason, share)
        date += ONE_DAY


def _reasons(day: Day, calendar: Calendar) -> Iterator[tuple[datetime, datetime, bool, str]]:
    """One whole date from midnight to midnight, each stretch with its reason."""
    cursor, tomorrow = midnight(day.date, calendar.zone), midnight(day.date + ONE_DAY, calendar.zone)
    if not day.intervals:
        yield cursor, tomorrow, False, day.note
        return
    working = WORKING_IN_RAMADAN if day.note == RAMADAN else WORKING
    for position, (since, until) in enumerate(day.intervals):
        yield cursor, since, False, BREAK if position else OUTSIDE_HOURS
        yield since, until, True, working
        cursor = until
    yield cursor, tomorrow, False, OUTSIDE_HOURS


def _merged(pieces: Iterable[Interval]) -> list[Interval]:
    """Join an evening and the morning after it; whole days stay apart, each with its own reason."""
    joined: list[Interval] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.reason == piece.reason == OUTSIDE_HOURS and last.end == piece.start:
            joined[-1] = Interval(last.start, piece.end, 0, False, OUTSIDE_HOURS)
        else:
            joined.append(piece)
    return joined


def _printing(interval: Interval, minutes: int) -> Interval:
    return Interval(interval.start, interval.end, minutes, interval.counted, interval.reason, interval.days)


def _minutes(start: datetime, end: datetime) -> Fraction:
    return Fraction(between(start, end) // MICROSECOND, MINUTE // MICROSECOND)


def _after(begin: datetime, minutes: Fraction) -> datetime:
    """The first instant, to the microsecond, at which that many minutes have passed."""
    return begin + -(-(minutes * (MINUTE // MICROSECOND)) // 1) * MICROSECOND
