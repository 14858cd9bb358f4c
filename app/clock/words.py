"""Dates, clock times and working durations in Bahasa Indonesia, for sentences made without Flask."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from app.web.words import MONTHS, WEEKDAYS


def day_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """19 Juli 2023"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """Rabu 19 Juli 2023"""
    return f"{day_name(day)} {short_date(day)}"


def clock_time(moment: datetime) -> str:
    """07.40; the seconds follow where there are any."""
    return f"{moment:%H.%M.%S}" if moment.second else f"{moment:%H.%M}"


def long_moment(moment: datetime) -> str:
    """Rabu 19 Juli 2023, 07.40 WITA; the caller has moved it to the zone that it is shown in."""
    return f"{long_date(moment)}, {clock_time(moment)} {moment.tzname()}"


def minutes_in_words(minutes: Fraction | int) -> str:
    """2 jam 51 menit; whole minutes, rounded down."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest} menit"
    return f"{hours} jam {rest} menit" if rest else f"{hours} jam"


def days_in_words(days: Fraction) -> str:
    """1,52 hari; hundredths, rounded down, so that what is short of a day never reads as one."""
    whole, hundredths = divmod(int(days * 100), 100)
    if not hundredths:
        return f"{whole} hari"
    return f"{whole},{hundredths:02d}".rstrip("0") + " hari"
