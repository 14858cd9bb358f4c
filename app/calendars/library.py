"""The calendar that works without a database: library holidays and the hours of Perpres 21/2023."""

from __future__ import annotations

from datetime import date, time
from functools import cache

from holidays import country_holidays

from app.calendars.timetable import RamadanPeriod, Timetable
from app.clock.workdays import Calendar, Hours

SEED_YEARS = range(2022, 2029)
"""What the first version of an office's calendar covers."""

LIBRARY_YEARS = range(2010, 2041)
"""What the commands cover without a database. The library estimates the lunar holidays of later years."""

UNCONFIRMED = "perkiraan awal, belum dikonfirmasi"
UNCONFIRMED_RAMADAN = (
    (date(2022, 4, 3), date(2022, 5, 1)),
    (date(2023, 3, 23), date(2023, 4, 21)),
    (date(2024, 3, 12), date(2024, 4, 9)),
    (date(2025, 3, 1), date(2025, 3, 30)),
    (date(2026, 2, 19), date(2026, 3, 20)),
)
"""Seeds that the admin confirms or corrects; later years are the admin's to enter."""


def library_timetable(years: range = SEED_YEARS) -> Timetable:
    """Hours, holidays and Ramadan of these years, as a seed for the office's own table."""
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    return Timetable(
        first=first,
        last=last,
        hours=perpres_hours(first),
        holidays=library_holidays(years),
        ramadan=tuple(
            RamadanPeriod(begin, end, confirmed=False, note=UNCONFIRMED)
            for begin, end in UNCONFIRMED_RAMADAN
            if first <= begin and end <= last
        ),
    )


@cache
def library_calendar() -> Calendar:
    return library_timetable(LIBRARY_YEARS).calendar("Kalender bawaan")


def library_holidays(years: range) -> dict[date, str]:
    """Libur nasional and cuti bersama; without "government" the library leaves out cuti bersama."""
    found = country_holidays("ID", language="id", categories=("public", "government"), years=years)
    return {day: name for day, name in sorted(found.items()) if day.year in years}


def perpres_hours(since: date) -> tuple[Hours, ...]:
    """Perpres 21/2023: 450 minutes a day, 390 in Ramadan. It holds from 12 April 2023; the seed uses it throughout."""
    plain = [Hours(day, time(7, 30), time(16), since, time(12), time(13)) for day in range(4)]
    plain.append(Hours(4, time(7, 30), time(16, 30), since, time(11, 30), time(13)))
    fasting = [Hours(day, time(8), time(15), since, time(12), time(12, 30), ramadan=True) for day in range(4)]
    fasting.append(Hours(4, time(8), time(15, 30), since, time(11, 30), time(12, 30), ramadan=True))
    return (*plain, *fasting)
