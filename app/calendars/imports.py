"""Brings days off that were read from a file into the draft of the next calendar version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit import SYSTEM
from app.calendars import actions, queries
from app.calendars.ics import Reading
from app.clock.current import now
from app.web.transaction import writing


@dataclass(frozen=True)
class Outcome:
    """What an import did: dates added, dates whose name changed, dates outside the calendar, and problems."""

    version: int
    published: bool
    added: tuple[date, ...]
    renamed: tuple[date, ...]
    outside: tuple[date, ...]
    problems: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "published": self.published,
            "added": [day.isoformat() for day in self.added],
            "renamed": [day.isoformat() for day in self.renamed],
            "outside": [day.isoformat() for day in self.outside],
            "problems": list(self.problems),
        }

    @property
    def sentence(self) -> str:
        said = f"{len(self.added)} hari libur ditambahkan, {len(self.renamed)} berganti nama"
        if self.outside:
            said += f", {len(self.outside)} di luar cakupan kalender"
        if self.published:
            return f"{said}. Kalender kerja versi {self.version} diterbitkan."
        return f"{said}. Periksa dan terbitkan draf versi {self.version} di halaman Kalender."


def import_days(reading: Reading, *, note: str | None) -> Outcome:
    """Add the days to the draft, which is begun where there is none; with a `note` it is published at once."""
    at = now()
    with writing():
        draft = queries.find_draft() or actions.open_draft(by=SYSTEM, at=at)
        before = after = draft.timetable
        known = {day: name for day, name in reading.days.items() if before.first <= day <= before.last}
        for day, name in known.items():
            after = after.with_holiday(day, name)
        if after != before:
            actions.change_draft(draft, after, by=SYSTEM, at=at)
        number = draft.base_no + 1
        if note is not None:
            actions.publish_calendar(draft, note=note, by=SYSTEM, at=at)
    return Outcome(
        version=number,
        published=note is not None,
        added=tuple(day for day in known if day not in before.holidays),
        renamed=tuple(day for day, name in known.items() if before.holidays.get(day, name) != name),
        outside=tuple(day for day in reading.days if day not in known),
        problems=reading.problems,
    )
