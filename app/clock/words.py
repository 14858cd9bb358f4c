"""Dates, clock times and working durations in Bahasa Indonesia, for sentences made without Flask."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from app.clock.allowance import parse_allowance
from app.web.words import MONTHS, WEEKDAYS


def day_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """19 Juli 2023"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_range(first: date, last: date) -> str:
    """26–27 Maret 2026; what both days share is said once."""
    if first == last:
        return short_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_date(last)}"
    return f"{short_date(first)} – {short_date(last)}"


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


def used_of(minutes: Fraction | int, days: Fraction, allowance: str, *, late: bool) -> str:
    """2,56 hari (1155 menit kerja) dari 2 hari"""
    return f"{used_words(minutes, days, allowance, late=late)} dari {allowance}"


def used_words(minutes: Fraction | int, days: Fraction, allowance: str, *, late: bool) -> str:
    """What was used, in its allowance's own unit: "2,56 hari (1155 menit kerja)", "17 menit".

    Hours against days would be read as parts of 24. Raises UnreadableAllowance.
    """
    short = used_in_short(minutes, days, allowance, late=late)
    return short if parse_allowance(allowance).minutes is not None else f"{short} ({int(minutes)} menit kerja)"


def used_in_short(minutes: Fraction | int, days: Fraction, allowance: str, *, late: bool) -> str:
    """The same where there is little room: "2,56 hari". What ran over never reads as its allowance."""
    allowed = parse_allowance(allowance)
    if allowed.minutes is not None:
        said, over = minutes_in_words(minutes), int(minutes) == allowed.minutes and _has_seconds(minutes, days)
    else:
        said, over = days_in_words(days), _just_over(days, allowed.days)
    return f"lebih dari {said}" if late and over else said


def _just_over(days: Fraction, allowed: int | None) -> bool:
    return allowed is not None and allowed < days and int(days * 100) == allowed * 100


def _has_seconds(minutes: Fraction | int, days: Fraction) -> bool:
    """Whether whole minutes leave something out: an event holds them beside the exact share of a day.

    A day has whole minutes, so where no seconds are left out the two give its length. Days of unlike length
    give none, and are told as if they had seconds.
    """
    return minutes != int(minutes) or (days > 0 and (minutes / days).denominator != 1)
