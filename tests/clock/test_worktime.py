"""Working time by the vectors of the domain, and by the rules behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from app.calendars.library import library_calendar
from app.clock.allowance import parse_allowance
from app.clock.workdays import Hours, OutsideCalendar, WorktimeError
from app.clock.worktime import BackwardsSpan, NeverDue, due, elapsed, spent
from tests.clock.week import bare_calendar, bulan, hari, menit, monday_hours, wita

OFFICE = library_calendar()


@pytest.mark.parametrize(
    ("start", "allowance", "expected"),
    [
        ("2023-07-17T08:00", "20 menit", "2023-07-17T08:20"),
        ("2023-07-17T15:50", "20 menit", "2023-07-18T07:40"),
        ("2023-07-17T11:30", "1 jam", "2023-07-17T13:30"),
        ("2023-07-21T16:28", "1 hari", "2023-07-24T15:58"),
        ("2023-07-18T10:00", "1 hari", "2023-07-20T10:00"),
        ("2023-07-17T07:30", "1 hari", "2023-07-17T16:00"),
        ("2023-07-16T10:00", "1 minggu", "2023-07-24T16:00"),
        ("2023-07-17T07:00", "1 – 2 Hari Kerja", "2023-07-18T16:00"),
    ],
)
def test_due_is_the_earliest_instant_that_reaches_the_allowance(start: str, allowance: str, expected: str) -> None:
    assert due(wita(start), parse_allowance(allowance), calendar=OFFICE).at == wita(expected)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2023-07-21T16:28", "2023-07-24T07:45", 17),
        ("2023-07-17T07:00", "2023-07-17T18:00", 450),
        ("2023-07-18T15:00", "2023-07-20T09:00", 150),
        ("2023-07-19T00:00", "2023-07-20T00:00", 0),
        ("2023-07-22T06:00", "2023-07-23T23:00", 0),
        ("2023-07-17T12:00", "2023-07-17T13:00", 0),
        ("2023-07-21T11:30", "2023-07-21T13:00", 0),
        ("2023-07-17T09:00", "2023-07-17T09:00", 0),
    ],
)
def test_elapsed_counts_working_minutes_only(start: str, end: str, minutes: int) -> None:
    assert elapsed(wita(start), wita(end), calendar=OFFICE).minutes == minutes


def test_all_seven_steps_of_the_sop_allow_200_minutes_and_6_days() -> None:
    waktu = [parse_allowance(text) for text in ("20 Menit", "1 jam", "1 hari", "2 hari", "1 hari", "2 jam", "2 hari")]

    assert sum(allowance.minutes or 0 for allowance in waktu) == 200
    assert sum(allowance.days or 0 for allowance in waktu) == 6


def test_a_day_in_ramadan_is_390_minutes_and_still_one_day() -> None:
    used = elapsed(wita("2026-03-03T00:00"), wita("2026-03-04T00:00"), calendar=OFFICE)

    assert (used.minutes, used.days) == (390, 1)
    assert {i.reason for i in used.intervals if i.counted} == {"Jam kerja Ramadan"}


def test_friday_in_ramadan_rests_from_half_past_eleven() -> None:
    used = elapsed(wita("2026-03-06T11:00"), wita("2026-03-06T13:00"), calendar=OFFICE)

    assert used.minutes == 60


def test_a_day_across_the_end_of_ramadan_weighs_each_part_by_its_own_day() -> None:
    # Tuesday 17 March 2026 is a Ramadan day of 390 minutes; the next working day is the 25th, of 450.
    at = due(wita("2026-03-17T11:15"), hari(1), calendar=OFFICE).at
    used = elapsed(wita("2026-03-17T11:15"), at, calendar=OFFICE)

    assert at == wita("2026-03-25T11:15")
    assert (used.minutes, used.days) == (195 + 225, 1)


def test_a_month_runs_to_the_same_date_of_the_next_one() -> None:
    assert due(wita("2023-07-17T09:15"), bulan(1), calendar=OFFICE).at == wita("2023-08-17T09:15")


def test_a_month_from_the_31st_ends_on_the_last_date_of_a_shorter_one() -> None:
    assert due(wita("2023-01-31T09:00"), bulan(1), calendar=OFFICE).at == wita("2023-02-28T09:00")
    assert due(wita("2023-12-31T09:00"), bulan(2), calendar=OFFICE).at == wita("2024-02-29T09:00")


def test_seconds_are_kept() -> None:
    at = due(wita("2023-07-17T15:59:30"), menit(1), calendar=OFFICE).at

    assert at == wita("2023-07-18T07:30:30")
    assert elapsed(wita("2023-07-17T08:00:10"), wita("2023-07-17T08:00:40"), calendar=OFFICE).minutes == Fraction(1, 2)


def test_instants_may_come_in_any_zone_and_are_shown_in_the_offices_own() -> None:
    at = due(datetime(2023, 7, 17, 0, 0, tzinfo=UTC), menit(20), calendar=OFFICE).at

    assert at == wita("2023-07-17T08:20")
    assert at.tzname() == "WITA"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(WorktimeError, match="zona"):
        due(datetime(2023, 7, 17, 8), menit(20), calendar=OFFICE)  # noqa: DTZ001


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(BackwardsSpan, match="mendahului"):
        elapsed(wita("2023-07-17T09:00"), wita("2023-07-17T08:59"), calendar=OFFICE)


def test_attempts_that_overlap_are_refused() -> None:
    first = (wita("2023-07-17T09:00"), wita("2023-07-17T11:00"))
    second = (wita("2023-07-17T10:00"), wita("2023-07-17T12:00"))

    with pytest.raises(BackwardsSpan):
        spent([first, second], calendar=OFFICE)


def test_a_calendar_without_working_days_refuses_instead_of_searching_forever() -> None:
    with pytest.raises(NeverDue, match="tidak punya cukup jam kerja"):
        due(wita("2023-07-17T08:00"), menit(1), calendar=bare_calendar())


def test_an_allowance_beyond_the_calendars_end_is_refused() -> None:
    with pytest.raises(NeverDue, match="Kalender bawaan"):
        due(wita("2023-07-17T08:00"), hari(99999), calendar=OFFICE)


def test_dates_whose_holidays_are_not_known_are_refused() -> None:
    calendar = bare_calendar(monday_hours())

    with pytest.raises(OutsideCalendar, match="1 Januari 2023 sampai 31 Desember 2023"):
        elapsed(wita("2022-12-30T08:00"), wita("2023-01-03T08:00"), calendar=calendar)
    with pytest.raises(OutsideCalendar):
        due(wita("2023-12-15T08:00"), bulan(1), calendar=calendar)
    with pytest.raises(NeverDue):
        due(wita("2024-01-01T08:00"), menit(5), calendar=calendar)


def test_the_calendars_last_midnight_still_belongs_to_it() -> None:
    calendar = bare_calendar(monday_hours())

    assert elapsed(wita("2023-12-31T08:00"), wita("2024-01-01T00:00"), calendar=calendar).minutes == 0


def test_new_hours_hold_from_their_date_on() -> None:
    calendar = bare_calendar(monday_hours(), monday_hours(closes=time(10), since=date(2023, 7, 17)))

    assert calendar.day(date(2023, 7, 10)).minutes == 240
    assert calendar.day(date(2023, 7, 17)).minutes == 120


def test_hours_end_with_their_last_date() -> None:
    until = Hours(0, time(8), time(12), date(2023, 1, 1), valid_until=date(2023, 7, 10))
    calendar = bare_calendar(until)

    assert calendar.day(date(2023, 7, 10)).minutes == 240
    assert calendar.day(date(2023, 7, 17)).note == "Senin tanpa jam kerja"


def test_a_day_says_why_it_has_no_or_fewer_minutes() -> None:
    days = (date(2023, 7, 17), date(2023, 7, 19), date(2023, 7, 22), date(2026, 3, 3))

    assert [OFFICE.day(day).note for day in days] == ["", "Tahun Baru Islam", "Sabtu", "Ramadan"]


def test_cuti_bersama_is_no_working_day() -> None:
    assert OFFICE.day(date(2023, 4, 25)).note == "Cuti Bersama Hari Raya Idul Fitri"
    assert OFFICE.day(date(2023, 4, 26)).minutes == 450


def test_the_working_week_of_the_perpres_is_37_and_a_half_hours() -> None:
    week = [OFFICE.day(date(2023, 7, day)).minutes for day in range(10, 17)]

    assert week == [450, 450, 450, 450, 450, 0, 0]
