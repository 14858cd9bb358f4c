"""Visitors without an account share one turn, and an address has so many files: the office's own pages go on."""

from __future__ import annotations

import fcntl
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.signing import actions, visitors
from app.signing.verification.verdicts import Trust, Verdict, Verification

NO_PDF = b"bukan pdf"


def upload(client, number: int = 1, **options):
    files = [(io.BytesIO(NO_PDF), f"{index}.pdf") for index in range(number)]
    return client.post("/verifikasi", data={"file": files}, content_type="multipart/form-data", **options)


def recorded() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


@pytest.fixture(autouse=True)
def judged_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """How a file is judged is tried elsewhere, and takes a process each."""

    def judge(data: bytes, *, now: datetime) -> Verification:
        return Verification(sha256(data).hexdigest(), Verdict.UNREADABLE, Trust.UNKNOWN, None, reasons=("Bukan PDF.",))

    monkeypatch.setattr(actions, "check_upload", judge)


@pytest.fixture
def allowed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    """Five files instead of forty."""
    monkeypatch.setattr(visitors, "TIMES", 1)
    return app.config["SETTINGS"].login_attempts * visitors.TIMES


@pytest.fixture
def somebodys_turn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(visitors, "PATIENCE_SECONDS", 0.1)
    with (app.config["SETTINGS"].instance_folder / visitors.LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_a_visitor_whose_turn_it_is_not_is_told_so_and_leaves_no_record(client, somebodys_turn: None) -> None:
    before = recorded()
    answer = upload(client)
    assert answer.status_code == 503
    assert "Berkas pengunjung lain sedang diperiksa." in answer.text
    assert recorded() == before


def test_who_has_signed_in_waits_for_no_visitor(client, office: Office, sign_in, somebodys_turn: None) -> None:
    sign_in(client, office.inspektur)
    assert upload(client).status_code == 200


def test_the_turn_is_over_when_the_answer_is_there(client) -> None:
    assert [upload(client).status_code for _ in range(2)] == [200, 200]


def test_an_address_has_so_many_files_and_then_waits(client, allowed: int, clock: SetClock) -> None:
    assert upload(client, allowed).status_code == 200
    before = recorded()
    answer = upload(client)
    assert answer.status_code == 429
    assert "Coba lagi setelah pukul 09.15 WITA" in answer.text
    assert recorded() == before
    clock.set(clock.at + timedelta(minutes=15))
    assert upload(client).status_code == 200


def test_another_address_and_who_has_signed_in_are_not_held_up(client, office: Office, sign_in, allowed: int) -> None:
    upload(client, allowed)
    assert upload(client, environ_overrides={"REMOTE_ADDR": "127.0.0.9"}).status_code == 200
    sign_in(client, office.inspektur)
    assert upload(client).status_code == 200


def test_wrong_passwords_and_files_are_counted_apart(client, office: Office, allowed: int) -> None:
    upload(client, allowed)
    assert client.get("/masuk").status_code == 200
    answer = client.post("/masuk", data={"nip": office.tim.nip, "password": "keliru"})
    assert answer.status_code == 422
