"""Whether a timetable can be published: each problem is a sentence that says what to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from app.calendars.timetable import RamadanPeriod, Timetable
from app.clock.words import short_date
from app.clock.workdays import Hours
from app.web.words import WEEKDAYS

LONGEST_RAMADAN = timedelta(days=30)


def problems(timetable: Timetable) -> list[str]:
    """Everything that would make the calendar contradict itself; empty where it may be published."""
    return [
        *_hours_problems(timetable.hours),
        *_ramadan_problems(timetable),
        *_holiday_problems(timetable),
    ]


def hours_problem(row: Hours) -> str:
    """What is wrong with one row of working hours, or an empty string."""
    if row.opens >= row.closes:
        return "Jam pulang harus sesudah jam masuk."
    if (row.break_from is None) != (row.break_until is None):
        return "Isi awal dan akhir istirahat, atau kosongkan keduanya."
    if row.break_from and row.break_until and not row.opens < row.break_from < row.break_until < row.closes:
        return "Istirahat harus berada di antara jam masuk dan jam pulang."
    if row.valid_until and row.valid_until < row.valid_from:
        return "Tanggal berakhir mendahului tanggal mulai."
    return ""


def period_problem(period: RamadanPeriod) -> str:
    """What is wrong with one Ramadan period, or an empty string."""
    if period.last < period.first:
        return "Hari terakhir Ramadan mendahului hari pertamanya."
    if period.last - period.first >= LONGEST_RAMADAN:
        return "Ramadan paling lama 30 hari."
    return ""


def _hours_problems(hours: tuple[Hours, ...]) -> Iterator[str]:
    if not any(not row.ramadan for row in hours):
        yield "Belum ada satu pun hari kerja."
    for row in hours:
        if problem := hours_problem(row):
            yield f"{WEEKDAYS[row.weekday]}: {problem}"
    starts = Counter((row.weekday, row.ramadan, row.valid_from) for row in hours)
    for (weekday, _ramadan, valid_from), count in starts.items():
        if count > 1:
            yield f"{WEEKDAYS[weekday]}: ada {count} baris jam kerja yang berlaku sejak {short_date(valid_from)}."


def _ramadan_problems(timetable: Timetable) -> Iterator[str]:
    before: RamadanPeriod | None = None
    for period in sorted(timetable.ramadan):
        if problem := period_problem(period):
            yield f"Ramadan {short_date(period.first)}: {problem}"
        if before and period.first <= before.last:
            yield f"Ramadan {short_date(period.first)} bertumpuk dengan yang sebelumnya."
        if missing := _without_ramadan_hours(timetable, period):
            yield f"Ramadan {short_date(period.first)}: jam kerja Ramadan belum ada untuk {', '.join(missing)}."
        before = period


def _without_ramadan_hours(timetable: Timetable, period: RamadanPeriod) -> list[str]:
    """Weekdays that would silently become days off in this Ramadan."""
    missing = set()
    day = period.first
    while day <= min(period.last, period.first + LONGEST_RAMADAN):
        kinds = {row.ramadan for row in timetable.hours if row.holds_on(day)}
        if kinds == {False}:
            missing.add(day.weekday())
        day += timedelta(days=1)
    return [WEEKDAYS[weekday] for weekday in sorted(missing)]


def _holiday_problems(timetable: Timetable) -> Iterator[str]:
    for day, name in timetable.holidays.items():
        if not timetable.first <= day <= timetable.last:
            yield f"Hari libur {short_date(day)} di luar cakupan kalender."
        if not name.strip():
            yield f"Hari libur {short_date(day)} belum bernama."
