"""A token signs with its PIN, shows its certificate without it, and says what is wrong in a sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pkcs11
import pytest
from pkcs11 import TokenFlag
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from app.signing.backends import token as tokens
from app.signing.backends.token import TokenSigner, certificate_on_token
from app.signing.backends.token_look import look_at_token
from app.signing.certificates import facts_of, load_certificate
from app.signing.errors import KeyNotReady, WrongPassphrase
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Trust, Verdict
from app.signing.verification.verify import verify_pdf
from tests.signing.backends.softhsm import PIN, SoftToken, place
from tests.signing.conftest import AT, NAME, NIP
from tests.signing.documents import FIELD

pytestmark = pytest.mark.usefixtures("token")


class Pretended:
    """A token as its maker's library describes it, refusing the PIN as real ones do."""

    def __init__(self, refusal: type[Exception], flags: int = 0) -> None:
        self.refusal, self.flags, self.asked = refusal, TokenFlag.USER_PIN_INITIALIZED, 0
        self._afterwards = flags

    def open(self, **_: object) -> None:
        self.asked += 1
        self.flags |= self._afterwards
        raise self.refusal


def sign(pdf: bytes, signer: TokenSigner) -> bytes:
    metadata = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    with signer:
        whole = signers.PdfSigner(metadata, signer=signer.pyhanko_signer())
        signed: bytes = whole.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
    return signed


def enter(signer: TokenSigner) -> None:
    with signer:
        pass


@pytest.mark.parametrize("key", ["rsa", "ec", "nama-lain"])
def test_a_token_signs_with_rsa_and_with_ec(frozen: bytes, roots, key: str) -> None:
    signed = sign(frozen, TokenSigner(place(key), pin=PIN))
    answer = verify_pdf(signed, register=EmptyRegister(), trust_roots=roots, now=AT)
    assert answer.verdict is Verdict.INTACT
    assert (answer.signatures[0].nip, answer.trust) == (NIP, Trust.LOCAL)
    assert signed.startswith(frozen)


def test_two_signatures_in_a_row_open_and_close_their_own_session(frozen: bytes) -> None:
    for _ in range(3):
        assert sign(frozen, TokenSigner(place("ec"), pin=PIN)).startswith(frozen)


def test_the_certificate_is_seen_without_the_pin(authority) -> None:
    found = look_at_token(place("rsa"))
    facts = facts_of(load_certificate(found.certificate))
    assert (facts.common_name, facts.nip) == (f"{NAME} (CONTOH)", NIP)
    assert facts_of(authority.certificate).der in found.chain
    assert found.warning == ""


def test_a_certificate_under_another_name_is_found_by_the_keys_id() -> None:
    assert facts_of(load_certificate(certificate_on_token(place("nama-lain")).certificate)).nip == NIP


def test_a_wrong_pin_is_refused_without_being_repeated(frozen: bytes) -> None:
    with pytest.raises(WrongPassphrase, match="PIN token salah") as refusal:
        sign(frozen, TokenSigner(place("rsa"), pin="000999"))
    assert refusal.value.field == "passphrase"
    assert "000999" not in f"{refusal.value!r} {refusal.value.__cause__!r}"
    assert sign(frozen, TokenSigner(place("rsa"), pin=PIN))


def test_an_empty_pin_costs_the_token_no_try(monkeypatch) -> None:
    pretended = Pretended(pkcs11.PinIncorrect)
    monkeypatch.setattr(tokens, "find_token", lambda _: pretended)
    with pytest.raises(WrongPassphrase):
        enter(TokenSigner(place("rsa"), pin=""))
    assert pretended.asked == 0


@pytest.mark.parametrize(
    ("refusal", "flags", "kind", "sentence"),
    [
        (pkcs11.PinLocked, 0, KeyNotReady, "terkunci karena terlalu sering"),
        (pkcs11.PinIncorrect, TokenFlag.USER_PIN_LOCKED, KeyNotReady, "terkunci karena terlalu sering"),
        (pkcs11.PinIncorrect, TokenFlag.USER_PIN_FINAL_TRY, WrongPassphrase, "Tinggal satu kali"),
        (pkcs11.PinLenRange, TokenFlag.USER_PIN_COUNT_LOW, WrongPassphrase, "PIN token salah"),
        (pkcs11.PinExpired, 0, KeyNotReady, "kedaluwarsa"),
        (pkcs11.UserPinNotInitialized, 0, KeyNotReady, "belum dibuat"),
        (pkcs11.TokenNotPresent, 0, KeyNotReady, "tercabut"),
        (pkcs11.DeviceRemoved, 0, KeyNotReady, "tercabut"),
    ],
)
def test_what_a_token_answers_is_said_in_a_sentence(monkeypatch, refusal, flags, kind, sentence: str) -> None:
    pretended = Pretended(refusal, flags)
    monkeypatch.setattr(tokens, "find_token", lambda _: pretended)
    with pytest.raises(kind, match=sentence):
        enter(TokenSigner(place("rsa"), pin="123456"))


def test_a_locked_token_is_not_asked_again(monkeypatch) -> None:
    pretended = Pretended(pkcs11.PinIncorrect)
    pretended.flags |= TokenFlag.USER_PIN_LOCKED
    monkeypatch.setattr(tokens, "find_token", lambda _: pretended)
    with pytest.raises(KeyNotReady, match="terkunci"):
        enter(TokenSigner(place("rsa"), pin="123456"))
    assert pretended.asked == 0


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (place("rsa", token="rumah"), "“rumah” tidak ditemukan"),
        (place("rsa", token="kembar"), "beberapa token bernama “kembar”"),
        (place("rsa", module="/tidak/ada.so"), "PAPAN_PKCS11_MODULE"),
        (place("tanpa-sertifikat"), "tidak ada sertifikat"),
        (place("lupa"), "tidak ada sertifikat untuk kunci “lupa”"),
    ],
)
def test_looking_says_what_is_missing_and_what_to_do(where, sentence: str) -> None:
    with pytest.raises(KeyNotReady, match=sentence):
        look_at_token(where)


@pytest.mark.parametrize(
    ("key", "sentence"), [("lupa", "tidak ada kunci bernama “lupa”"), ("tanpa-sertifikat", "tidak ada sertifikat")]
)
def test_a_key_that_cannot_sign_is_refused(frozen: bytes, key: str, sentence: str) -> None:
    with pytest.raises(KeyNotReady, match=sentence):
        sign(frozen, TokenSigner(place(key), pin=PIN))


def test_a_library_that_is_no_library_takes_nothing_with_it(tmp_path: Path) -> None:
    module = tmp_path / "palsu.so"
    module.write_bytes(b"\x7fELF bukan pustaka")
    with pytest.raises(KeyNotReady, match="PAPAN_PKCS11_MODULE"):
        look_at_token(place("rsa", module=str(module)))


def test_a_token_that_hangs_is_given_up_on(token: SoftToken) -> None:
    with pytest.raises(KeyNotReady, match="tidak menjawab"):
        look_at_token(place("rsa"), seconds=0.01)


def test_the_key_cannot_be_used_outside_its_session() -> None:
    with pytest.raises(KeyNotReady):
        TokenSigner(place("rsa"), pin=PIN).pyhanko_signer()
