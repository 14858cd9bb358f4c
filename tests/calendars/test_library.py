"""The library's calendar is a seed that is right for the days that we know."""

from __future__ import annotations

from datetime import date

import pytest

from app.calendars.checks import problems
from app.calendars.library import SEED_YEARS, library_calendar, library_holidays, library_timetable


def test_the_seed_can_be_published_as_it_is() -> None:
    assert problems(library_timetable()) == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 7, 19), "Tahun Baru Islam"),
        (date(2023, 4, 19), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2026, 1, 16), "Isra Mikraj Nabi Muhammad"),
        (date(2026, 3, 18), "Cuti Bersama Hari Suci Nyepi"),
        (date(2026, 3, 24), "Cuti Bersama Hari Raya Idul Fitri"),
    ],
)
def test_national_holidays_and_cuti_bersama_are_in(day: date, name: str) -> None:
    assert library_timetable().holidays[day] == name


def test_cuti_bersama_of_2023_is_the_changed_one() -> None:
    assert date(2023, 4, 26) not in library_timetable().holidays


def test_only_the_asked_years_are_in() -> None:
    assert {day.year for day in library_holidays(range(2024, 2025))} == {2024}
    assert {day.year for day in library_timetable().holidays} == set(SEED_YEARS)


def test_seeded_ramadan_says_that_nobody_has_confirmed_it() -> None:
    periods = library_timetable().ramadan

    assert [period.first.year for period in periods] == [2022, 2023, 2024, 2025, 2026]
    assert not any(period.confirmed for period in periods)
    assert all("belum dikonfirmasi" in period.note for period in periods)


def test_ramadan_ends_on_the_eve_of_idul_fitri() -> None:
    timetable = library_timetable()

    for period in timetable.ramadan:
        after = date.fromordinal(period.last.toordinal() + 1)
        assert timetable.holidays[after] == "Hari Raya Idul Fitri"


def test_the_same_calendar_is_built_once() -> None:
    assert library_calendar() is library_calendar()
