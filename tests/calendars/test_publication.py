"""A published calendar stays as it is; changes go through one draft and into the log."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from app.audit import SYSTEM
from app.audit.models import AuditEvent
from app.calendars import actions, queries
from app.calendars.errors import (
    CalendarExists,
    ContentAltered,
    DraftExists,
    DraftMoved,
    NoCalendar,
    NoDraft,
    NoSuchVersion,
    UnusableDraft,
)
from app.calendars.models import CalendarDraft, CalendarVersion, PublishedCalendarIsFixed
from app.calendars.policies import why_not_publish
from app.calendars.timetable import facts, fold
from app.clock.worktime import elapsed
from app.demo.people import Office
from app.extensions import db
from app.web.transaction import writing
from tests.clock.week import wita

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
LOCAL_DAY = date(2026, 4, 8)
NAME = "Hari Jadi Kabupaten Balangan"


def publish_local_day(office: Office, note: str = "Perbup libur daerah") -> CalendarVersion:
    with writing():
        draft = queries.find_draft() or actions.open_draft(by=office.admin, at=NOW)
        actions.change_draft(draft, draft.timetable.with_holiday(LOCAL_DAY, NAME), by=office.admin, at=NOW)
        return actions.publish_calendar(draft, note=note, by=office.admin, at=NOW)


def published_events() -> list[dict[str, object]]:
    bodies = db.session.scalars(
        select(AuditEvent.body).where(AuditEvent.act == "calendar:published").order_by(AuditEvent.seq)
    )
    return [json.loads(body) for body in bodies]


def test_the_first_version_is_the_library_and_an_event(calendar: CalendarVersion) -> None:
    event = published_events()[0]

    assert (event["object"], event["actor"]["name"]) == ("calendar:1", calendar.published_by)  # type: ignore[index]
    assert queries.calendar_of(calendar).day(date(2023, 7, 19)).note == "Tahun Baru Islam"


def test_there_is_only_one_first_version(calendar: CalendarVersion) -> None:
    with pytest.raises(CalendarExists), writing():
        actions.publish_library_calendar(by=SYSTEM, at=NOW)


def test_a_draft_becomes_the_next_version_and_is_gone(calendar: CalendarVersion, office: Office) -> None:
    version = publish_local_day(office)

    assert (version.no, version.note, version.published_by) == (2, "Perbup libur daerah", office.admin.name)
    assert queries.current_version().no == 2
    assert queries.find_draft() is None
    assert queries.calendar_of(version).day(LOCAL_DAY).note == NAME


def test_the_event_tells_exactly_the_changes(calendar: CalendarVersion, office: Office) -> None:
    publish_local_day(office)

    assert published_events()[-1]["data"] == {
        "version": 2,
        "note": "Perbup libur daerah",
        "changes": [{"what": "Hari libur", "key": "2026-04-08", "before": "", "after": NAME}],
    }


def test_the_log_folds_to_the_published_tables(calendar: CalendarVersion, office: Office) -> None:
    publish_local_day(office)

    folded: dict[tuple[str, str], str] = {}
    for event in published_events():
        folded = fold(folded, event["data"]["changes"])  # type: ignore[index]
    assert folded == facts(queries.current_version().timetable)


def test_what_was_judged_by_an_old_version_stays_so(calendar: CalendarVersion, office: Office) -> None:
    publish_local_day(office)
    day = (wita("2026-04-08T00:00"), wita("2026-04-09T00:00"))

    assert elapsed(*day, calendar=queries.calendar_of(queries.version(1))).minutes == 450
    assert elapsed(*day, calendar=queries.current_calendar()).minutes == 0


def test_a_version_is_built_once(calendar: CalendarVersion) -> None:
    assert queries.calendar_of(calendar) is queries.calendar_of(queries.version(1))


def test_a_published_version_cannot_be_changed(calendar: CalendarVersion) -> None:
    with pytest.raises(PublishedCalendarIsFixed), writing():
        queries.version(1).holidays[0].name = "Bukan hari libur"
    with pytest.raises(PublishedCalendarIsFixed), writing():
        queries.version(1).note = "Diam-diam"
    with pytest.raises(PublishedCalendarIsFixed), writing():
        db.session.delete(queries.version(1).holidays[0])


def test_nothing_is_judged_by_a_table_that_was_altered_behind_our_back(calendar: CalendarVersion) -> None:
    with writing():
        db.session.execute(text("UPDATE calendar_holiday SET day = '2023-07-20' WHERE day = '2023-07-19'"))
    db.session.expire_all()

    with pytest.raises(ContentAltered, match="versi 1 tidak sama"):
        queries.calendar_of(queries.version(1))


def test_there_is_one_draft_at_a_time(calendar: CalendarVersion, office: Office) -> None:
    with writing():
        actions.open_draft(by=office.admin, at=NOW)
    with pytest.raises(DraftExists), writing():
        actions.open_draft(by=office.admin, at=NOW)


def test_a_draft_that_changes_nothing_is_not_published(calendar: CalendarVersion, office: Office) -> None:
    with writing():
        draft = actions.open_draft(by=office.admin, at=NOW)
    with pytest.raises(UnusableDraft, match="belum mengubah apa pun"), writing():
        actions.publish_calendar(draft, note="Tanpa isi", by=office.admin, at=NOW)
    assert why_not_publish(queries.draft().timetable, calendar.timetable) == "Draf ini belum mengubah apa pun."


def test_a_draft_that_contradicts_itself_is_not_published(calendar: CalendarVersion, office: Office) -> None:
    with writing():
        draft = actions.open_draft(by=office.admin, at=NOW)
        actions.change_draft(draft, draft.timetable.with_hours(()), by=office.admin, at=NOW)
    with pytest.raises(UnusableDraft, match="Belum ada satu pun hari kerja"), writing():
        actions.publish_calendar(queries.draft(), note="Libur selamanya", by=office.admin, at=NOW)
    assert queries.current_version().no == 1


def test_a_publication_needs_a_note(calendar: CalendarVersion, office: Office) -> None:
    with pytest.raises(UnusableDraft, match="Isi keterangan"):
        publish_local_day(office, note="   ")
    assert queries.current_version().no == 1


def test_only_what_was_seen_is_published(calendar: CalendarVersion, office: Office) -> None:
    with writing():
        draft = actions.open_draft(by=office.admin, at=NOW)
        seen = draft.revision
        actions.change_draft(draft, draft.timetable.with_holiday(LOCAL_DAY, NAME), by=office.admin, at=NOW)
    with pytest.raises(DraftMoved), writing():
        actions.publish_calendar(queries.draft(), note="Perbup", by=office.admin, at=NOW, revision=seen)


def test_a_draft_of_an_older_version_is_not_published(calendar: CalendarVersion, office: Office) -> None:
    with writing():
        draft = actions.open_draft(by=office.admin, at=NOW)
        actions.change_draft(draft, draft.timetable.with_holiday(LOCAL_DAY, NAME), by=office.admin, at=NOW)
        draft.base_no = 0
    with pytest.raises(DraftMoved), writing():
        actions.publish_calendar(queries.draft(), note="Perbup", by=office.admin, at=NOW)


def test_a_discarded_draft_leaves_nothing(calendar: CalendarVersion, office: Office) -> None:
    before = db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1))
    with writing():
        actions.discard_draft(actions.open_draft(by=office.admin, at=NOW))

    assert db.session.get(CalendarDraft, 1) is None
    assert db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1)) == before


def test_what_is_missing_is_said(calendar: CalendarVersion) -> None:
    with pytest.raises(NoSuchVersion, match="versi 9 tidak ada"):
        queries.version(9)
    with pytest.raises(NoDraft, match="Tidak ada draf"):
        queries.draft()


def test_an_office_without_a_calendar_is_told_whom_to_ask(calendar: CalendarVersion) -> None:
    for table in ("calendar_hours", "calendar_holiday", "calendar_ramadan", "calendar_version"):
        with writing():
            db.session.execute(text(f"DELETE FROM {table}"))
    db.session.expire_all()

    with pytest.raises(NoCalendar, match="Mintalah admin"):
        queries.current_version()


def test_a_version_by_somebody_who_left_still_names_him(calendar: CalendarVersion, office: Office) -> None:
    version = publish_local_day(office)

    assert version.published_at == NOW
    assert version.published_by == "Hendra Saputra, S.Kom."
