"""The verification page, the register behind the QR, and the commands."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.settings import Settings
from app.signing import actions, queries
from app.signing.codes import as_code, new_code
from app.signing.verification.verdicts import Trust
from app.web.refusals import Conflict, Invalid
from app.web.transaction import writing
from tests.signing.attacks import flip
from tests.signing.conftest import AT


def upload(client, data: bytes):
    form = {"file": (io.BytesIO(data), "laporan.pdf")}
    return client.post("/verifikasi", data=form, content_type="multipart/form-data")


def newest_event() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()


def register(data: bytes, *, kind: str = "signed", code: str | None = None) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    with writing():
        return actions.issue(
            sha256, title="Laporan Triwulan III 2026", about="report:1/version:1", kind=kind, at=AT, code=code
        ).code


def test_anybody_may_check_a_file_and_the_log_keeps_that(client, app: Flask, signed: bytes) -> None:
    answer = upload(client, signed)
    assert answer.status_code == 200
    for words in ("Utuh", "Tidak dikenal", "Tidak terdaftar", "Noor Aisyah", "2026-11-23T01:00:00Z"):
        assert words in answer.text
    event = newest_event().fields
    assert (event["act"], event["actor"]["name"]) == ("document:verified", "Pengunjung")
    assert event["object"] == f"document:{hashlib.sha256(signed).hexdigest()}"
    assert event["data"] == {"verdict": "utuh", "trust": "tidak-dikenal", "registered": False}


def test_a_person_who_is_signed_in_is_named(client, office: Office, sign_in, frozen: bytes) -> None:
    sign_in(client, office.inspektur)
    assert "Tanpa tanda tangan" in upload(client, frozen).text
    assert newest_event().actor_id == office.inspektur.id


def test_a_local_key_is_said_to_be_not_certified(client, app: Flask, authority, signed: bytes) -> None:
    with writing():
        actions.add_trust_root(authority.pem, note="Peragaan", trust=Trust.LOCAL, at=AT)
    register(signed)
    text = upload(client, signed).text
    assert "Tidak tersertifikasi (kunci lokal yang dikenal)" in text
    assert "Terdaftar" in text and "Laporan Triwulan III 2026" in text


def test_a_changed_file_is_not_green(client, app: Flask, signed: bytes) -> None:
    text = upload(client, flip(signed, signed.index(b"Capaian indikator"))).text
    assert "Diubah" in text
    assert 'class="verdict late"' in text


def test_no_file_and_an_empty_file_are_answered_with_a_sentence(client, app: Flask) -> None:
    answer = client.post("/verifikasi", data={}, content_type="multipart/form-data")
    assert (answer.status_code, "Pilih berkas PDF" in answer.text) == (422, True)
    assert "Berkas ini kosong" in upload(client, b"").text


def test_a_file_over_25_mb_is_refused_on_the_same_page(client, app: Flask) -> None:
    answer = upload(client, bytes(25 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "lebih besar dari 25 MB" in answer.text
    assert newest_event().act != "document:verified"


def test_a_file_name_is_never_markup(client, app: Flask, frozen: bytes) -> None:
    form = {"file": (io.BytesIO(frozen), "<script>alert(1)</script>.pdf")}
    text = client.post("/verifikasi", data=form, content_type="multipart/form-data").text
    assert "<script>alert" not in text


def test_the_qr_leads_to_what_the_register_knows(client, app: Flask, frozen: bytes, signed: bytes) -> None:
    code = register(frozen, kind="frozen")
    assert register(signed, code=code) == code
    text = client.get(f"/v/{code}").text
    assert "Laporan Triwulan III 2026" in text
    assert hashlib.sha256(signed).hexdigest() in text and hashlib.sha256(frozen).hexdigest() in text
    typed = f"{code[:5].upper()} {code[5:10]}-{code[10:]}"
    assert client.get("/verifikasi", query_string={"kode": typed}).location.endswith(f"/v/{code}")


def test_unknown_codes_and_digests_are_not_found(client, app: Flask) -> None:
    assert client.get(f"/v/{new_code()}").status_code == 404
    assert client.get("/v/x").status_code == 404
    assert client.get("/verifikasi?kode=tidak-ada").status_code == 404
    assert client.get(f"/verifikasi/{'0' * 64}").status_code == 404
    assert client.get("/verifikasi/bukan-sidik-jari").status_code == 404


def test_a_digest_that_we_issued_has_its_page(client, app: Flask, signed: bytes) -> None:
    register(signed)
    assert "Laporan Triwulan III 2026" in client.get(f"/verifikasi/{hashlib.sha256(signed).hexdigest()}").text


def test_a_digest_is_registered_once(app: Flask, signed: bytes) -> None:
    assert register(signed) == register(signed)


def test_codes_are_long_and_read_back_from_paper() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(as_code(code) == code and len(code) >= 16 for code in codes)
    assert as_code("l0l0l0l0l0l0l0l0l0l0") is None


def test_the_commands_judge_files_in_order(app: Flask, tmp_path: Path, signed: bytes, frozen: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(signed)
    (tmp_path / "b.pdf").write_bytes(frozen)
    runner = app.test_cli_runner()
    done = runner.invoke(args=["pdf", "verify", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf"), "--json"])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["utuh", "tanpa-tanda-tangan"]
    assert answers[0].keys() == {"file", "verdict", "trust", "registered", "signatures", "reasons"}
    assert done.exit_code == 1
    alone = runner.invoke(args=["pdf", "verify", str(tmp_path / "a.pdf")])
    assert alone.exit_code == 0
    assert "Utuh" in alone.output


def test_verifying_works_without_a_database_and_creates_none(tmp_path: Path, signed: bytes) -> None:
    instance = tmp_path / "kosong"
    (tmp_path / "a.pdf").write_bytes(signed)
    bare = create_app(Settings(instance=instance), TESTING=True)
    done = bare.test_cli_runner().invoke(args=["pdf", "verify", str(tmp_path / "a.pdf"), "--json"])
    assert json.loads(done.stdout)["verdict"] == "utuh"
    assert not (instance / "papan.db").exists()


def test_a_file_that_is_not_there_does_not_stop_the_others(app: Flask, tmp_path: Path, signed: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(signed)
    files = [str(tmp_path / "tidak-ada.pdf"), str(tmp_path), str(tmp_path / "a.pdf")]
    done = app.test_cli_runner().invoke(args=["pdf", "verify", "--json", *files])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["tidak-dapat-diperiksa", "tidak-dapat-diperiksa", "utuh"]
    assert "tidak dapat dibuka" in answers[0]["reasons"][0]
    assert done.exit_code == 1


@pytest.mark.parametrize(("options", "worth"), [([], "tersertifikasi"), (["--local"], "lokal")])
def test_trusting_a_root_changes_what_its_signatures_are_worth(
    app: Flask, tmp_path: Path, authority, signed: bytes, options: list[str], worth: str
) -> None:
    (tmp_path / "root.pem").write_bytes(authority.pem)
    runner = app.test_cli_runner()
    added = runner.invoke(args=["trust", "add", str(tmp_path / "root.pem"), "--note", "Dicek 23-11-2026", *options])
    assert added.exit_code == 0, added.output
    assert "Dicek 23-11-2026" in runner.invoke(args=["trust", "list"]).output
    assert newest_event().act == "trust:root-added"
    assert actions.check_upload(signed, now=AT).trust == worth


def test_a_leaf_twice_a_root_and_nonsense_are_not_trusted(app: Flask, authority, certificate) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    leaf = certificate.certificate.public_bytes(Encoding.DER)
    for data in (leaf, b"bukan sertifikat", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(Invalid), writing():
            actions.add_trust_root(data, note="x", trust=Trust.LOCAL, at=AT)
    with pytest.raises(Conflict), writing():
        for _ in range(2):
            actions.add_trust_root(authority.pem, note="x", trust=Trust.LOCAL, at=AT)
    assert queries.trust_roots() == []
