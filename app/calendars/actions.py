"""Publishes calendar versions, and keeps the draft of the next."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.audit.record import Actor
from app.calendars import queries
from app.calendars.errors import CalendarExists, DraftExists, DraftMoved, UnusableDraft
from app.calendars.library import library_timetable
from app.calendars.models import CalendarDraft, CalendarVersion, Holiday, Ramadan, WorkingHours
from app.calendars.policies import check_can_publish
from app.calendars.timetable import Timetable, changes
from app.extensions import db

FIRST_NOTE = "Jam kerja Perpres 21/2023 dan hari libur dari pustaka, sebagai isi awal"


def publish_library_calendar(*, by: Actor, at: datetime) -> CalendarVersion:
    """The first version of a fresh office: the library's holidays as a seed that the admin corrects."""
    if queries.find_current_version() is not None:
        raise CalendarExists
    return _publish(library_timetable(), no=1, before=None, note=FIRST_NOTE, by=by, at=at)


def open_draft(*, by: Actor, at: datetime) -> CalendarDraft:
    """Begin the next version as a copy of the current one; there is one draft at a time."""
    if queries.find_draft() is not None:
        raise DraftExists
    base = queries.current_version()
    content = base.timetable.record()
    draft = CalendarDraft(id=1, base_no=base.no, content=content, revision=1, edited_at=at, edited_by_id=_person(by))
    db.session.add(draft)
    db.session.flush()
    return draft


def change_draft(draft: CalendarDraft, timetable: Timetable, *, by: Actor, at: datetime) -> None:
    draft.content = timetable.record()
    draft.revision += 1
    draft.edited_at = at
    draft.edited_by_id = _person(by)
    db.session.flush()


def discard_draft(draft: CalendarDraft) -> None:
    """Throw the draft away. Nothing was judged by it, so the log has nothing to say."""
    db.session.delete(draft)
    db.session.flush()


def publish_calendar(
    draft: CalendarDraft, *, note: str, by: Actor, at: datetime, revision: int | None = None
) -> CalendarVersion:
    """Make the draft the next version, for good. `revision` is what the person saw; DraftMoved where it is stale."""
    if revision is not None and revision != draft.revision:
        raise DraftMoved
    if not note.strip():
        raise UnusableDraft("Isi keterangan perubahan, misalnya dasar hukumnya.", field="note")
    base = queries.current_version()
    if base.no != draft.base_no:
        raise DraftMoved
    content = draft.timetable
    check_can_publish(content, base.timetable)
    version = _publish(content, no=base.no + 1, before=base.timetable, note=note.strip(), by=by, at=at)
    discard_draft(draft)
    return version


def _publish(
    content: Timetable, *, no: int, before: Timetable | None, note: str, by: Actor, at: datetime
) -> CalendarVersion:
    version = CalendarVersion(
        no=no,
        note=note,
        first_day=content.first,
        last_day=content.last,
        digest=content.digest,
        published_at=at,
        published_by=by.audit_actor()["name"],
    )
    _add_rows(version, content)
    db.session.add(version)
    db.session.flush()
    data = {"version": no, "note": note, "changes": changes(before, content)}
    record(Tag.CALENDAR_PUBLISHED, by=by, about=version.audit_ref, at=at, data=data)
    return version


def _add_rows(version: CalendarVersion, content: Timetable) -> None:
    version.holidays = [Holiday(day=day, name=name) for day, name in sorted(content.holidays.items())]
    version.ramadan = [
        Ramadan(first_day=period.first, last_day=period.last, confirmed=period.confirmed, note=period.note)
        for period in content.ramadan
    ]
    version.hours = [
        WorkingHours(
            weekday=row.weekday,
            ramadan=row.ramadan,
            opens=row.opens,
            closes=row.closes,
            break_from=row.break_from,
            break_until=row.break_until,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in content.hours
    ]


def _person(by: Actor) -> int | None:
    return by.id if isinstance(by, User) else None
