"""The log is read newest first, narrowed by run, person, date and kind of act, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit import Tag
from app.audit.models import AuditEvent
from app.audit.queries import Filter, bodies, events_about, groups, head, newest_events, titles_of
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.web.transaction import writing
from tests.audit.conftest import Act
from tests.conftest import MONDAY_NINE
from tests.instances import ON_POSTGRESQL

TITLE = "Pengukuran Kinerja Triwulan III 2026"


@pytest.fixture
def trail(act: Act, office: Office) -> int:
    """Two runs, three people, twelve events; gives the size of the log before them."""
    started = {
        "sop": "175/188/SETWAN-BLG/2023",
        "sop_version": 1,
        "calendar_version": 1,
        "period": "x",
        "hari": "x",
        "steps": [],
    }
    with writing():
        before = head().size  # type: ignore[union-attr]
        act(Tag.RUN_STARTED, by=office.sekretaris, about="run:3", data=started | {"title": TITLE})
        act(Tag.RUN_STARTED, by=office.sekretaris, about="run:4", data=started | {"title": "Yang lain"})
        for number in range(5):
            act(by=office.tim, about="run:3/step:4")
            act(Tag.EVIDENCE_DOWNLOADED, by=office.staf, about=f"run:4/step:{number + 1}", data={"name": "a.pdf"})
    return before


def test_the_newest_comes_first_as_a_sentence(trail: int, office: Office, clock: SetClock) -> None:
    entry = newest_events().entries[0]
    assert entry.sentence == f"{office.staf.name} mengunduh berkas a.pdf dari langkah 5 pada Yang lain."
    assert (entry.seq, entry.at, entry.tag) == (trail + 12, clock.at, Tag.EVIDENCE_DOWNLOADED)
    assert (entry.actor, entry.actor_id, entry.object) == (office.staf.name, office.staf.id, "run:4/step:5")


def test_pages_follow_each_other_without_gap_or_overlap(trail: int) -> None:
    seen, before = [], None
    while True:
        page = newest_events(before=before, size=5)
        seen += [entry.seq for entry in page.entries]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(trail + 12, 0, -1))


def test_one_can_go_back_to_newer_pages(trail: int) -> None:
    first = newest_events(size=4)
    second = newest_events(before=first.older, size=4)
    again = newest_events(after=second.newer, size=4)
    assert first.newer is None
    assert [entry.seq for entry in again.entries] == [entry.seq for entry in first.entries]
    assert again.newer is None
    middle = newest_events(after=trail + 2, size=4)
    assert [entry.seq for entry in middle.entries] == [trail + 6, trail + 5, trail + 4, trail + 3]
    assert (middle.newer, middle.older) == (trail + 6, trail + 3)


def test_a_page_beyond_either_end_is_empty(trail: int) -> None:
    assert newest_events(before=1).entries == ()
    assert newest_events(after=trail + 12).entries == ()


def test_it_is_narrowed_by_run(trail: int) -> None:
    assert {entry.object.partition("/")[0] for entry in newest_events(Filter(root="run:3")).entries} == {"run:3"}
    assert newest_events(Filter(root="run:30")).entries == ()


def test_it_is_narrowed_by_person(trail: int, office: Office) -> None:
    assert {entry.actor_id for entry in newest_events(Filter(actor_id=office.tim.id)).entries} == {office.tim.id}


def test_it_is_narrowed_by_kind_of_act(trail: int) -> None:
    entries = newest_events(Filter(group="evidence")).entries
    assert [entry.tag for entry in entries] == [Tag.EVIDENCE_DOWNLOADED] * 5
    assert "evidence" in groups()


def test_it_is_narrowed_by_dates_from_inclusive_to_exclusive(trail: int, clock: SetClock) -> None:
    since, until = clock.at - timedelta(seconds=4), clock.at
    assert [entry.at for entry in newest_events(Filter(since=since, until=until)).entries] == [
        clock.at - timedelta(seconds=back) for back in (1, 2, 3, 4)
    ]
    assert newest_events(Filter(since=clock.at + timedelta(seconds=1))).entries == ()
    assert newest_events(Filter(until=clock.at - timedelta(days=1))).entries == ()
    assert len(newest_events(Filter(until=clock.at + timedelta(days=1))).entries) == trail + 12


def test_filters_add_up(trail: int, office: Office) -> None:
    wanted = Filter(root="run:4", actor_id=office.sekretaris.id, group="run")
    assert [entry.tag for entry in newest_events(wanted).entries] == [Tag.RUN_STARTED]


def test_a_trail_is_told_from_its_beginning(trail: int, office: Office) -> None:
    told = events_about("run:3")
    assert [entry.seq for entry in told] == sorted(entry.seq for entry in told)
    assert told[0].sentence.startswith(f"{office.sekretaris.name} memulai {TITLE} menurut SOP 175/188/")


def test_objects_are_called_by_the_names_that_events_gave_them(trail: int) -> None:
    assert titles_of(["run:3", "run:9", "report:1"]) == {"run:3": TITLE}
    assert titles_of([]) == {}


def test_bodies_can_be_cut_to_a_span(trail: int) -> None:
    all_bodies = list(bodies())
    assert list(bodies(after=2, upto=5)) == all_bodies[2:5]


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(root="run:3"),
        Filter(actor_id=1),
        Filter(group="step"),
        Filter(root="run:3", group="run"),
        Filter(changing=True),
        Filter(changing=True, actor_id=1),
        Filter(changing=True, root="run:3"),
    ],  # fmt: skip
)
def test_no_page_counts_skips_or_sorts_the_log(trail: int, wanted: Filter) -> None:
    statements: list[tuple[str, Any]] = []
    engine = db.engine
    listener = lambda conn, cur, statement, params, ctx, many: statements.append((statement, params))  # noqa: E731
    db.event.listen(engine, "before_cursor_execute", listener)
    try:
        newest_events(wanted, before=trail + 5)
    finally:
        db.event.remove(engine, "before_cursor_execute", listener)
    pages = [(s, p) for s, p in statements if "LIMIT" in s]
    assert pages
    for statement, params in pages:
        assert "OFFSET ?" not in statement or params[-1] == 0
        assert "OFFSET %" not in statement
        assert "count(" not in statement.lower()
        assert not [step for step in _plan(statement, params) if any(word in step for word in WHOLE_LOG)]


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL chooses by its statistics.")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(changing=True), "ix_audit_event_changing"),
        (Filter(changing=True, since=MONDAY_NINE), "ix_audit_event_changing"),
        (Filter(changing=True, actor_id=1), "ix_audit_event_changing_actor_id"),
        (Filter(changing=True, root="run:3"), "ix_audit_event_root"),
    ],
)
def test_readings_are_left_out_by_an_index_that_does_not_hold_them(trail: int, wanted: Filter, index: str) -> None:
    query = wanted.narrow(select(AuditEvent.seq, AuditEvent.body)).order_by(AuditEvent.seq.desc()).limit(51)
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    assert wanted.root or f"INDEXED BY {index}" in str(compiled)
    assert any(f" {index}" in step for step in _plan(str(compiled), ()))


def test_readings_and_sign_ins_can_be_left_out(trail: int, act: Act, office: Office) -> None:
    with writing():
        act(Tag.LOG_READ, by=office.inspektur, about="log:1", data={"filter": ""})
        act(Tag.ACCOUNT_SIGNED_IN, by=office.inspektur, about=f"user:{office.inspektur.id}", data={})
    assert newest_events().entries[0].tag == Tag.ACCOUNT_SIGNED_IN
    assert newest_events(Filter(changing=True)).entries[0].seq == trail + 12
    assert newest_events(Filter(changing=True, actor_id=office.inspektur.id)).entries == ()


WHOLE_LOG = ("TEMP B-TREE", "SCAN audit_event", "Seq Scan", "Sort")
"""What a plan says, on SQLite and on PostgreSQL, of reading or sorting everything."""


def _plan(statement: str, params: Any) -> list[str]:
    connection = db.session.connection()
    explain = "EXPLAIN QUERY PLAN "
    if ON_POSTGRESQL:
        # A small table is read whole whatever indexes there are, unless that is made to look dear.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        explain = "EXPLAIN "
    return [row[-1] for row in connection.exec_driver_sql(explain + statement, params)]
