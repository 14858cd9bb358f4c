"""What is asked of the esign service is remembered, so that the next try knows what the last one left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.signing import actions, queries
from app.signing.actions.methods import CUT_SHORT, sign_remembering
from app.signing.backends.signer import Appearance, Secrets, SignedPdf
from app.signing.errors import KeyNotReady, ServiceRefused, ServiceUnanswered, WrongPassphrase
from app.web.transaction import writing
from tests.signing.backends.esign_service import NIK, PASSWORD, USER, EsignService, Fault
from tests.signing.conftest import AT, NAME, NIP
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import PASSPHRASE, Pki

ABOUT = "report:1/version:1"
PDF = frozen_report()
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(scope="module")
def running(pki: Pki) -> Iterator[EsignService]:
    service = EsignService(pki)
    yield service
    service.close()


@pytest.fixture
def esign(app: Flask, office: Office, running: EsignService) -> Iterator[EsignService]:
    """Version 1, by which the Sekretaris signs."""
    running.fault, running.status, running.signed = None, "ISSUE", 0
    running.asked.clear()
    running.kept.clear()
    before = app.config["SETTINGS"]
    access = {"esign_user": USER, "esign_password": SecretStr(PASSWORD), "esign_seconds": 3.0}
    app.config["SETTINGS"] = before.model_copy(update={"esign_url": running.url, "esign_version": "1"} | access)
    with writing():
        actions.choose_method(office.sekretaris, backend="esign", offered=("esign",), by=office.admin, at=AT)
    yield running
    app.config["SETTINGS"] = before


def sign(office: Office, *, at: datetime = AT, passphrase: str = PASSPHRASE) -> SignedPdf:
    person = office.sekretaris
    look = Appearance(NAME, person.jabatan, person.pangkat, NIP, "http://x/v/abc", at)
    secrets = Secrets(passphrase=passphrase, nik=NIK)
    return actions.sign_as(person, PDF, secrets=secrets, field=FIELD, appearance=look, at=at, about=ABOUT)


def states() -> list[tuple[str, str]]:
    return [(one.state, one.document_id) for one in queries.attempts(SHA256)]


def unanswered() -> list[dict]:
    bodies = db.session.scalars(select(AuditEvent.body).where(AuditEvent.act == "signature:unanswered"))
    return [json.loads(body) for body in bodies]


def test_a_signature_that_came_back_is_kept_with_its_id(esign, office: Office) -> None:
    signed = sign(office)
    assert signed.pdf.startswith(PDF) and states() == [("kept", "dok-1")]
    assert unanswered() == []


def test_a_broken_answer_is_in_the_log_and_its_file_is_fetched_next_time(esign, office: Office) -> None:
    esign.fault = Fault.CUT
    with pytest.raises(ServiceUnanswered):
        sign(office)
    assert states() == [("unclear", "dok-1")]
    (event,) = unanswered()
    assert event["object"] == ABOUT
    assert event["data"]["document_id"] == "dok-1" and event["data"]["sha256"] == SHA256
    esign.fault = None
    assert sign(office, at=AT + timedelta(minutes=1)).document_id == "dok-1"
    assert esign.signed == 1 and states() == [("kept", "dok-1"), ("unclear", "dok-1")]


def test_a_silence_is_unclear_and_the_next_try_signs_anew(esign, office: Office) -> None:
    esign.fault = Fault.HANGS
    with pytest.raises(ServiceUnanswered, match="mungkin sudah menandatangani"):
        sign(office)
    assert states() == [("unclear", "")]
    esign.fault = None
    assert sign(office, at=AT + timedelta(minutes=1)).document_id == "dok-1"
    assert not any("download" in asked for asked in esign.asked)


@pytest.mark.parametrize("fault", [Fault.BAD_REQUEST, Fault.DISTURBED, Fault.GARBAGE, Fault.RESAVED])
def test_a_refusal_has_failed_and_is_not_called_unclear(esign, office: Office, fault: Fault) -> None:
    esign.fault = fault
    with pytest.raises(ServiceRefused):
        sign(office)
    assert [state for state, _ in states()] == ["failed"] and unanswered() == []


def test_a_wrong_passphrase_between_does_not_lose_the_id(esign, office: Office) -> None:
    esign.fault = Fault.CUT
    with pytest.raises(ServiceUnanswered):
        sign(office)
    kept = esign.kept.pop("dok-1")
    esign.fault = None
    with pytest.raises(WrongPassphrase):
        sign(office, at=AT + timedelta(minutes=1), passphrase="salah")
    esign.kept["dok-1"] = kept
    assert sign(office, at=AT + timedelta(minutes=2)).document_id == "dok-1"
    assert esign.signed == 1


def test_the_row_is_committed_before_the_service_is_asked(esign, office: Office) -> None:
    seen = []

    def ask(_: str) -> SignedPdf:
        db.session.rollback()
        seen.extend(states())
        return SignedPdf(PDF + b"x", "B-B")

    remember(office, ask)
    assert seen == [("sent", "")]


def test_two_at_once_are_one_too_many(esign, office: Office) -> None:
    def ask_while_asking(_: str) -> SignedPdf:
        with pytest.raises(KeyNotReady, match="sedang berjalan"):
            remember(office, lambda _: SignedPdf(b"", ""))
        return SignedPdf(PDF + b"x", "B-B")

    remember(office, ask_while_asking)
    assert [state for state, _ in states()] == ["kept"]


def test_a_try_that_was_killed_is_unclear_to_the_next(esign, office: Office) -> None:
    def die(_: str) -> SignedPdf:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remember(office, die)
    assert states() == [("sent", "")]
    assert sign(office, at=AT + timedelta(hours=1)).document_id == "dok-1"
    assert states() == [("kept", "dok-1"), ("unclear", "")]
    assert [event["data"]["problem"] for event in unanswered()] == [CUT_SHORT]


def test_nothing_typed_is_in_the_database(esign, office: Office, app: Flask) -> None:
    esign.fault = Fault.CUT
    with pytest.raises(ServiceUnanswered):
        sign(office)
    db.session.rollback()
    for file in Path(app.instance_path).rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert NIK.encode() not in content and PASSPHRASE.encode() not in content, file


def remember(office: Office, ask) -> SignedPdf:
    return sign_remembering(
        office.sekretaris, PDF, backend="esign", about=ABOUT, at=AT, longest=timedelta(minutes=2), ask=ask
    )
