"""Who read what: every reading once, newest first, filtered and paged at a cost that doesn't grow with the log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.audit import Tag, record
from app.audit.models import AuditEvent
from app.audit.queries import AFTER_ALL, Filter, head
from app.demo.people import Office
from app.extensions import db
from app.inspection.access import queries
from app.inspection.access.queries import READINGS, readings
from app.inspection.reading import note_reading
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.instances import ON_POSTGRESQL

MINUTE = timedelta(minutes=1)


@pytest.fixture
def read_a_lot(app: Flask, office: Office) -> int:
    """Readings of every kind among other acts; gives how many there are."""
    for number in range(12):
        note_reading(f"rekaman {number}", by=office.inspektur, at=LATER + number * MINUTE)
    with writing():
        for number in range(40):
            who = office.tim if number % 3 else office.sekretaris
            tag, about, data = [
                (Tag.ACCOUNT_SIGNED_IN, f"user:{who.id}", {}),
                (Tag.EVIDENCE_DOWNLOADED, "run:2", {"name": "bukti.docx"}),
                (Tag.REPORT_DOWNLOADED, "report:1/version:2", {"version": 2, "sha256": "ab" * 32}),
                (Tag.ACCOUNT_SIGNED_OUT, f"user:{who.id}", {}),
                (Tag.LOG_EXPORTED, "run:2", {"run": "run:2", "package": "ab" * 16}),
            ][number % 5]
            record(tag, by=who, about=about, at=LATER + (20 + number) * MINUTE, data=data)
    rows = db.session.scalars(select(AuditEvent.seq).where(AuditEvent.act.in_([tag.value for tag in READINGS])))
    return len(rows.all())


def places() -> list[int]:
    return [entry.seq for entry in readings(READINGS, Filter(), size=10**4).entries]


def test_every_reading_and_nothing_else_newest_first(read_a_lot: int) -> None:
    found = readings(READINGS, Filter(), size=10**4).entries

    assert len(found) == read_a_lot
    assert {entry.tag for entry in found} <= set(READINGS)
    assert [entry.seq for entry in found] == sorted((entry.seq for entry in found), reverse=True)


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_join_without_gap_or_repeat_both_ways(read_a_lot: int, size: int) -> None:
    everything, seen, page = places(), [], readings(READINGS, Filter(), size=size)
    assert page.newer is None
    while True:
        seen += [entry.seq for entry in page.entries]
        if page.older is None:
            break
        page = readings(READINGS, Filter(), size=size, before=page.older)
    back: list[int] = [entry.seq for entry in page.entries]
    while page.newer is not None:
        page = readings(READINGS, Filter(), size=size, after=page.newer)
        back = [entry.seq for entry in page.entries] + back

    assert seen == everything
    assert back == everything


def test_a_person_an_object_and_a_day_narrow(read_a_lot: int, office: Office) -> None:
    hers = readings(READINGS, Filter(actor_id=office.tim.id), size=10**4).entries
    run = readings(READINGS, Filter(), roots=queries.roots_of_run(2), size=10**4).entries
    day = readings(READINGS, Filter(since=LATER + 30 * MINUTE, until=LATER + 40 * MINUTE), size=10**4).entries
    one = readings([Tag.EVIDENCE_DOWNLOADED], Filter(actor_id=office.tim.id), roots=("run:2",), size=10**4).entries

    assert {entry.actor for entry in hers} == {office.tim.name}
    assert {entry.object.partition("/")[0] for entry in run} == {"run:2", "report:1"}
    assert {entry.tag for entry in run} == {Tag.EVIDENCE_DOWNLOADED, Tag.REPORT_DOWNLOADED, Tag.LOG_EXPORTED}
    assert all(LATER + 30 * MINUTE <= entry.at < LATER + 40 * MINUTE for entry in day) and day
    assert {(entry.tag, entry.actor) for entry in one} == {(Tag.EVIDENCE_DOWNLOADED, office.tim.name)}


def test_a_place_beyond_the_log_is_an_empty_page(read_a_lot: int) -> None:
    assert readings(READINGS, Filter(), before=1).entries == ()
    assert readings(READINGS, Filter(), after=AFTER_ALL - 1).entries == ()
    assert readings(READINGS, Filter(), before=head().size + 1).entries  # type: ignore[union-attr]


@pytest.mark.skipif(ON_POSTGRESQL, reason="SQLite's plan; PostgreSQL chooses by its statistics.")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(group="account"), "ix_audit_event_subject_seq"),
        (Filter(root="run:2"), "ix_audit_event_root"),
        (Filter(group="log", actor_id=3), "ix_audit_event_"),
    ],
)
def test_each_part_of_a_page_comes_from_an_index_in_its_order(app: Flask, wanted: Filter, index: str) -> None:
    query = wanted.narrow(select(AuditEvent.seq).where(AuditEvent.act.in_(["account:signed-in"])))
    statement = (
        query.order_by(AuditEvent.seq.desc()).limit(51).compile(db.engine, compile_kwargs={"literal_binds": True})
    )
    plan = " ".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))

    assert re.search(index, plan), plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan
