"""The trusted roots: read by everybody, added with a compared fingerprint, removed with a reason, all in the log."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.signing import actions, queries
from app.signing.demo_certificates import DemoAuthority, DemoCertificate, demo_authority
from app.signing.models import TrustRoot
from app.signing.roots import grouped, read_root
from app.signing.verification.verdicts import Trust
from app.web.refusals import Conflict, Invalid
from app.web.transaction import writing
from tests.signing.conftest import AT

NOTE = "Diunduh dari situs penerbit, sidik jari dicocokkan lewat telepon."
REASON = "Penerbit mencabut induk ini."


def fingerprint(certificate: x509.Certificate) -> str:
    from app.signing.certificates import facts_of

    return facts_of(certificate).fingerprint


def add(client: Any, data: bytes, *, told: str, worth: str = "lokal", note: str = NOTE) -> Any:
    form = {"file": (io.BytesIO(data), "induk.pem"), "fingerprint": told, "worth": worth, "note": note}
    return client.post("/kepercayaan", data=form, content_type="multipart/form-data")


def remove(client: Any, root: TrustRoot, *, reason: str = REASON) -> Any:
    return client.post(f"/kepercayaan/{root.id}/removal", data={f"root{root.id}-reason": reason})


def newest_event() -> dict[str, Any]:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one().fields


@pytest.fixture
def admin(client: Any, office: Office, sign_in: Any) -> Any:
    sign_in(client, office.admin)
    return client


@pytest.fixture
def trusted(app: Flask, authority: DemoAuthority, office: Office) -> TrustRoot:
    with writing():
        return actions.add_trust_root(authority.pem, note=NOTE, trust=Trust.LOCAL, at=AT, by=office.admin)


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_the_admin_trusts_a_root_whose_fingerprint_he_compared(
    admin: Any, authority: DemoAuthority, encoding: Encoding, office: Office
) -> None:
    told = grouped(fingerprint(authority.certificate)).replace(" ", ":")
    answer = add(admin, authority.certificate.public_bytes(encoding), told=told, worth="tersertifikasi")
    assert answer.status_code == 303

    text = admin.get("/kepercayaan").text
    for words in ("Otoritas Sertifikat Peragaan", "tersertifikasi", office.admin.name, NOTE):
        assert words in text
    assert grouped(fingerprint(authority.certificate)) in text
    event = newest_event()
    assert (event["act"], event["actor"]["name"]) == ("trust:root-added", office.admin.name)
    assert event["data"]["trust"] == "tersertifikasi"


def test_another_fingerprint_than_the_files_stops_it(admin: Any, authority: DemoAuthority) -> None:
    answer = add(admin, authority.pem, told="ab" * 32)
    assert answer.status_code == 422
    assert "bukan yang Anda ketik" in answer.text
    assert NOTE in answer.text  # what was typed is kept
    assert queries.trust_roots() == []


@pytest.mark.parametrize("told", ["", "bukan sidik jari", "ab" * 20, "zz" * 32])
def test_half_a_fingerprint_is_none(admin: Any, authority: DemoAuthority, told: str) -> None:
    assert add(admin, authority.pem, told=told).status_code == 422
    assert queries.trust_roots() == []


@pytest.mark.parametrize("note", ["", "   ", "dari internet"])
def test_without_its_origin_a_root_is_not_trusted(admin: Any, authority: DemoAuthority, note: str) -> None:
    answer = add(admin, authority.pem, told=fingerprint(authority.certificate), note=note)
    assert answer.status_code == 422
    assert queries.trust_roots() == []


def test_what_its_signatures_are_worth_has_to_be_chosen(admin: Any, authority: DemoAuthority) -> None:
    for worth in ("", "tidak-dikenal"):
        assert add(admin, authority.pem, told=fingerprint(authority.certificate), worth=worth).status_code == 422
    assert queries.trust_roots() == []


def test_a_root_is_trusted_once(admin: Any, trusted: TrustRoot, authority: DemoAuthority) -> None:
    answer = add(admin, authority.pem, told=trusted.fingerprint)
    assert answer.status_code == 409
    assert "sudah dipercaya" in answer.text


def test_who_adds_at_the_same_moment_is_told_so(
    app: Flask, trusted: TrustRoot, authority: DemoAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "trust_roots", list)
    with pytest.raises(Conflict, match="sudah dipercaya"), writing():
        actions.add_trust_root(authority.pem, note=NOTE, trust=Trust.LOCAL, at=AT)


def test_a_root_that_has_ended_is_taken_with_a_warning(admin: Any) -> None:
    old = demo_authority(at=datetime(2001, 1, 1, tzinfo=UTC)).certificate
    answer = add(admin, old.public_bytes(Encoding.PEM), told=fingerprint(old))
    assert answer.status_code == 303
    text = admin.get("/kepercayaan").text
    assert "masa berlakunya sudah habis" in text
    assert "masa berlaku habis" in text


def keys(authority: DemoAuthority, certificate: DemoCertificate) -> dict[str, bytes]:
    key = authority.key
    locked = BestAvailableEncryption(b"rahasia")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "PEM": pem,
        "a certificate and its key": authority.pem + pem,
        "PEM, locked": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
        "old PEM": key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
        "DER": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "DER, locked": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, locked),
        "PKCS#12": certificate.p12,
    }


FORMS = ("PEM", "a certificate and its key", "PEM, locked", "old PEM", "DER", "DER, locked", "PKCS#12")


@pytest.mark.parametrize("form", FORMS)
def test_a_private_key_is_refused_loudly(
    admin: Any, authority: DemoAuthority, certificate: DemoCertificate, form: str
) -> None:
    answer = add(admin, keys(authority, certificate)[form], told=fingerprint(authority.certificate))
    assert answer.status_code == 422
    assert "kunci rahasia" in answer.text
    assert queries.trust_roots() == []


def test_each_certificate_of_a_bundle_is_compared_by_itself(admin: Any, authority: DemoAuthority) -> None:
    other = demo_authority(at=AT - timedelta(days=1)).certificate.public_bytes(Encoding.PEM)
    answer = add(admin, authority.pem + other, told=fingerprint(authority.certificate))
    assert answer.status_code == 422
    assert "memuat 2 sertifikat" in answer.text


def test_a_persons_certificate_is_no_root(admin: Any, certificate: DemoCertificate) -> None:
    leaf = certificate.certificate
    answer = add(admin, leaf.public_bytes(Encoding.PEM), told=fingerprint(leaf))
    assert answer.status_code == 422
    assert "bukan sertifikat induk" in answer.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bukan sertifikat",
        b"%PDF-1.7",
        b"\x30\x82",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Invalid, match="bukan sertifikat"):
        read_root(data)


def test_a_root_that_did_not_sign_itself_is_forged(authority: DemoAuthority) -> None:
    der = bytearray(authority.certificate.public_bytes(Encoding.DER))
    der[-1] ^= 1
    with pytest.raises(Invalid, match="rusak atau palsu"):
        read_root(bytes(der))


def test_a_file_that_is_far_too_large_is_not_read(admin: Any, authority: DemoAuthority) -> None:
    answer = add(admin, authority.pem + b" " * 70_000, told=fingerprint(authority.certificate))
    assert answer.status_code == 413
    assert "64 kB" in answer.text


def test_removing_needs_a_reason_and_keeps_the_history(admin: Any, trusted: TrustRoot, office: Office) -> None:
    for reason in ("", "   ", "salah"):
        refused = remove(admin, trusted, reason=reason)
        assert refused.status_code == 422
        assert '<details class="fill" open>' in refused.text
    assert remove(admin, trusted).status_code == 303

    text = admin.get("/kepercayaan").text
    assert "Belum ada sertifikat induk" in text
    assert "Tidak dipercaya lagi" in text and REASON in text
    event = newest_event()
    assert event["act"] == "trust:root-removed"
    assert event["actor"]["name"] == office.admin.name
    assert event["data"]["reason"] == REASON


def test_a_removed_root_counts_no_more(admin: Any, trusted: TrustRoot, signed: bytes) -> None:
    assert actions.check_upload(signed, now=AT).trust == "lokal"
    remove(admin, trusted)
    assert actions.check_upload(signed, now=AT).trust == "tidak-dikenal"


def test_nobody_removes_a_root_twice_or_one_that_is_not_there(admin: Any, trusted: TrustRoot) -> None:
    remove(admin, trusted)
    assert remove(admin, trusted).status_code == 409
    assert admin.post("/kepercayaan/999/removal", data={"root999-reason": REASON}).status_code == 404


def test_a_removed_root_may_come_back_and_both_times_are_told(
    admin: Any, trusted: TrustRoot, authority: DemoAuthority
) -> None:
    remove(admin, trusted)
    again = "Penerbit menjelaskan lewat surat bahwa induk ini berlaku lagi."
    assert add(admin, authority.pem, told=trusted.fingerprint, note=again).status_code == 303
    text = admin.get("/kepercayaan").text
    assert again in text and REASON in text
    assert [root.note for root in queries.trust_roots()] == [again]


def test_everybody_reads_and_only_the_admin_decides(
    client: Any, office: Office, sign_in: Any, trusted: TrustRoot, authority: DemoAuthority
) -> None:
    for person in (office.inspektur, office.staf, office.sekretaris):
        sign_in(client, person)
        text = client.get("/kepercayaan").text
        assert "Otoritas Sertifikat Peragaan" in text
        assert "Percayai induk ini" not in text and "Cabut kepercayaan" not in text
        assert add(client, authority.pem, told=trusted.fingerprint).status_code == 403
        assert remove(client, trusted).status_code == 403
    assert len(queries.trust_roots()) == 1


def test_who_is_signed_out_is_sent_to_the_door(client: Any, app: Flask) -> None:
    assert "/masuk" in client.get("/kepercayaan").location


def test_the_command_removes_by_fingerprint_and_keeps_the_reason(app: Flask, trusted: TrustRoot) -> None:
    runner, told = app.test_cli_runner(), grouped(trusted.fingerprint)
    done = runner.invoke(args=["trust", "remove", told, "--reason", REASON])
    assert done.exit_code == 0, done.output
    assert runner.invoke(args=["trust", "list"]).output == ""
    event = newest_event()
    assert (event["actor"]["name"], event["data"]["reason"]) == ("Sistem", REASON)

    gone = runner.invoke(args=["trust", "remove", told, "--reason", REASON])
    assert gone.exit_code == 1 and "Tidak ada sertifikat induk" in gone.output
    odd = runner.invoke(args=["trust", "remove", "abc", "--reason", REASON])
    assert odd.exit_code == 1 and "64 angka" in odd.output
