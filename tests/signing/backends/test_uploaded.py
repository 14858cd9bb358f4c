"""Our PDF signed elsewhere: taken as it is when it is ours and his, refused with what to do when it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from app.signing.backends import uploaded as uploaded_elsewhere
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Part, SignRequest
from app.signing.backends.upload_child import Question, problem_with
from app.signing.backends.uploaded import accept_signed_elsewhere
from app.signing.demo_certificates import demo_authority, demo_certificate
from app.signing.errors import UnacceptableUpload
from app.signing.verification.messages import Facts
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verify import verify_pdf
from tests.signing.backends.esign_service import resaved, sign_like_bsre
from tests.signing.backends.forging import note, opening_action, overlay
from tests.signing.conftest import APPEARANCE, AT, ISSUED, NAME, NIP, PASSPHRASE
from tests.signing.documents import FIELD, frozen_report

SECOND = "paraf-kabag"


@dataclass(frozen=True)
class Somebody:
    name: str = NAME
    nip: str = NIP


class OneKey(EmptyRegister):
    """A register that knows one certificate."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint

    def known_certificates(self) -> frozenset[str]:
        return frozenset({self._fingerprint})


@pytest.fixture(scope="module")
def ours() -> bytes:
    return frozen_report(fields=(FIELD, SECOND))


@pytest.fixture(scope="module")
def signing(authority) -> Callable[..., bytes]:
    """`signing(pdf, name=…, nip=…)`: what an application of the person's own would make of it."""
    signers: dict[object, Pkcs12Signer] = {}

    def make(pdf: bytes, *, name=NAME, nip=NIP, field=FIELD, part=Part.APPROVES, of=authority, until=None) -> bytes:
        known = (name, nip, of.certificate.serial_number, until)
        if known not in signers:
            made = demo_certificate(name, nip=nip, passphrase=PASSPHRASE, at=ISSUED, authority=of, until=until)
            signers[known] = Pkcs12Signer.load(made.p12, passphrase=PASSPHRASE)
        return signers[known].sign(SignRequest(pdf, field, APPEARANCE, AT, part)).pdf

    return make


@pytest.fixture
def accept(roots):
    """The judgement itself, in this process; that it has a process of its own is tested at the end."""

    def accept(ours, uploaded, *, user=None, roots=roots, now=AT, register=None, has_namesake=False) -> bytes:
        user = user or Somebody()
        known = frozenset(register.known_certificates()) if register else frozenset()
        facts = Facts(now=now, roots=roots, known=known, documents={}, seconds=20, megabytes=800)
        question = Question(user.name, user.nip, has_namesake, len(ours))
        if problem := problem_with(ours, uploaded, question, facts=facts):
            raise UnacceptableUpload(problem)
        return uploaded

    return accept


def refused(accept, ours: bytes, uploaded: bytes, sentence: str, **options) -> None:
    with pytest.raises(UnacceptableUpload, match=sentence) as refusal:
        accept(ours, uploaded, **options)
    assert refusal.value.field == "file"


def test_his_signature_in_our_field_is_taken_unchanged(accept, signing, ours: bytes) -> None:
    signed = signing(ours)
    assert accept(ours, signed) == signed


def test_a_certifying_signature_is_taken_too(accept, signing, ours: bytes) -> None:
    signed = signing(ours, part=Part.CERTIFIES)
    assert accept(ours, signed) == signed


@pytest.mark.parametrize("place", [{}, {"page": 2, "box": (310, 400, 500, 480)}], ids=["invisible", "beside the words"])
def test_a_signature_with_validation_data_in_a_field_of_its_own_is_taken(accept, pki, ours, place) -> None:
    image = _white() if place else b""
    signed = sign_like_bsre(ours, pki=pki, image=image, **place)
    assert accept(ours, signed, roots=pki.roots, now=datetime.now(UTC)) == signed


@pytest.mark.parametrize("box", [(60, 690, 400, 720), (40, 40, 560, 800)], ids=["over the words", "over the page"])
def test_a_block_that_hides_the_report_is_refused(accept, pki, ours: bytes, box) -> None:
    signed = sign_like_bsre(ours, pki=pki, page=1, box=box, image=_white())
    refused(accept, ours, signed, "menutupi isi|terlalu besar|tidak sama", roots=pki.roots, now=datetime.now(UTC))


def test_an_unsigned_copy_is_refused(accept, ours: bytes) -> None:
    refused(accept, ours, ours, "belum ditandatangani")


def test_a_copy_with_something_behind_it_is_still_unsigned(accept, ours: bytes) -> None:
    refused(accept, ours, opening_action(ours), "belum ditandatangani|tidak lolos")


def test_a_file_that_was_saved_anew_is_refused(accept, signing, ours: bytes) -> None:
    refused(accept, ours, signing(resaved(ours)), "bukan salinan beku")


@pytest.mark.parametrize("forge", [overlay, note, opening_action])
def test_whatever_was_slipped_in_before_the_signature_is_found(accept, signing, ours: bytes, forge) -> None:
    refused(accept, ours, signing(forge(ours)), "perubahan lain|tidak sama")


@pytest.mark.parametrize("forge", [overlay, note, opening_action])
def test_whatever_was_slipped_in_after_the_signature_is_found(accept, signing, ours: bytes, forge) -> None:
    refused(accept, ours, forge(signing(ours)), "tidak lolos pemeriksaan")


@pytest.mark.parametrize("missing", [1, 400, 9000])
def test_a_truncated_file_is_refused(accept, signing, ours: bytes, missing: int) -> None:
    refused(accept, ours, signing(ours)[:-missing], "tidak lolos|belum ditandatangani|terpotong|tidak dapat dibaca")


def test_less_than_ours_is_called_cut_off(accept, ours: bytes) -> None:
    refused(accept, ours, ours[:-10], "terpotong")


def test_a_flipped_bit_is_refused(accept, signing, ours: bytes) -> None:
    signed = bytearray(signing(ours))
    signed[len(ours) + 200] ^= 1
    refused(accept, ours, bytes(signed), "tidak lolos|tidak dapat dibaca|perubahan lain")


def test_two_new_signatures_are_one_too_many(accept, signing, ours: bytes) -> None:
    twice = signing(signing(ours), field=SECOND)
    refused(accept, ours, twice, "lebih dari satu tanda tangan")


def test_a_paraf_that_was_there_before_is_not_counted(accept, signing, ours: bytes) -> None:
    with_paraf = signing(ours, name="Rahmadi, S.H.", nip="197505152000031000", field=SECOND)
    signed = signing(with_paraf)
    assert accept(with_paraf, signed) == signed


def test_our_own_signed_file_is_not_taken_for_a_new_one(accept, signing, ours: bytes) -> None:
    signed = signing(ours)
    refused(accept, signed, signed, "belum ditandatangani")


def test_the_signed_file_of_another_report_is_refused(accept, signing, ours: bytes) -> None:
    refused(accept, ours, signing(frozen_report(pages=3)), "bukan salinan beku")


def test_another_persons_signature_is_refused(accept, signing, ours: bytes) -> None:
    signed = signing(ours, name="Ahmad Fauzi, S.Sos.", nip="198001012005011000")
    refused(accept, ours, signed, "bukan Anda.*atas nama “Ahmad Fauzi")


def test_a_namesake_with_another_nip_is_refused(accept, signing, ours: bytes) -> None:
    refused(accept, ours, signing(ours, nip="198001012005011000"), "NIP pada sertifikat bukan NIP Anda")


def test_where_two_share_a_name_the_certificate_has_to_say_the_nip(accept, signing, ours: bytes) -> None:
    nameless = signing(ours, nip="")
    assert accept(ours, nameless) == nameless
    refused(accept, ours, nameless, "nama yang sama", has_namesake=True)
    assert accept(ours, signing(ours), has_namesake=True)


def test_a_homemade_certificate_in_his_name_proves_nobody(accept, signing, ours: bytes) -> None:
    impostor = demo_authority(at=ISSUED, name="CONTOH – Otoritas Buatan Sendiri")
    refused(accept, ours, signing(ours, of=impostor), "sertifikat induk")


def test_a_certificate_that_the_register_knows_needs_no_root(accept, signing, ours: bytes) -> None:
    signed = signing(ours)
    report = verify_pdf(signed, register=EmptyRegister(), trust_roots=[], now=AT).signatures[0]
    assert accept(ours, signed, roots=[], register=OneKey(report.fingerprint)) == signed
    refused(accept, ours, signed, "sertifikat induk", roots=[], register=OneKey("00"))


def test_an_expired_certificate_is_refused(accept, signing, ours: bytes) -> None:
    signed = signing(ours, until=AT + timedelta(days=1))
    assert accept(ours, signed)
    refused(accept, ours, signed, "habis masa berlakunya", now=AT + timedelta(days=2))


@pytest.mark.parametrize("data", [b"", b"bukan PDF", b"%PDF-1.7\n%%EOF"])
def test_something_else_altogether_is_refused(accept, ours: bytes, data: bytes) -> None:
    refused(accept, ours, data, "bukan salinan beku|terpotong")


def test_junk_behind_our_bytes_is_refused(accept, ours: bytes) -> None:
    refused(accept, ours, ours + b"\n" * 5000 + b"%%EOF\n", "belum ditandatangani|tidak lolos")


def test_the_person_is_compared_as_he_is_now(accept, signing, ours: bytes) -> None:
    refused(accept, ours, signing(ours), "bukan Anda", user=replace(Somebody(), name="Siti Rahmah"))


def test_in_its_own_process_the_same_file_is_taken_and_refused(signing, ours: bytes, roots) -> None:
    signed = signing(ours)
    assert accept_signed_elsewhere(ours, signed, user=Somebody(), roots=roots, now=AT) == signed
    for uploaded, sentence in ((ours, "belum ditandatangani"), (signing(overlay(ours)), "perubahan lain|tidak sama")):
        with pytest.raises(UnacceptableUpload, match=sentence) as refusal:
            accept_signed_elsewhere(ours, uploaded, user=Somebody(), roots=roots, now=AT)
        assert refusal.value.field == "file"


def test_a_key_in_the_register_is_known_in_the_other_process_too(signing, ours: bytes) -> None:
    signed = signing(ours)
    fingerprint = verify_pdf(signed, register=EmptyRegister(), trust_roots=[], now=AT).signatures[0].fingerprint
    register = OneKey(fingerprint)
    assert accept_signed_elsewhere(ours, signed, user=Somebody(), roots=[], now=AT, register=register) == signed


def test_a_file_that_takes_too_long_is_refused(signing, ours: bytes, roots, monkeypatch) -> None:
    monkeypatch.setattr(uploaded_elsewhere, "START_SECONDS", 0.1)
    with pytest.raises(UnacceptableUpload, match="terlalu lama"):
        accept_signed_elsewhere(ours, signing(ours), user=Somebody(), roots=roots, now=AT, seconds=0)


def test_a_file_beyond_every_report_is_not_read(ours: bytes, roots) -> None:
    with pytest.raises(UnacceptableUpload, match="25 MB"):
        accept_signed_elsewhere(ours, ours + bytes(26 << 20), user=Somebody(), roots=roots, now=AT)


def _white() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(out, "PNG")
    return out.getvalue()
