"""An act becomes one event: exact fields, exact keys, no gaps, time that never runs backwards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from app.audit import ANONYMOUS, SYSTEM, FileRef, Tag, open_log, record
from app.audit.canonical import NotCanonical
from app.audit.errors import LogAlreadyOpened, LogNotOpened
from app.audit.merkle import leaf_hash
from app.audit.models import AuditHead
from app.audit.queries import bodies, head
from app.audit.verify.log import verify_log
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.web.transaction import writing
from tests.audit.conftest import Act

SHA = "ab" * 32


def newest() -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(list(bodies())[-1])
    return fields


def test_the_first_event_opens_the_log_and_names_it(app: Flask) -> None:
    first = json.loads(next(bodies()))
    log = head().log  # type: ignore[union-attr]
    assert (first["seq"], first["act"], first["object"], first["prev"]) == (1, "log:opened", f"log:{log}", "0" * 64)
    assert first["data"] == {"demo": True, "office": "Sekretariat DPRD Kabupaten Balangan"}


def test_a_log_begins_once(app: Flask, clock: SetClock) -> None:
    with pytest.raises(LogAlreadyOpened), writing():
        open_log(demo=False, office="Kantor lain", at=clock.at)


def test_nothing_is_recorded_before_the_log_is_open(app: Flask, clock: SetClock, tampering: Any) -> None:
    tampering("DELETE FROM audit_head")
    with pytest.raises(LogNotOpened), writing():
        record(Tag.RUN_CLOSED, by=SYSTEM, about="run:1", at=clock.at, data={})


def test_an_event_holds_exactly_the_fields_of_version_1(app: Flask, clock: SetClock, office: Office) -> None:
    before = leaf_hash(list(bodies())[-1]).hex()
    stated = clock.at - timedelta(hours=2)
    with writing():
        g.request_id = "permintaan-1"
        event = record(
            Tag.STEP_ITEM_FILLED,
            by=office.tim,
            about="run:3/step:4",
            at=clock.at,
            data={"item": 9, "label": "konsep", "name": "konsep.docx", "document": ""},
            files=[FileRef(SHA, 12, "konsep")],
            occurred=stated,
        )
        seq = event.seq
    assert newest() == {
        "v": 1,
        "log": head().log,  # type: ignore[union-attr]
        "seq": seq,
        "at": "2026-11-23T01:00:00.000000Z",
        "actor": office.tim.audit_actor(),
        "act": "step:item-filled",
        "object": "run:3/step:4",
        "occurred": "2026-11-22T23:00:00.000000Z",
        "data": {"item": 9, "label": "konsep", "name": "konsep.docx", "document": ""},
        "files": [{"sha256": SHA, "size": 12, "role": "konsep"}],
        "request": "permintaan-1",
        "prev": before,
    }


def test_the_reading_columns_copy_the_body(act: Act, office: Office, clock: SetClock) -> None:
    with writing():
        event = act(by=office.kabag_umum)
        assert (event.at, event.act, event.subject) == (clock.at, "step:started", "step")
        assert (event.actor_id, event.root) == (office.kabag_umum.id, "run:3")
        assert event.data == event.fields["data"]


def test_those_without_an_account_have_a_name_and_no_id(act: Act) -> None:
    with writing():
        assert act(by=SYSTEM).fields["actor"] == {"id": None, "name": "Sistem", "role": "sistem"}
        assert act(by=ANONYMOUS).fields["actor"]["id"] is None


def test_the_head_follows_each_event_and_the_verifier_agrees(log_of: Any) -> None:
    all_bodies = log_of(20)
    now = head()
    assert now is not None
    verdict = verify_log(all_bodies)
    assert (verdict.ok, verdict.events, verdict.root) == (True, now.size, now.root)
    assert now.leaf == leaf_hash(all_bodies[-1])


def test_what_is_rolled_back_leaves_no_event_and_no_gap(act: Act, log_of: Any) -> None:
    before = len(log_of(1))

    def fail() -> None:
        with writing():
            act()
            raise RuntimeError("the view failed")

    with pytest.raises(RuntimeError):
        fail()
    assert len(log_of(1)) == before + 1


def test_a_clock_that_went_back_is_an_event_and_time_stands_still(app: Flask, clock: SetClock) -> None:
    with writing():
        first = record(Tag.RUN_CLOSED, by=SYSTEM, about="run:1", at=clock.at, data={})
        second = record(Tag.RUN_CLOSED, by=SYSTEM, about="run:1", at=clock.at - timedelta(minutes=2), data={})
        assert second.seq == first.seq + 2
        assert second.at == first.at
    notice = json.loads(list(bodies())[-2])
    assert (notice["act"], notice["data"]) == ("log:clock-went-back", {"behind_seconds": 120})
    assert verify_log(bodies()).ok


def test_requests_that_overtake_each_other_by_less_than_a_second_are_no_such_event(act: Act, clock: SetClock) -> None:
    with writing():
        first = act()
        second = record(Tag.RUN_CLOSED, by=SYSTEM, about="run:1", at=clock.at - timedelta(milliseconds=400), data={})
        assert (second.seq, second.at) == (first.seq + 1, first.at)


@pytest.mark.parametrize("data", [{}, {"reason": "x", "lagi": 1}, {"alasan": "x"}])
def test_keys_other_than_the_tags_are_refused(act: Act, data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="run:cancelled has the keys"), writing():
        act(Tag.RUN_CANCELLED, data=data)


@pytest.mark.parametrize("about", ["", "run", "run:", "Run:3", "run:3/", "run:3/step", "run:3 ", "run:3\n"])
def test_a_malformed_object_is_refused(act: Act, about: str) -> None:
    with pytest.raises(ValueError, match="Not the name of an object"), writing():
        act(about=about)


@pytest.mark.parametrize("reason", [1.5, datetime(2026, 1, 1), 2**60, {"𝄞": 1}])  # noqa: DTZ001
def test_a_value_without_one_form_is_refused(act: Act, reason: Any) -> None:
    with pytest.raises(NotCanonical), writing():
        act(Tag.RUN_CANCELLED, data={"reason": reason})


def test_a_time_without_a_zone_is_refused(act: Act) -> None:
    with pytest.raises(ValueError, match="zone"), writing():
        act(occurred=datetime(2026, 11, 23, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("sha256", "size", "role"), [("AB" * 32, 1, "x"), (SHA, -1, "x"), (SHA, True, "x"), (SHA, 1, "")]
)
def test_a_file_needs_digest_size_and_role(sha256: str, size: int, role: str) -> None:
    with pytest.raises(ValueError):
        FileRef(sha256, size, role)


def test_appending_reads_no_history(act: Act, log_of: Any) -> None:
    log_of(3)
    statements: list[str] = []
    with writing():
        connection = db.session.connection()
        db.event.listen(connection, "before_cursor_execute", lambda *a: statements.append(a[2]))
        act()
    assert [statement.split()[0] for statement in statements] == ["SELECT", "INSERT", "UPDATE"]
    assert not [statement for statement in statements if "FROM audit_event" in statement]


def test_there_is_one_head(app: Flask, clock: SetClock) -> None:
    with pytest.raises(db.exc.IntegrityError), writing():
        db.session.add(AuditHead(id=2, log="0" * 32, size=0, at=clock.at, leaf=bytes(32), peaks=b""))
        db.session.flush()
