"""What holds for working time whatever the dates: exact, additive, never negative."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.library import library_calendar
from app.clock.allowance import Allowance, Unit
from app.clock.explanation import day_lines
from app.clock.workdays import WITA
from app.clock.worktime import due, elapsed, judge, spent
from tests.clock.week import hari

OFFICE = library_calendar()
A_MICROSECOND_OF_A_SHORT_DAY = Fraction(1, 390 * 60 * 1_000_000)

instants = st.datetimes(datetime(2022, 1, 1), datetime(2027, 12, 1)).map(lambda naive: naive.replace(tzinfo=WITA))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(0), timedelta(days=40))
by_the_minute = st.builds(Allowance, st.integers(1, 3000), st.just(Unit.MENIT)) | st.builds(
    Allowance, st.integers(1, 60), st.just(Unit.JAM)
)
by_the_day = st.builds(Allowance, st.integers(1, 25), st.just(Unit.HARI)) | st.builds(
    Allowance, st.integers(1, 4), st.just(Unit.MINGGU)
)
dates = st.dates(date(2022, 1, 1), date(2027, 12, 1))
brisk = settings(max_examples=60, deadline=None)


@brisk
@given(instants, by_the_minute)
def test_what_elapses_until_due_is_the_allowance_in_minutes(start: datetime, allowance: Allowance) -> None:
    at = due(start, allowance, calendar=OFFICE).at

    assert elapsed(start, at, calendar=OFFICE).minutes == allowance.minutes


@brisk
@given(instants, by_the_day)
def test_what_elapses_until_due_is_the_allowance_in_days(start: datetime, allowance: Allowance) -> None:
    # 1/450 of a day that ends in Ramadan is no whole number of microseconds: the next one is due.
    at = due(start, allowance, calendar=OFFICE).at
    days = elapsed(start, at, calendar=OFFICE).days

    assert allowance.days is not None
    assert 0 <= days - allowance.days < A_MICROSECOND_OF_A_SHORT_DAY


@brisk
@given(instants, by_the_minute | by_the_day)
def test_due_is_the_earliest_instant(start: datetime, allowance: Allowance) -> None:
    at = due(start, allowance, calendar=OFFICE).at
    just_before = elapsed(start, at - timedelta(microseconds=1), calendar=OFFICE)

    assert just_before.minutes < (allowance.minutes or 10**9)
    assert just_before.days < (allowance.days or 10**9)


@brisk
@given(instants, lengths, lengths)
def test_elapsed_adds_up_over_a_cut(start: datetime, first: timedelta, second: timedelta) -> None:
    cut, end = start + first, start + first + second
    whole = elapsed(start, end, calendar=OFFICE)
    parts = spent([(start, cut), (cut, end)], calendar=OFFICE)

    assert (parts.minutes, parts.days, parts.real) == (whole.minutes, whole.days, whole.real)


@brisk
@given(instants, lengths)
def test_the_intervals_cover_the_span_and_add_up_to_the_whole(start: datetime, length: timedelta) -> None:
    used = elapsed(start, start + length, calendar=OFFICE)

    assert sum(((i.end - i.start) for i in used.intervals), timedelta(0)) == length
    assert all(a.end == b.start for a, b in zip(used.intervals, used.intervals[1:], strict=False))
    assert sum(i.minutes for i in used.intervals) == used.whole_minutes == int(used.minutes)
    assert sum((line.days for line in day_lines(used.intervals)), Fraction(0)) == used.days
    assert sum(line.minutes for line in day_lines(used.intervals)) == used.whole_minutes


@brisk
@given(instants, lengths)
def test_no_time_is_negative_and_none_is_without_a_reason(start: datetime, length: timedelta) -> None:
    used = elapsed(start, start + length, calendar=OFFICE)

    assert 0 <= used.minutes * 60_000_000 <= length // timedelta(microseconds=1)
    assert all(i.minutes >= 0 and i.days >= 0 and i.reason and i.start < i.end for i in used.intervals)


@brisk
@given(instants, lengths, by_the_minute | by_the_day)
def test_starting_later_is_never_due_earlier(start: datetime, later: timedelta, allowance: Allowance) -> None:
    assert due(start, allowance, calendar=OFFICE).at <= due(start + later, allowance, calendar=OFFICE).at


@brisk
@given(instants, st.integers(1, 20), st.integers(0, 20))
def test_a_longer_allowance_is_never_due_earlier(start: datetime, days: int, more: int) -> None:
    assert due(start, hari(days), calendar=OFFICE).at <= due(start, hari(days + more), calendar=OFFICE).at


@brisk
@given(dates)
def test_a_whole_date_is_one_day_or_none(day: date) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=WITA)
    used = elapsed(start, start + timedelta(days=1), calendar=OFFICE)

    off = day.weekday() > 4 or day in OFFICE.holidays
    assert used.days == (0 if off else 1)
    assert used.minutes == (0 if off else 390 if OFFICE.in_ramadan(day) else 450)


@brisk
@given(instants, lengths, by_the_minute | by_the_day)
def test_the_verdict_is_whether_the_end_came_by_the_due_instant(
    start: datetime, length: timedelta, allowance: Allowance
) -> None:
    verdict = judge([(start, start + length)], allowance, calendar=OFFICE)

    assert verdict.due_at == due(start, allowance, calendar=OFFICE).at
    assert verdict.on_time == (start + length <= verdict.due_at)
    assert verdict.on_time == verdict.text.startswith("Tepat waktu")


@brisk
@given(instants, st.lists(lengths, min_size=2, max_size=8), by_the_minute | by_the_day)
def test_attempts_without_a_gap_are_judged_as_one(
    start: datetime, lengths: list[timedelta], allowance: Allowance
) -> None:
    cuts = [start]
    for length in lengths:
        cuts.append(cuts[-1] + length / 8)
    parts = judge(list(zip(cuts, cuts[1:], strict=False)), allowance, calendar=OFFICE)
    whole = judge([(start, cuts[-1])], allowance, calendar=OFFICE)

    assert abs(parts.due_at - whole.due_at) <= timedelta(microseconds=1)
    assert parts.used.minutes == whole.used.minutes
