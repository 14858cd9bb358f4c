"""What the log's pages say of its signature, and one record alone with its proof."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit.actions import make_checkpoint
from app.audit.epochs import vkeys
from app.audit.models import AuditEvent
from app.audit.queries import head, newest_checkpoint
from app.audit.verify.proof import read_proof
from app.audit.verify.verdicts import Bad
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.inspection.standing import APART, TOGETHER, next_checkpoint, standing
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE, OutsideClient
from tests.inspection.test_log_page import readings


def size() -> int:
    now = head()
    assert now is not None
    return now.size


@pytest.fixture
def sealed(app: Flask, clock: SetClock) -> int:
    with writing():
        return make_checkpoint(at=clock.at).size


def test_a_record_alone_is_proven_to_whoever_has_the_public_key(
    sealed: int, client: OutsideClient, office: Office
) -> None:
    reader = client.sign_in(office.inspektur)
    keys = reader.get("/jejak/log.vkey").text
    assert keys == "".join(vkeys())
    for seq in (1, 2, sealed // 2, sealed):
        found = reader.get(f"/jejak/{seq}/bukti")
        assert found.headers["Content-Disposition"] == f"attachment; filename=rekaman-{seq}.txt"
        proven = read_proof(found.text, keys)
        assert (proven.event["seq"], proven.point.size) == (seq, sealed)


def test_a_changed_record_is_not_proven(sealed: int, client: OutsideClient, office: Office) -> None:
    text = client.sign_in(office.tim).get("/jejak/3/bukti").text
    body = db.session.get_one(AuditEvent, 3).body
    other = body.replace(b'"seq":3', b'"seq":4')
    with pytest.raises(Bad):
        read_proof(text.replace(base64.b64encode(body).decode(), base64.b64encode(other).decode()), "".join(vkeys()))


def test_an_event_page_offers_the_proof_once_it_is_signed(
    sealed: int, client: OutsideClient, office: Office, clock: SetClock
) -> None:
    reader = client.sign_in(office.inspektur)
    assert f'href="/jejak/{sealed}/bukti"' in reader.get(f"/jejak/{sealed}").text
    newest = size()
    assert newest > sealed, "the inspector's reading is recorded after the checkpoint"
    page = reader.get(f"/jejak/{newest}").text
    assert f'href="/jejak/{newest}/bukti"' not in page
    assert f"sekitar {next_checkpoint(clock.at)}" in page
    refused = reader.get(f"/jejak/{newest}/bukti")
    assert refused.status_code == 409
    assert "belum ditandatangani" in refused.text


def test_no_false_proof_is_handed_out(sealed: int, client: OutsideClient, office: Office, insider: Any) -> None:
    insider("UPDATE audit_event SET body = (SELECT body FROM audit_event WHERE seq = 4) WHERE seq = 3")
    refused = client.sign_in(office.tim).get("/jejak/3/bukti")
    assert (refused.status_code, "Bukti tidak dibuat" in refused.text) == (409, True)


def test_a_record_that_is_not_there_has_no_proof(sealed: int, client: OutsideClient, office: Office) -> None:
    assert client.sign_in(office.tim).get(f"/jejak/{10**6}/bukti").status_code == 404


def test_reading_a_proof_is_recorded(sealed: int, client: OutsideClient, office: Office) -> None:
    client.sign_in(office.inspektur).get("/jejak/2/bukti")
    assert "bukti rekaman 2" in readings(office.inspektur)


def test_the_log_says_who_holds_its_key(client: OutsideClient, office: Office) -> None:
    assert TOGETHER in client.sign_in(office.tim).get("/jejak").text


def test_a_log_that_waits_too_long_for_its_checkpoint_says_since_when(sealed: int, office: Office) -> None:
    assert standing(at=MONDAY_NINE).unsigned == ""
    event = db.session.get_one(AuditEvent, size())
    with writing():
        from app.audit import SYSTEM, Tag, record

        record(Tag.LOG_VERIFIED, by=SYSTEM, about="log:1", at=event.at, data={"ok": True, "events": 1})
    first = db.session.get_one(AuditEvent, sealed + 1).at
    assert standing(at=first + timedelta(minutes=20)).unsigned == ""
    assert "belum ditandatangani sejak" in standing(at=first + timedelta(minutes=21)).unsigned
    assert newest_checkpoint().size == sealed  # type: ignore[union-attr]


def test_with_a_signer_beside_it_that_is_away_the_page_says_so(
    sealed: int, client: OutsideClient, office: Office, app: Flask, clock: SetClock
) -> None:
    beside = app.config["SETTINGS"].model_copy(update={"log_signer": "/nonexistent/log.sock"})
    client.sign_in(office.inspektur).get("/jejak")
    app.config["SETTINGS"] = beside
    clock.set(clock.at + timedelta(hours=2))
    page = client.get("/jejak").text
    assert APART in page
    assert "belum ditandatangani sejak" in page
    assert "Penanda log tidak menjawab" in page
