"""What a calendar version says, as one value: hours, holidays and Ramadan periods, and how two of them differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.clock.words import long_date, short_date
from app.clock.workdays import Calendar, Hours
from app.web.words import WEEKDAYS

Change = dict[str, str]
Facts = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True, order=True)
class RamadanPeriod:
    """First and last day of fasting; `note` says where the dates are from and whether they are confirmed."""

    first: date
    last: date
    confirmed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Timetable:
    """The content of a calendar version or of the draft of one, known from `first` to `last` inclusive."""

    first: date
    last: date
    hours: tuple[Hours, ...]
    holidays: dict[date, str]
    ramadan: tuple[RamadanPeriod, ...] = ()

    def calendar(self, name: str) -> Calendar:
        return Calendar(
            hours=self.hours,
            holidays=self.holidays,
            first=self.first,
            last=self.last,
            ramadan=tuple((period.first, period.last) for period in self.ramadan),
            name=name,
        )

    def holidays_of(self, year: int) -> list[tuple[date, str]]:
        return [(day, name) for day, name in sorted(self.holidays.items()) if day.year == year]

    def ramadan_of(self, year: int) -> list[RamadanPeriod]:
        return [period for period in self.ramadan if year in (period.first.year, period.last.year)]

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)

    def with_holiday(self, day: date, name: str) -> Timetable:
        return replace(self, holidays={**self.holidays, day: name})

    def without_holiday(self, day: date) -> Timetable:
        return replace(self, holidays={kept: name for kept, name in self.holidays.items() if kept != day})

    def with_hours(self, hours: tuple[Hours, ...]) -> Timetable:
        return replace(self, hours=tuple(sorted(hours, key=_hours_key)))

    def with_ramadan(self, period: RamadanPeriod) -> Timetable:
        others = self.without_ramadan(period.first).ramadan
        return replace(self, ramadan=tuple(sorted((*others, period))))

    def without_ramadan(self, first: date) -> Timetable:
        return replace(self, ramadan=tuple(period for period in self.ramadan if period.first != first))

    def record(self) -> dict[str, Any]:
        """Strings, whole numbers and booleans only; `from_record` reads it back."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "hours": [_hours_record(row) for row in sorted(self.hours, key=_hours_key)],
            "holidays": {day.isoformat(): name for day, name in sorted(self.holidays.items())},
            "ramadan": [
                {"first": p.first.isoformat(), "last": p.last.isoformat(), "confirmed": p.confirmed, "note": p.note}
                for p in sorted(self.ramadan)
            ],
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the content: two versions that say the same have the same digest."""
        body = json.dumps(self.record(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()


def from_record(record: dict[str, Any]) -> Timetable:
    return Timetable(
        first=date.fromisoformat(record["first"]),
        last=date.fromisoformat(record["last"]),
        hours=tuple(_hours(row) for row in record["hours"]),
        holidays={date.fromisoformat(day): name for day, name in record["holidays"].items()},
        ramadan=tuple(
            RamadanPeriod(date.fromisoformat(p["first"]), date.fromisoformat(p["last"]), p["confirmed"], p["note"])
            for p in record["ramadan"]
        ),
    )


def extended(timetable: Timetable, holidays: dict[date, str], *, until: date) -> Timetable:
    """The timetable with the days off of further years."""
    return replace(timetable, last=until, holidays={**timetable.holidays, **holidays})


def changes(before: Timetable | None, after: Timetable) -> list[Change]:
    """Every difference as {what, key, before, after}; an empty `before` was added, an empty `after` removed."""
    old = facts(before) if before else {}
    new = facts(after)
    return [
        {"what": what, "key": key, "before": old.get((what, key), ""), "after": new.get((what, key), "")}
        for what, key in sorted(old.keys() | new.keys())
        if old.get((what, key)) != new.get((what, key))
    ]


def facts(timetable: Timetable) -> Facts:
    """The content as (what, key) → words: what the log's changes speak of."""
    return dict(_facts(timetable))


def fold(before: Facts, recorded: Iterable[Change]) -> Facts:
    """The facts after the changes that the log recorded; equal to the published version's where both are true."""
    after = dict(before)
    for change in recorded:
        subject = (change["what"], change["key"])
        after[subject] = change["after"]
        if not change["after"]:
            del after[subject]
    return after


def _facts(timetable: Timetable) -> Iterator[tuple[tuple[str, str], str]]:
    yield ("Cakupan", "tanggal"), f"{timetable.first.isoformat()} – {timetable.last.isoformat()}"
    for day, name in timetable.holidays.items():
        yield ("Hari libur", day.isoformat()), name
    for row in timetable.hours:
        yield ("Jam kerja", _hours_name(row)), _hours_words(row)
    for period in timetable.ramadan:
        confirmed = "terkonfirmasi" if period.confirmed else "belum dikonfirmasi"
        said = f"sampai {period.last.isoformat()}, {confirmed}"
        yield ("Ramadan", period.first.isoformat()), f"{said}, {period.note}" if period.note else said


def change_sentence(change: Change) -> str:
    """One change as a line for a person."""
    key = change["key"]
    subject = long_date(date.fromisoformat(key)) if change["what"] in ("Hari libur", "Ramadan") else key
    said = f"{change['what']} {subject}"
    if not change["before"]:
        return f"{said}: ditambahkan, {change['after']}"
    if not change["after"]:
        return f"{said}: dihapus, sebelumnya {change['before']}"
    return f"{said}: {change['before']} menjadi {change['after']}"


def _hours_key(row: Hours) -> tuple[bool, date, int]:
    return (row.ramadan, row.valid_from, row.weekday)


def _hours_name(row: Hours) -> str:
    kind = " Ramadan" if row.ramadan else ""
    return f"{WEEKDAYS[row.weekday]}{kind} sejak {row.valid_from.isoformat()}"


def _hours_words(row: Hours) -> str:
    said = f"{row.opens:%H.%M}–{row.closes:%H.%M}"
    if row.break_from and row.break_until:
        said += f", istirahat {row.break_from:%H.%M}–{row.break_until:%H.%M}"
    return said + (f", sampai {short_date(row.valid_until)}" if row.valid_until else "")


def _hours_record(row: Hours) -> dict[str, Any]:
    def text(value: date | time | None) -> str:
        if value is None:
            return ""
        return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")

    return {
        "weekday": row.weekday,
        "opens": text(row.opens),
        "closes": text(row.closes),
        "break_from": text(row.break_from),
        "break_until": text(row.break_until),
        "valid_from": text(row.valid_from),
        "valid_until": text(row.valid_until),
        "ramadan": row.ramadan,
    }


def _hours(record: dict[str, Any]) -> Hours:
    def clock(key: str) -> time | None:
        return time.fromisoformat(record[key]) if record[key] else None

    opens, closes = time.fromisoformat(record["opens"]), time.fromisoformat(record["closes"])
    until = record["valid_until"]
    return Hours(
        weekday=record["weekday"],
        opens=opens,
        closes=closes,
        valid_from=date.fromisoformat(record["valid_from"]),
        break_from=clock("break_from"),
        break_until=clock("break_until"),
        valid_until=date.fromisoformat(until) if until else None,
        ramadan=record["ramadan"],
    )
