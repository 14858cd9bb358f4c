"""Instants and calendars that the tests of working time share."""

from __future__ import annotations

from datetime import date, datetime, time

from app.clock.allowance import Allowance, Unit
from app.clock.workdays import WITA, Calendar, Hours


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def menit(amount: int) -> Allowance:
    return Allowance(amount, Unit.MENIT)


def hari(amount: int) -> Allowance:
    return Allowance(amount, Unit.HARI)


def bulan(amount: int) -> Allowance:
    return Allowance(amount, Unit.BULAN)


def bare_calendar(*hours: Hours, first: date = date(2023, 1, 1), last: date = date(2023, 12, 31)) -> Calendar:
    """A calendar without a single holiday."""
    return Calendar(hours=hours, holidays={}, first=first, last=last, name="Kalender uji")


def monday_hours(opens: time = time(8), closes: time = time(12), since: date = date(2023, 1, 1)) -> Hours:
    return Hours(weekday=0, opens=opens, closes=closes, valid_from=since)
