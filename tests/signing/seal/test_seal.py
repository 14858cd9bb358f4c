"""The institution's seal is a key that the server can use by itself: kept for itself alone, and in the log."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.signing.demo_certificates import DemoCertificate
from app.signing.errors import KeyNotReady, UnusableKey, WrongPassphrase
from app.signing.seal import install_seal, installed_seal
from app.web.transaction import writing
from tests.signing.conftest import AT, PASSPHRASE


def _keys(app: Flask) -> Path:
    folder: Path = app.config["SETTINGS"].keys_folder
    return folder


def test_an_installed_seal_is_readable_by_the_server_alone(app: Flask, certificate: DemoCertificate) -> None:
    with writing():
        install_seal(certificate.p12, passphrase=PASSPHRASE, folder=_keys(app), at=AT)
    assert installed_seal(_keys(app)).data == certificate.p12
    assert installed_seal(_keys(app)).passphrase == PASSPHRASE
    for name in ("seal.p12", "seal.passphrase"):
        assert stat.S_IMODE((_keys(app) / name).stat().st_mode) == 0o600


def test_the_log_names_the_seal_and_never_its_passphrase(app: Flask, certificate: DemoCertificate) -> None:
    with writing():
        facts = install_seal(certificate.p12, passphrase=PASSPHRASE, folder=_keys(app), at=AT)
    body = db.session.scalars(select(AuditEvent.body).where(AuditEvent.act == "seal:installed")).one()
    assert facts.fingerprint.encode() in body
    assert PASSPHRASE.encode() not in body
    assert PASSPHRASE not in repr(installed_seal(_keys(app)))


def test_without_a_seal_the_refusal_says_how_to_install_one(app: Flask) -> None:
    with pytest.raises(KeyNotReady, match="flask seal install"):
        installed_seal(_keys(app))


def test_a_seal_that_does_not_open_is_not_kept(app: Flask, certificate: DemoCertificate) -> None:
    with pytest.raises(WrongPassphrase), writing():
        install_seal(certificate.p12, passphrase="salah", folder=_keys(app), at=AT)
    with pytest.raises(KeyNotReady):
        installed_seal(_keys(app))


def test_an_expired_seal_is_refused(app: Flask, certificate: DemoCertificate) -> None:
    with pytest.raises(UnusableKey, match="tidak berlaku hari ini"), writing():
        install_seal(certificate.p12, passphrase=PASSPHRASE, folder=_keys(app), at=AT + timedelta(days=9_000))


def test_the_command_reads_the_passphrase_from_a_pipe(app: Flask, certificate: DemoCertificate, tmp_path: Path) -> None:
    file = tmp_path / "segel.p12"
    file.write_bytes(certificate.p12)
    told = app.test_cli_runner().invoke(args=["seal", "install", str(file)], input=PASSPHRASE + "\n")
    assert told.exit_code == 0, told.output
    assert "Segel terpasang" in told.output and PASSPHRASE not in told.output
    assert installed_seal(_keys(app)).passphrase == PASSPHRASE


def test_the_command_says_a_wrong_passphrase_in_one_sentence(
    app: Flask, certificate: DemoCertificate, tmp_path: Path
) -> None:
    file = tmp_path / "segel.p12"
    file.write_bytes(certificate.p12)
    told = app.test_cli_runner().invoke(args=["seal", "install", str(file)], input="salah\n")
    assert told.exit_code == 1
    assert "Frasa sandi kunci salah" in told.output
