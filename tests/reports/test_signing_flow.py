"""The signature page for each way of signing: what it asks, what it refuses, and that no secret comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.demo.people import find_office
from app.evidence import store
from app.extensions import db
from app.inspection.verification import verify
from app.reports.context import SIGNATURE_FIELD
from app.reports.routes import signature as page
from app.settings import ROOT
from app.signing.actions import add_trust_root, choose_method
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Appearance, SignRequest
from app.signing.demo_certificates import DemoAuthority, demo_authority, demo_certificate
from app.signing.verification.verdicts import Trust
from app.signing.verification.verify import MAX_BYTES
from app.web.transaction import writing
from tests.reports.desks import WHERE, acts, desk, fresh, sign
from tests.reports.offices import FROZEN_AT
from tests.signing.backends.softhsm import MODULE, PIN, SoftToken, certificate_for

SECRET = "frasa-yang-tidak-boleh-kembali"
PAGE = f"{WHERE}/signature"
STORE_CERTIFICATE = """
import sys
from pathlib import Path
from cryptography import x509
from tests.signing.backends.softhsm import SoftToken
certificate = x509.load_der_x509_certificate(Path(sys.argv[2]).read_bytes())
SoftToken(Path(sys.argv[1])).store_certificate(certificate, token="kantor", label="sekretaris", id_="A1")
"""
"""In a process of its own: the token's library looks for its folder once in a process's life."""


def choose(app: Flask, backend: str, **labels: str) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings.model_copy(
        update={"pkcs11_module": MODULE, "esign_url": "http://127.0.0.1:9", "esign_seconds": 1.0}
    )
    office = find_office()
    with writing():
        choose_method(
            office.sekretaris, backend=backend, offered=("pkcs12", "token", "esign", "upload"), by=office.admin,
            at=FROZEN_AT, **labels,
        )  # fmt: skip


@pytest.fixture(scope="module")
def authority() -> DemoAuthority:
    return demo_authority(at=FROZEN_AT)


@pytest.fixture
def elsewhere(frozen: Flask, authority: DemoAuthority) -> Callable[..., bytes]:
    """What another application of the Sekretaris's makes of our PDF; the office trusts its issuer."""
    choose(frozen, "upload")
    with writing():
        root = authority.certificate.public_bytes(Encoding.DER)
        add_trust_root(root, note="peragaan", trust=Trust.LOCAL, at=FROZEN_AT)

    def make(pdf: bytes = b"", *, who: str = "sekretaris") -> bytes:
        person = getattr(find_office(), who)
        made = demo_certificate(person.name, nip=person.nip, passphrase=SECRET, at=FROZEN_AT, authority=authority)
        look = Appearance(person.name, person.jabatan, person.pangkat, person.nip, "http://x/v/y", FROZEN_AT)
        request = SignRequest(pdf or frozen_pdf(frozen), SIGNATURE_FIELD, look, FROZEN_AT)
        return Pkcs12Signer.load(made.p12, passphrase=SECRET).sign(request).pdf

    return make


def frozen_pdf(app: Flask) -> bytes:
    return store.read(fresh().pending.to_sign.sha256, folder=app.config["SETTINGS"].files_folder)


def upload(app: Flask, data: bytes | None, **changed: Any) -> Any:
    form: dict[str, Any] = {"sha256": fresh().pending.to_sign.sha256, "statement": "y"} | changed
    if data is not None:
        form["file"] = (BytesIO(data), "laporan.pdf")
    return desk(app, "sekretaris").post(PAGE, form, content_type="multipart/form-data")


# --- What each way asks ------------------------------------------------------------------------------


def test_a_local_key_asks_for_its_passphrase_and_says_what_level_is_tried(frozen):
    text = desk(frozen, "sekretaris").get(PAGE).text
    assert "Frasa sandi kunci Anda" in text
    assert "Kunci lokal di server" in text
    assert "jadi tingkatnya B-B" in text
    assert 'name="nik"' not in text and 'name="file"' not in text
    frozen.config["SETTINGS"] = frozen.config["SETTINGS"].model_copy(update={"tsa_url": "http://127.0.0.1:9/tsa"})
    assert "Dicoba sampai tingkat B-LTA" in desk(frozen, "sekretaris").get(PAGE).text


@pytest.fixture
def all_ready(monkeypatch) -> None:
    """Token and service answer as they should."""
    monkeypatch.setattr(page, "preflight", lambda *_args, **_kwargs: [])


def test_before_everything_is_ready_no_secret_is_asked_for(frozen):
    choose(frozen, "token", token_label="kantor", key_label="sekretaris")
    text = desk(frozen, "sekretaris").get(PAGE).text
    assert "belum</span>" in text
    assert "menutup pelaksanaan" in text
    assert "Kolom isian dan tombol muncul setelah semua pemeriksaan siap." in text
    assert 'name="passphrase"' not in text and 'name="statement"' not in text
    assert f'action="{PAGE}"' not in text


def test_before_every_paraf_is_there_no_file_is_asked_for(awaiting):
    choose(awaiting, "upload")
    text = desk(awaiting, "sekretaris").get(PAGE).text
    assert "Kolom isian dan tombol muncul setelah semua pemeriksaan siap." in text
    assert 'name="file"' not in text


def test_a_token_asks_for_its_pin(frozen, all_ready):
    choose(frozen, "token", token_label="kantor", key_label="sekretaris")
    text = desk(frozen, "sekretaris").get(PAGE).text
    assert "PIN token Anda" in text
    assert "Token kriptografi pada server" in text


@pytest.mark.parametrize("email, asks", [("", True), ("sekretaris@contoh.example", False)])
def test_the_esign_service_asks_for_the_nik_only_where_no_email_is_known(frozen, all_ready, email, asks):
    choose(frozen, "esign", email=email)
    text = desk(frozen, "sekretaris").get(PAGE).text
    assert ('name="nik"' in text) is asks
    assert "Frasa sandi tanda tangan elektronik Anda" in text


def test_an_upload_offers_the_frozen_file_and_asks_for_the_signed_one(frozen):
    choose(frozen, "upload")
    text = desk(frozen, "sekretaris").get(PAGE).text
    assert f"{WHERE}/versions/1/frozen.pdf?unduh=1" in text
    assert 'enctype="multipart/form-data"' in text
    assert 'name="passphrase"' not in text
    assert "Unggah dan periksa</button>" in text


# --- What is refused comes back on the form ----------------------------------------------------------


@pytest.mark.parametrize("nik", ["", "123", "12345678901234567", "abcdefghijklmnop"])
def test_a_nik_that_is_none_is_refused_and_not_shown_again(frozen, nik):
    choose(frozen, "esign")
    response = sign(frozen, nik=nik, passphrase=SECRET)
    assert response.status_code == 422
    assert "NIK" in response.text
    assert SECRET not in response.text
    assert not nik or f'value="{nik}"' not in response.text
    assert fresh().pending is not None


def test_a_service_that_is_away_leaves_the_report_unsigned_with_a_sentence(frozen):
    choose(frozen, "esign", email="sekretaris@contoh.example")
    response = sign(frozen, passphrase=SECRET)
    assert response.status_code == 409
    assert "error-summary" in response.text
    assert SECRET not in response.text
    assert fresh().current is None
    assert verify().ok


def test_what_was_typed_beside_the_secret_stays(frozen):
    from app.demo.story import wita

    frozen.extensions["clock"].set(wita("2026-12-01 10.00"))
    response = sign(frozen, passphrase=SECRET, late_reason="Sekretaris mendampingi rapat paripurna.")
    assert response.status_code == 422
    assert "Sekretaris mendampingi rapat paripurna." in response.text
    assert SECRET not in response.text


def test_a_frozen_version_without_its_paraf_is_not_signed(frozen):
    from app.reports.actions import withdraw_paraf

    with writing():
        withdraw_paraf(fresh().pending, reason="lampiran belum terbaca", by=find_office().kabag_umum, at=FROZEN_AT)
    assert "Tandatangani laporan</button>" not in desk(frozen, "sekretaris").get(PAGE).text
    response = sign(frozen)
    assert response.status_code == 409
    assert "report:signed" not in acts()


def test_a_paraf_that_is_taken_back_while_the_signature_is_made_stops_it(frozen, monkeypatch):
    """Between the slow signing and the write there is room for another person's act."""
    from app.reports.actions import withdraw_paraf

    honest = page.signing.sign_typed

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        made = honest(*args, **kwargs)
        with writing():
            withdraw_paraf(fresh().pending, reason="keliru memberi paraf", by=find_office().kabag_umum, at=FROZEN_AT)
        return made

    monkeypatch.setattr(page.signing, "sign_typed", meanwhile)
    assert sign(frozen).status_code == 409
    assert fresh().current is None
    assert "report:signed" not in acts()


# --- Signed elsewhere --------------------------------------------------------------------------------


def test_our_pdf_signed_elsewhere_is_kept_as_it_came(frozen, elsewhere):
    data = elsewhere()
    assert upload(frozen, data).status_code == 303
    version = fresh().current
    assert store.read(version.signed_sha256, folder=frozen.config["SETTINGS"].files_folder) == data
    assert data.startswith(store.read(version.frozen_sha256, folder=frozen.config["SETTINGS"].files_folder))
    assert verify().ok


@pytest.mark.parametrize("wrong", ["nothing", "unsigned", "foreign", "cut", "text"])
def test_anything_else_that_is_uploaded_is_refused_on_the_form(frozen, elsewhere, wrong):
    signed = elsewhere()
    data = {
        "nothing": None, "unsigned": frozen_pdf(frozen), "foreign": b"%PDF-1.7\n%%EOF\n", "cut": signed[:-1],
        "text": b"bukan pdf",
    }[wrong]  # fmt: skip
    response = upload(frozen, data)
    assert response.status_code == 422, response.text[-500:]
    assert "error-summary" in response.text
    assert fresh().current is None


def test_a_file_that_is_no_pdf_is_called_that_first(frozen, elsewhere):
    response = upload(frozen, b"PK\x03\x04 laporan.docx")
    assert response.status_code == 422
    assert "Berkas ini bukan PDF." in response.text
    assert "bukan salinan beku yang kami terbitkan" not in response.text


def test_a_pdf_that_somebody_else_signed_is_refused(frozen, elsewhere):
    response = upload(frozen, elsewhere(who="kabag_umum"))
    assert response.status_code == 422
    assert fresh().current is None


def test_an_upload_that_is_too_large_is_refused_on_the_form(frozen, elsewhere):
    response = upload(frozen, b"%PDF-1.7" + bytes(MAX_BYTES))
    assert response.status_code == 413
    assert "lebih besar dari 25 MB" in response.text
    assert "error-summary" in response.text
    assert fresh().pending is not None


def test_an_upload_for_another_pdf_than_the_one_that_was_read_is_refused(frozen, elsewhere):
    response = upload(frozen, elsewhere(), sha256="0" * 64)
    assert response.status_code == 409
    assert "Laporan sudah berubah sejak Anda membacanya." in response.text


# --- A token -----------------------------------------------------------------------------------------


@pytest.fixture
def with_token(frozen: Flask, authority: DemoAuthority, tmp_path, monkeypatch) -> Flask:
    if not os.path.exists(MODULE):
        pytest.skip("SoftHSM2 is not installed (Debian: apt-get install softhsm2).")
    monkeypatch.setenv("SOFTHSM2_CONF", "")
    token, person = SoftToken.at(tmp_path / "softhsm"), find_office().sekretaris
    token.insert("kantor")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token.store_key(key, token="kantor", label="sekretaris", id_="A1")
    certificate = certificate_for(key, name=person.name, nip=person.nip, authority=authority, at=FROZEN_AT)
    file = tmp_path / "sertifikat.der"
    file.write_bytes(certificate.public_bytes(Encoding.DER))
    subprocess.run([sys.executable, "-c", STORE_CERTIFICATE, str(token.folder), str(file)], cwd=ROOT, check=True)
    choose(frozen, "token", token_label="kantor", key_label="sekretaris")
    return frozen


def test_a_token_signs_with_its_pin(with_token):
    assert sign(with_token, passphrase=PIN).status_code == 303
    assert fresh().current.level == "B-B"
    assert verify().ok


def test_a_wrong_pin_is_told_at_its_field_and_not_shown_again(with_token):
    response = sign(with_token, passphrase="111111")
    assert response.status_code == 422
    assert "PIN" in response.text
    assert "111111" not in response.text
    assert fresh().current is None
    db.session.rollback()
