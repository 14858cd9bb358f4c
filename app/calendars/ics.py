"""Reads whole-day events from an iCalendar file (RFC 5545); what it can't read it names by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from app.clock.workdays import WITA

LARGEST_FILE = 1_000_000
LONGEST_EVENT = 31
LONGEST_NAME = 200
DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
MOMENT = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)
ESCAPED = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\\\": "\\"}


class UnreadableCalendar(ValueError):
    """The file is no iCalendar at all; the message is a sentence for a person."""


@dataclass(frozen=True)
class Reading:
    """Days off by date, and what was left out with its line."""

    days: dict[date, str]
    problems: tuple[str, ...]


@dataclass
class _Event:
    line: int
    values: dict[str, str] = field(default_factory=dict)


class _Skip(ValueError):
    """Why one event is left out."""


def read_ics(data: bytes) -> Reading:
    """The days off of the file. Events that repeat, are longer than a month or have no date are named, not guessed."""
    if len(data) > LARGEST_FILE:
        raise UnreadableCalendar("Berkas kalender melebihi 1 MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableCalendar("Berkas ini bukan kalender .ics: isinya bukan teks UTF-8.") from None
    if "BEGIN:VCALENDAR" not in text.upper():
        raise UnreadableCalendar("Berkas ini bukan kalender .ics: tidak ada BEGIN:VCALENDAR.")
    days: dict[date, str] = {}
    problems: list[str] = []
    for event in _events(text):
        try:
            for day in _dates(event):
                days[day] = _joined(days.get(day), _summary(event))
        except _Skip as reason:
            problems.append(f"Baris {event.line}: {reason}")
        except OverflowError:
            problems.append(f"Baris {event.line}: tanggalnya di luar jangkauan.")
    return Reading(days=dict(sorted(days.items())), problems=tuple(problems))


def _events(text: str) -> Iterator[_Event]:
    event: _Event | None = None
    inner = 0
    for number, line in _unfolded(text):
        name, _, value = line.partition(":")
        key = name.upper().split(";")[0]
        if key == "BEGIN" and event is None:
            event = _Event(number) if value.strip().upper() == "VEVENT" else None
        elif event is None:
            continue
        elif key == "BEGIN":
            inner += 1
        elif key == "END" and inner:
            inner -= 1
        elif key == "END":
            yield event
            event = None
        elif not inner:
            event.values.setdefault(key, value)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first line: a line that begins with a blank continues the last."""
    number, logical = 0, ""
    for position, line in enumerate(text.splitlines(), start=1):
        if line[:1] in (" ", "\t") and logical:
            logical += line[1:]
            continue
        if logical:
            yield number, logical
        number, logical = position, line
    if logical:
        yield number, logical


def _dates(event: _Event) -> Iterator[date]:
    if event.values.get("STATUS", "").strip().upper() == "CANCELLED":
        return
    if "RRULE" in event.values or "RDATE" in event.values:
        raise _Skip("acara berulang tidak dapat dibaca; tuliskan tanggalnya satu per satu.")
    first = _date(event.values.get("DTSTART"), "DTSTART")
    after = _date(event.values["DTEND"], "DTEND") if "DTEND" in event.values else first + timedelta(days=1)
    if "DTEND" in event.values and "T" in event.values["DTEND"]:
        raise _Skip("acara berjam bukan hari libur sehari penuh.")
    length = (after - first).days
    if length < 1:
        raise _Skip("DTEND harus sesudah DTSTART.")
    if length > LONGEST_EVENT:
        raise _Skip(f"acara lebih panjang dari {LONGEST_EVENT} hari.")
    yield from (first + timedelta(days=step) for step in range(length))


def _date(value: str | None, key: str) -> date:
    written = (value or "").strip()
    if MOMENT.fullmatch(written):
        return _whole_day(written)
    match = DATE.fullmatch(written)
    if match is None:
        raise _Skip(f"{key} {written or 'kosong'} bukan tanggal.")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise _Skip(f"{key} {written} bukan tanggal.") from None


def _whole_day(written: str) -> date:
    """Some programs write a whole day as a local midnight; any other time of day is no day off."""
    try:
        moment = datetime.strptime(written.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise _Skip(f"{written} bukan tanggal.") from None
    if written.endswith("Z"):
        moment = moment.replace(tzinfo=UTC).astimezone(WITA)
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        raise _Skip("acara berjam bukan hari libur sehari penuh.")
    return moment.date()


def _summary(event: _Event) -> str:
    written = re.sub(r"\\[nN,;\\]", lambda found: ESCAPED[found[0]], event.values.get("SUMMARY", ""))
    name = " ".join(written.split())
    if not name:
        raise _Skip("acara tanpa nama (SUMMARY).")
    return name[:LONGEST_NAME]


def _joined(before: str | None, name: str) -> str:
    return name if before is None or name in before.split("; ") else f"{before}; {name}"
