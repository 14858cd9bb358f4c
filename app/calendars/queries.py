"""Reads calendar versions, and makes the calendar that working time is counted by."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from app.calendars.errors import ContentAltered, NoCalendar, NoDraft, NoSuchVersion
from app.calendars.models import CalendarDraft, CalendarVersion
from app.clock.worktime import Calendar
from app.extensions import db

CACHE = "calendars.by_digest"


def find_current_version() -> CalendarVersion | None:
    return db.session.scalar(select(CalendarVersion).order_by(CalendarVersion.no.desc()).limit(1))


def current_version() -> CalendarVersion:
    """The newest published version; refuses with a sentence where there is none."""
    version = find_current_version()
    if version is None:
        raise NoCalendar
    return version


def version(no: int) -> CalendarVersion:
    found = db.session.scalar(select(CalendarVersion).where(CalendarVersion.no == no))
    if found is None:
        raise NoSuchVersion(no)
    return found


def versions() -> Sequence[CalendarVersion]:
    """All versions, the newest first."""
    return db.session.scalars(select(CalendarVersion).order_by(CalendarVersion.no.desc())).all()


def find_draft() -> CalendarDraft | None:
    return db.session.get(CalendarDraft, 1)


def draft() -> CalendarDraft:
    found = find_draft()
    if found is None:
        raise NoDraft
    return found


def calendar_of(version: CalendarVersion) -> Calendar:
    """The version as a calendar. Versions never change, so each is built once a process, by its digest.

    Refuses where the rows no longer give the digest: nothing is judged by an altered table.
    """
    built: dict[str, Calendar] = current_app.extensions.setdefault(CACHE, {})
    calendar = built.get(version.digest)
    if calendar is None:
        timetable = version.timetable
        if timetable.digest != version.digest:
            raise ContentAltered(version.no)
        calendar = built[version.digest] = timetable.calendar(version.title)
    return calendar


def current_calendar() -> Calendar:
    return calendar_of(current_version())
