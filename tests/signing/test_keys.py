"""The signing key in a person's profile: kept as it came, replaced with a record, ready or not."""

from __future__ import annotations

import io
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.signing import actions, queries
from app.signing.backends.signer import Appearance, Secrets
from app.signing.codes import new_code
from app.signing.demo_certificates import DemoCertificate, demo_certificate
from app.signing.errors import KeyNotReady, WrongPassphrase
from app.signing.models import SigningKey
from app.signing.preflight import open_for, preflight
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from tests.signing.conftest import AT, ISSUED, PASSPHRASE
from tests.signing.documents import FIELD, frozen_report


@pytest.fixture(scope="module")
def p12s(authority) -> dict[str, DemoCertificate]:
    return {}


@pytest.fixture
def own(office: Office, authority, p12s: dict[str, DemoCertificate]) -> DemoCertificate:
    """The Sekretaris's own certificate, made once for this file."""
    if "own" not in p12s:
        p12s["own"] = demo_certificate(
            office.sekretaris.name, nip=office.sekretaris.nip, passphrase=PASSPHRASE, at=ISSUED, authority=authority
        )
    return p12s["own"]


def keep(own: DemoCertificate, person: User, *, at=AT) -> SigningKey:
    with writing():
        opened = open_for(person, own.p12, passphrase=PASSPHRASE, now=at)
        return actions.keep_key(own.p12, certificate=opened.certificate, user=person, at=at)


def appearance(person: User) -> Appearance:
    return Appearance(person.name, person.jabatan, person.pangkat, person.nip, "http://x/v/" + new_code(), AT)


def upload(client, data: bytes, passphrase: str = PASSPHRASE):
    form = {"key_file": (io.BytesIO(data), "kunci.p12"), "passphrase": passphrase}
    return client.post("/profil/kunci", data=form, content_type="multipart/form-data")


def acts() -> list[str]:
    return [row.act for row in db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq))]


def files(app: Flask) -> list[Path]:
    return sorted((Path(app.instance_path) / "keys" / "people").glob("*"))


def test_an_uploaded_key_is_kept_encrypted_as_it_came(app: Flask, client, office: Office, own, sign_in) -> None:
    sign_in(client, office.sekretaris)
    assert upload(client, own.p12).status_code == 303
    (file,) = files(app)
    assert file.read_bytes() == own.p12
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert acts()[-1] == "certificate:uploaded"
    page = client.get("/profil/kunci").text
    assert "(CONTOH)" in page and "perlu tindakan" not in page


def test_the_passphrase_is_nowhere_in_the_instance(app: Flask, client, office: Office, own, sign_in) -> None:
    sign_in(client, office.sekretaris)
    upload(client, own.p12)
    db.session.rollback()
    for file in Path(app.instance_path).rglob("*"):
        if file.is_file():
            assert PASSPHRASE.encode() not in file.read_bytes(), file


def test_a_wrong_passphrase_keeps_nothing_and_is_not_echoed(app: Flask, client, office: Office, own, sign_in) -> None:
    sign_in(client, office.sekretaris)
    answer = upload(client, own.p12, "frasa-yang-salah")
    assert answer.status_code == 422
    assert "Frasa sandi kunci salah" in answer.text
    assert "frasa-yang-salah" not in answer.text
    assert files(app) == []
    assert "certificate:uploaded" not in acts()


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [(b"bukan kunci", 422, "bukan kunci PKCS#12"), (bytes(200_000), 413, "terlalu besar"), (b"", 422, "PKCS#12")],
)
def test_other_files_are_refused_with_a_sentence(client, office: Office, sign_in, data, status, sentence) -> None:
    sign_in(client, office.sekretaris)
    answer = upload(client, data)
    assert answer.status_code == status
    assert sentence in answer.text


def test_an_empty_form_says_what_is_missing(client, office: Office, sign_in) -> None:
    sign_in(client, office.sekretaris)
    answer = client.post("/profil/kunci", data={})
    assert answer.status_code == 422
    assert "Pilih berkas .p12" in answer.text and "Ketik frasa sandi" in answer.text


def test_the_certificate_of_another_person_is_refused(client, app: Flask, office: Office, authority, sign_in) -> None:
    sign_in(client, office.sekretaris)
    other = demo_certificate(
        "Ahmad Fauzi, S.Sos.", nip=office.kabag_umum.nip, passphrase=PASSPHRASE, at=ISSUED, authority=authority
    )
    answer = upload(client, other.p12)
    assert answer.status_code == 422
    assert "atas nama “Ahmad Fauzi, S.Sos. (CONTOH)”" in answer.text
    assert files(app) == []


def test_only_the_sekretaris_keeps_a_key(client, office: Office, own, sign_in) -> None:
    sign_in(client, office.admin)
    assert client.get("/profil/kunci").status_code == 403
    assert upload(client, own.p12).status_code == 403


def test_replacing_a_key_keeps_a_record_and_deletes_the_old_file(app: Flask, office: Office, own) -> None:
    first = keep(own, office.sekretaris)
    old = files(app)
    second = keep(own, office.sekretaris, at=AT + timedelta(hours=1))
    assert queries.current_key(office.sekretaris) == second
    assert [key.id for key in queries.former_keys(office.sekretaris)] == [first.id]
    assert len(files(app)) == 1 and files(app) != old
    assert acts()[-3:] == ["certificate:uploaded", "certificate:removed", "certificate:uploaded"]


def test_a_transaction_that_fails_leaves_the_old_key_and_no_new_file(app: Flask, office: Office, own) -> None:
    kept = keep(own, office.sekretaris)
    before = files(app)
    with pytest.raises(RuntimeError), writing():
        actions.keep_key(own.p12, certificate=own.certificate, user=office.sekretaris, at=AT)
        raise RuntimeError
    assert files(app) == before
    assert queries.current_key(office.sekretaris).id == kept.id


def test_a_removed_key_is_gone_from_the_disk_but_still_known(client, app: Flask, office, own, sign_in) -> None:
    key = keep(own, office.sekretaris)
    sign_in(client, office.sekretaris)
    assert client.post("/profil/kunci/removal").status_code == 303
    assert files(app) == []
    assert queries.current_key(office.sekretaris) is None
    assert queries.DatabaseRegister().knows_certificate(key.fingerprint)
    assert not preflight(office.sekretaris, now=AT)[0].ok


def test_a_removed_key_vouches_for_old_documents_and_for_no_new_one(app: Flask, office, own) -> None:
    fingerprint = keep(own, office.sekretaris).fingerprint
    assert fingerprint in queries.CurrentRegister().known_certificates()
    with writing():
        actions.remove_key(queries.current_key(office.sekretaris), by=office.sekretaris, at=AT)
    assert fingerprint in queries.DatabaseRegister().known_certificates()
    assert fingerprint not in queries.CurrentRegister().known_certificates()


def sign_with_passphrase(pdf: bytes, *, user: User, passphrase: str, **wanted: Any) -> bytes:
    return actions.sign_as(user, pdf, secrets=Secrets(passphrase), **wanted).pdf


def test_the_sekretaris_signs_with_his_passphrase(office: Office, own) -> None:
    keep(own, office.sekretaris)
    signed = sign_with_passphrase(
        frozen_report(),
        user=office.sekretaris,
        passphrase=PASSPHRASE,
        field=FIELD,
        appearance=appearance(office.sekretaris),
        at=AT,
    )
    facts = actions.signature_facts(signed, now=AT)
    assert (facts.level, facts.trust, facts.signed_at) == ("B-B", Trust.LOCAL, AT)
    assert facts.certificate == queries.current_key(office.sekretaris).fingerprint


def test_a_wrong_passphrase_signs_nothing(office: Office, own) -> None:
    keep(own, office.sekretaris)
    with pytest.raises(WrongPassphrase):
        sign_with_passphrase(
            frozen_report(),
            user=office.sekretaris,
            passphrase="salah",
            field=FIELD,
            appearance=appearance(office.sekretaris),
            at=AT,
        )


@pytest.mark.parametrize(("days", "sentence"), [(731, "habis masa berlakunya"), (-1, "baru berlaku")])
def test_pre_flight_says_beforehand_what_would_fail(office: Office, own, days: int, sentence: str) -> None:
    keep(own, office.sekretaris)
    moment = ISSUED + timedelta(days=days)
    assert any(sentence in check.advice for check in preflight(office.sekretaris, now=moment))
    with pytest.raises(KeyNotReady, match=sentence):
        sign_with_passphrase(
            frozen_report(),
            user=office.sekretaris,
            passphrase=PASSPHRASE,
            field=FIELD,
            appearance=appearance(office.sekretaris),
            at=moment,
        )


def test_pre_flight_is_all_ok_for_a_good_key_and_one_line_without(office: Office, own) -> None:
    (nothing,) = preflight(office.sekretaris, now=AT)
    assert not nothing.ok and "belum mengunggah" in nothing.advice
    keep(own, office.sekretaris)
    assert all(check.ok for check in preflight(office.sekretaris, now=AT))


def test_a_key_file_that_vanished_or_changed_is_noticed(app: Flask, office: Office, own) -> None:
    keep(own, office.sekretaris)
    (file,) = files(app)
    file.write_bytes(own.p12 + b"\x00")
    assert any("berubah" in check.advice for check in preflight(office.sekretaris, now=AT))
    file.unlink()
    assert any("tidak ditemukan" in check.advice for check in preflight(office.sekretaris, now=AT))
