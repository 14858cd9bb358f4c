"""The esign service of both versions: what it gets, what is taken from it, and each way in which it fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.signing.backends import esign_words as words
from app.signing.backends.esign import EsignSigner, check_status
from app.signing.backends.esign_http import Service
from app.signing.backends.signer import Secrets, SignedPdf, SignRequest
from app.signing.errors import ServiceRefused, ServiceUnanswered, UnsignablePdf, WrongPassphrase
from app.signing.pades.appearance import draw
from app.signing.verification.verdicts import Trust
from app.web.refusals import Invalid
from tests.signing.backends.esign_service import EMAIL, NIK, PASSWORD, TOTP, USER, EsignService, Fault
from tests.signing.conftest import APPEARANCE
from tests.signing.documents import FIELD
from tests.signing.pki import PASSPHRASE, Pki

BOTH = pytest.mark.parametrize("version", ["1", "2"])
SECRETS = Secrets(passphrase=PASSPHRASE, nik=NIK)


@pytest.fixture(scope="module")
def running(pki: Pki) -> Iterator[EsignService]:
    service = EsignService(pki)
    yield service
    service.close()


@pytest.fixture
def esign(running: EsignService) -> Iterator[EsignService]:
    running.fault, running.status, running.signed = None, "ISSUE", 0
    running.asked.clear()
    running.kept.clear()
    yield running


@pytest.fixture(scope="module")
def block() -> bytes:
    return draw(APPEARANCE, label="Tanda tangan elektronik", width=230, height=90)


def where(esign: EsignService, version: str, *, seconds: float = 20) -> Service:
    return Service(esign.url, version, USER, PASSWORD, seconds)


def request_for(pdf: bytes, block: bytes = b"") -> SignRequest:
    return SignRequest(pdf, FIELD, APPEARANCE, datetime.now(UTC), stamp=block)


def sign(esign: EsignService, version: str, pdf: bytes, *, block: bytes = b"", **options) -> SignedPdf:
    options = {"secrets": SECRETS, "roots": esign.pki.roots} | options
    seconds = options.pop("seconds", 20)
    return EsignSigner(where(esign, version, seconds=seconds), **options).sign(request_for(pdf, block))


@BOTH
def test_the_service_signs_visibly_at_the_fields_place(esign, frozen: bytes, block: bytes, version: str) -> None:
    signed = sign(esign, version, frozen, block=block)
    assert signed.pdf.startswith(frozen) and signed.level in ("B-T", "B-LT")
    assert esign.last_order["page"] == 2
    assert esign.last_order["box"] == pytest.approx((60, 60, 290, 150), abs=0.05)
    assert esign.last_order["image"].startswith(b"\x89PNG")
    assert signed.document_id == ("dok-1" if version == "1" else "")


@BOTH
def test_without_a_block_the_signature_is_invisible(esign, frozen: bytes, version: str) -> None:
    assert sign(esign, version, frozen).pdf.startswith(frozen)
    assert esign.last_order == {}


def test_version_2_knows_the_person_by_mail_and_takes_a_totp(esign, frozen: bytes) -> None:
    signed = sign(esign, "2", frozen, secrets=Secrets(totp=TOTP), email=EMAIL)
    assert signed.level in ("B-T", "B-LT") and esign.signed == 1


def test_the_label_claims_what_a_configured_root_can_prove(esign) -> None:
    proven = EsignSigner(where(esign, "2"), secrets=SECRETS, roots=esign.pki.roots)
    local = [replace(root, trust=Trust.LOCAL) for root in esign.pki.roots]
    unproven = EsignSigner(where(esign, "2"), secrets=SECRETS, roots=local)
    assert "tersertifikasi melalui" in proven.label and proven.trust is Trust.CERTIFIED
    assert "tersertifikasi melalui" not in unproven.label and unproven.trust is Trust.UNKNOWN


def test_a_certificate_beyond_the_certified_roots_is_not_called_certified(esign, frozen: bytes, roots) -> None:
    other = [replace(root, trust=Trust.CERTIFIED) for root in roots]
    with pytest.raises(ServiceRefused, match="tidak boleh disebut tersertifikasi"):
        sign(esign, "2", frozen, roots=other)


def test_without_a_root_the_file_is_taken_and_nothing_is_claimed(esign, frozen: bytes) -> None:
    assert sign(esign, "2", frozen, roots=()).pdf.startswith(frozen)


@BOTH
@pytest.mark.parametrize("status", sorted(words.STATUSES))
def test_only_issue_may_sign(esign, frozen: bytes, version: str, status: str) -> None:
    esign.status = status
    with pytest.raises(ServiceRefused) as refusal:
        sign(esign, version, frozen)
    assert refusal.value.message == words.STATUSES[status]
    assert esign.signed == 0 and not any("sign/pdf" in asked for asked in esign.asked)


def test_a_status_that_nobody_knows_is_no_permission(esign, frozen: bytes) -> None:
    esign.status = "MUNGKIN"
    with pytest.raises(ServiceRefused, match="tidak menyatakan sertifikat Anda aktif"):
        sign(esign, "2", frozen)


@BOTH
def test_a_stranger_is_not_registered(esign, frozen: bytes, version: str) -> None:
    with pytest.raises(ServiceRefused, match="belum terdaftar di BSrE"):
        sign(esign, version, frozen, secrets=Secrets(passphrase=PASSPHRASE, nik="6311000000000009"))


@BOTH
def test_a_wrong_passphrase_belongs_to_its_field_and_is_not_repeated(esign, frozen: bytes, version: str) -> None:
    with pytest.raises(WrongPassphrase) as refusal:
        sign(esign, version, frozen, secrets=Secrets(passphrase="bukan-ini", nik=NIK))
    assert refusal.value.field == "passphrase"
    assert "bukan-ini" not in f"{refusal.value!r}" and NIK not in f"{refusal.value!r}"
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("version", "secrets", "email", "field"),
    [
        ("1", Secrets(passphrase="x"), EMAIL, "nik"),
        ("2", Secrets(passphrase="x"), "", "nik"),
        ("2", Secrets(passphrase="x", nik="123"), EMAIL, "nik"),
        ("1", Secrets(nik=NIK), "", "passphrase"),
        ("1", Secrets(nik=NIK, totp=TOTP), "", "passphrase"),
        ("2", Secrets(nik=NIK), "", "passphrase"),
    ],
)
def test_what_is_missing_is_asked_for_before_the_service_is(esign, frozen, version, secrets, email, field) -> None:
    with pytest.raises(Invalid) as refusal:
        sign(esign, version, frozen, secrets=secrets, email=email)
    assert refusal.value.field == field
    assert esign.asked == []


@BOTH
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.BAD_REQUEST, r"menolak permintaan ini \(400\)"),
        (Fault.DISTURBED, r"terganggu \(500\)"),
        (Fault.GARBAGE, "bukan PDF bertanda tangan"),
        (Fault.REDIRECTS, "mengalihkan ke alamat lain"),
        (Fault.RESAVED, "bukan salinan beku"),
        (Fault.OVERLAID, "perubahan lain|tidak sama dengan salinan"),
        (Fault.COVERED, "terlalu besar|menutupi isi|tidak sama"),
        (Fault.OTHER_SIGNER, "Penanda tangan bukan Anda"),
    ],
)
def test_an_answer_that_is_not_our_document_signed_by_him_is_refused(
    esign, frozen: bytes, block: bytes, version: str, fault: Fault, sentence: str
) -> None:
    esign.fault = fault
    with pytest.raises(ServiceRefused, match=sentence):
        sign(esign, version, frozen, block=block)


@BOTH
def test_another_application_is_told_to_see_the_admin(esign, frozen: bytes, version: str) -> None:
    wrong = Service(esign.url, version, USER, "sandi-lain", 5)
    with pytest.raises(ServiceRefused, match="PAPAN_ESIGN_PASSWORD"):
        EsignSigner(wrong, secrets=SECRETS).sign(request_for(frozen))
    assert "sandi-lain" not in repr(wrong)


@BOTH
def test_nobody_there_means_nothing_signed(frozen: bytes, version: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nowhere = Service(f"http://127.0.0.1:{port}", version, USER, PASSWORD, 2)
    with pytest.raises(ServiceRefused, match="tidak dapat dihubungi"):
        EsignSigner(nowhere, secrets=SECRETS).sign(request_for(frozen))


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "esign.contoh.go.id", "http://127.0.0.1:tujuh/", ""])
def test_an_address_that_is_none_is_not_asked(frozen: bytes, url: str) -> None:
    with pytest.raises(ServiceRefused, match="tidak dapat dihubungi"):
        EsignSigner(Service(url, "2"), secrets=SECRETS).sign(request_for(frozen))


@BOTH
@pytest.mark.parametrize("fault", [Fault.HANGS, Fault.HANGS_SIGNED])
def test_a_silence_without_an_id_is_unclear(esign, frozen: bytes, version: str, fault: Fault) -> None:
    esign.fault = fault
    with pytest.raises(ServiceUnanswered, match="mungkin sudah menandatangani") as silence:
        sign(esign, version, frozen, seconds=0.8 if fault is Fault.HANGS else 4)
    assert silence.value.document_id == ""


@BOTH
def test_a_gateway_that_gave_up_is_unclear_too(esign, frozen: bytes, version: str) -> None:
    esign.fault = Fault.GATEWAY
    with pytest.raises(ServiceUnanswered):
        sign(esign, version, frozen)
    assert esign.signed == 1


@pytest.mark.parametrize("fault", [Fault.HANGS_IN_BODY, Fault.CUT])
def test_the_next_try_gets_the_file_by_its_id_and_signs_nothing(esign, frozen: bytes, fault: Fault) -> None:
    esign.fault = fault
    with pytest.raises(ServiceUnanswered, match="diminta lebih dulu") as silence:
        sign(esign, "1", frozen, seconds=4)
    assert silence.value.document_id == "dok-1"
    esign.fault = None
    signed = sign(esign, "1", frozen, ask_first=silence.value.document_id)
    assert signed.pdf.startswith(frozen) and signed.document_id == "dok-1"
    assert esign.signed == 1


def test_a_second_download_is_refused_so_it_is_signed_anew(esign, frozen: bytes) -> None:
    signed = sign(esign, "1", frozen, ask_first="dok-1")
    assert signed.document_id == "dok-1" and esign.signed == 1
    assert esign.asked[0] == "GET /api/sign/download/dok-1"


def test_the_wrong_file_under_the_id_is_not_taken(esign, frozen: bytes) -> None:
    esign.kept["dok-7"] = b"%PDF-1.7 sesuatu yang lain"
    assert sign(esign, "1", frozen, ask_first="dok-7").pdf.startswith(frozen)
    assert esign.signed == 1


def test_while_the_service_is_away_the_id_is_kept(esign, frozen: bytes) -> None:
    esign.fault = Fault.HANGS
    with pytest.raises(ServiceUnanswered, match="belum dapat ditanyai") as silence:
        sign(esign, "1", frozen, ask_first="dok-1", seconds=0.5)
    assert silence.value.document_id == "dok-1" and esign.signed == 0


def test_an_answer_without_end_is_cut_off(esign, frozen: bytes) -> None:
    esign.fault = Fault.ENDLESS
    with pytest.raises(ServiceUnanswered):
        sign(esign, "2", frozen, seconds=10)


def test_an_id_that_could_lead_elsewhere_is_not_kept() -> None:
    from app.signing.backends.esign_v1 import Version1

    assert Version1().document_id({"id_dokumen": "../../user/status/1"}) == ""
    assert Version1().document_id({"id_dokumen": "5f3c-2b"}) == "5f3c-2b"


def test_no_proxy_of_the_environment_is_used(esign, frozen: bytes, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    check_status(where(esign, "2"), secrets=SECRETS, email="")


def test_a_pdf_without_the_field_is_not_sent(esign, frozen: bytes, block: bytes) -> None:
    with pytest.raises(UnsignablePdf):
        EsignSigner(where(esign, "2"), secrets=SECRETS).sign(replace(request_for(frozen, block), field="lain"))
    assert esign.signed == 0


def test_nothing_of_the_secrets_is_in_any_repr(esign) -> None:
    from app.signing.backends.esign_order import Order

    signer = EsignSigner(where(esign, "1"), secrets=SECRETS)
    order = Order(b"", SECRETS, EMAIL, None, b"")
    for shown in (repr(SECRETS), repr(signer), repr(order), repr(where(esign, "1"))):
        assert PASSPHRASE not in shown and NIK not in shown and PASSWORD not in shown


def test_https_is_spoken_only_with_a_certificate_that_is_known(pki: Pki, monkeypatch, tmp_path) -> None:
    import ssl

    from tests.signing.backends.tls import server_certificate

    certificate, key = server_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    service = EsignService(pki, context=context)
    address = Service(f"https://127.0.0.1:{service.port}", "2", USER, PASSWORD, 5)
    try:
        with pytest.raises(ServiceRefused, match="tidak dapat dihubungi"):
            check_status(address, secrets=SECRETS, email="")
        assert service.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        check_status(address, secrets=SECRETS, email="")
    finally:
        service.close()
