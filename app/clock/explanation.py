"""Explains a verdict day by day, and keeps its intervals as JSON so that the explanation can be printed later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from app.clock.words import clock_time, day_name, long_date
from app.clock.workdays import WITA
from app.clock.worktime import Interval

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one date in minutes after midnight, for the drawn strip."""

    start: int
    end: int
    counted: bool


@dataclass(frozen=True, slots=True)
class DayLine:
    """One date of the printed strip: what counted, what did not and why. The minutes add up over the lines."""

    date: date
    minutes: int
    days: Fraction
    counted: str
    excluded: str
    spans: tuple[Stretch, ...] = ()

    @property
    def reason(self) -> str:
        """Why the rest of the date did not count; empty where all of it did."""
        return self.excluded

    @property
    def label(self) -> str:
        return long_date(self.date)

    @property
    def sentence(self) -> str:
        """Rabu 19 Juli 2023: Tahun Baru Islam, 0 menit"""
        if not self.counted:
            return f"{self.label}: {self.excluded}, 0 menit"
        without = f" (tidak dihitung: {self.excluded})" if self.excluded else ""
        return f"{self.label}: {self.counted}, {self.minutes} menit{without}"


def day_lines(intervals: Iterable[Interval]) -> tuple[DayLine, ...]:
    """The strip, one line a date; an evening that runs into the next morning stands on the evening's date."""
    by_date = groupby(intervals, key=lambda interval: interval.start.date())
    return tuple(_line(day, list(pieces)) for day, pieces in by_date)


def to_records(intervals: Iterable[Interval]) -> list[dict[str, Any]]:
    """The intervals as JSON of strings, whole numbers and booleans."""
    return [
        {
            "start": interval.start.isoformat(),
            "end": interval.end.isoformat(),
            "minutes": interval.minutes,
            "days": str(interval.days),
            "counted": interval.counted,
            "reason": interval.reason,
        }
        for interval in intervals
    ]


def from_records(records: Iterable[dict[str, Any]], *, zone: ZoneInfo = WITA) -> tuple[Interval, ...]:
    """What to_records kept, shown in `zone`."""
    return tuple(
        Interval(
            start=datetime.fromisoformat(record["start"]).astimezone(zone),
            end=datetime.fromisoformat(record["end"]).astimezone(zone),
            minutes=record["minutes"],
            counted=record["counted"],
            reason=record["reason"],
            days=Fraction(record["days"]),
        )
        for record in records
    )


def _line(day: date, pieces: list[Interval]) -> DayLine:
    counted = [piece for piece in pieces if piece.counted]
    excluded = [piece for piece in pieces if not piece.counted]
    return DayLine(
        date=day,
        minutes=sum(piece.minutes for piece in counted),
        days=sum((piece.days for piece in counted), Fraction(0)),
        counted=", ".join(_hours(piece) for piece in counted),
        excluded=", ".join(_why(piece) for piece in excluded),
        spans=tuple(_stretch(day, piece) for piece in pieces),
    )


def _stretch(day: date, piece: Interval) -> Stretch:
    ends_later = piece.end.date() > day
    until = MINUTES_A_DAY if ends_later else piece.end.hour * 60 + piece.end.minute
    return Stretch(piece.start.hour * 60 + piece.start.minute, until, piece.counted)


def _why(piece: Interval) -> str:
    """Whole days by their reason alone, parts of a day with their hours; the label names the weekend already."""
    reason = "akhir pekan" if piece.reason == day_name(piece.start) else piece.reason
    if piece.end - piece.start >= timedelta(days=1):
        return reason
    return f"{reason} {_hours(piece)}"


def _hours(piece: Interval) -> str:
    ends_at_midnight = piece.end.time() == time.min and piece.end.date() > piece.start.date()
    return f"{clock_time(piece.start)}–{'24.00' if ends_at_midnight else clock_time(piece.end)}"
