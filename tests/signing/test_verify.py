"""What an uploaded PDF is worth: every kind of file gets its own, honest word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.demo_certificates import DemoAuthority, demo_authority, demo_certificate
from app.signing.verification.trust import EmptyRegister, Root
from app.signing.verification.verdicts import Registered, Trust, Verdict, Verification
from app.signing.verification.verify import MAX_BYTES, verify_pdf
from app.web.refusals import TooLarge
from tests.signing import attacks
from tests.signing.conftest import AT, ISSUED, NAME, NIP, PASSPHRASE, sign
from tests.signing.documents import frozen_report

LATER = AT + timedelta(hours=1)


class OfficeRegister(EmptyRegister):
    """A register that knows one file and one certificate."""

    def __init__(self, *, file: Registered | None = None, fingerprint: str = "") -> None:
        self.file = file
        self.fingerprint = fingerprint

    def find(self, sha256: str) -> Registered | None:
        return self.file if self.file and self.file.sha256 == sha256 else None

    def knows_certificate(self, fingerprint: str) -> bool:
        return fingerprint == self.fingerprint


def check(data: bytes, *, roots: list[Root] | None = None, now: datetime = LATER) -> Verification:
    return verify_pdf(data, register=EmptyRegister(), trust_roots=roots or [], now=now)


def test_a_signed_report_is_intact_and_says_who_signed_when(signed: bytes, roots: list[Root]) -> None:
    answer = check(signed, roots=roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.LOCAL)
    (report,) = answer.as_json()["signatures"]
    assert report["signer"] == f"{NAME} (CONTOH)"
    assert report["nip"] == NIP
    assert report["time"] == "2026-11-23T09:00:00+08:00"
    assert report["time_utc"] == "2026-11-23T01:00:00Z"
    assert (report["level"], report["algorithm"]) == ("B-B", "SHA-256, RSA 2048")
    assert report["covers_whole_file"] and report["certifies"] and report["valid"]


def test_the_answer_has_exactly_the_keys_of_the_contract(signed: bytes) -> None:
    assert check(signed).as_json().keys() == {"verdict", "trust", "registered", "signatures", "reasons"}


def test_a_report_without_a_signature_says_so_even_with_a_drawn_stamp(frozen: bytes) -> None:
    stamped = attacks.appended(frozen, attacks.cover_page)
    answer = check(stamped)
    assert answer.verdict is Verdict.UNSIGNED
    assert "bukan tanda tangan elektronik" in answer.reasons[0]


@pytest.mark.parametrize("data", [b"", b"Halo, ini bukan PDF.", b"PK\x03\x04" + bytes(200), b"%PDF", bytes(5000)])
def test_what_is_no_pdf_cannot_be_checked(data: bytes) -> None:
    assert check(data).verdict is Verdict.UNREADABLE


def test_a_locked_pdf_cannot_be_checked() -> None:
    answer = check(frozen_report(encrypt=True))
    assert answer.verdict is Verdict.UNREADABLE
    assert "terkunci sandi" in answer.reasons[0]


@pytest.mark.parametrize("junk", [b"\n", b" ", b"<html></html>", b"%PDF-1.7\n%%EOF\n"])
def test_anything_before_the_header_breaks_the_file(signed: bytes, junk: bytes) -> None:
    assert not check(junk + signed).verdict.accepted


@pytest.mark.parametrize("junk", [b"\n\n", b" x", b"%%EOF\n", b"\x00", b"<</Type/Catalog>>", b"startxref\n0\n%%EOF\n"])
def test_anything_behind_the_end_breaks_the_file(signed: bytes, junk: bytes) -> None:
    assert check(signed + junk).verdict in (Verdict.BROKEN, Verdict.ALTERED, Verdict.UNREADABLE)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.9, 0.999])
def test_a_truncated_file_is_broken(signed: bytes, kept: float) -> None:
    answer = check(signed[: int(len(signed) * kept)])
    assert answer.verdict is Verdict.BROKEN


def test_cut_back_to_the_frozen_revision_it_is_unsigned_again(signed: bytes, frozen: bytes) -> None:
    assert check(signed[: len(frozen)]).verdict is Verdict.UNSIGNED


@pytest.mark.parametrize("change", [attacks.add_note, attacks.cover_page, attacks.swap_content])
def test_changes_saved_behind_the_signature_alter_the_file(signed: bytes, roots: list[Root], change) -> None:
    answer = check(attacks.appended(signed, change), roots=roots)
    assert (answer.verdict, answer.trust) == (Verdict.ALTERED, Trust.UNKNOWN)
    assert not answer.signatures[0].valid


def test_an_update_that_adds_nothing_is_not_accepted(signed: bytes) -> None:
    assert check(attacks.appended(signed, attacks.add_nothing)).verdict is Verdict.ALTERED


def test_objects_that_no_list_mentions_are_found(signed: bytes) -> None:
    assert check(attacks.unlisted_tail(signed)).verdict is Verdict.ALTERED


def test_a_signature_that_was_taken_out_of_the_document_is_found(signed: bytes) -> None:
    answer = check(attacks.appended(signed, attacks.without_signature_field))
    assert answer.verdict is Verdict.ALTERED
    assert "dilepas" in answer.reasons[0]


def test_a_file_saved_anew_by_another_program_is_not_accepted(signed: bytes) -> None:
    assert check(attacks.resaved(signed)).verdict in (Verdict.BROKEN, Verdict.ALTERED)


@pytest.mark.parametrize("share", [step / 23 for step in range(23)])
def test_one_flipped_bit_anywhere_is_noticed(signed: bytes, share: float) -> None:
    assert not check(attacks.flip(signed, int(share * len(signed)))).verdict.accepted


def test_a_flipped_bit_in_the_page_content_says_altered(signed: bytes) -> None:
    answer = check(attacks.flip(signed, signed.index(b"Capaian indikator")))
    assert answer.verdict is Verdict.ALTERED
    assert "tidak sama dengan yang ditandatangani" in answer.reasons[0]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), bit=st.integers(0, 7))
def test_one_flipped_bit_in_the_unsigned_gap_is_noticed_too(signed: bytes, place: float, bit: int) -> None:
    start, end = attacks.gap_of(signed)
    position = start + int(place * (end - start - 1))
    assert not check(attacks.flip(signed, position, bit)).verdict.accepted


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_verifier_fail(data: bytes) -> None:
    for candidate in (data, b"%PDF-1.7\n" + data, b"%PDF-1.7\n" + data + b"\nstartxref\n9\n%%EOF\n"):
        assert not check(candidate).verdict.accepted


def test_deep_nesting_is_an_answer_not_a_crash() -> None:
    nested = (
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    )
    trailer = b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % nested.index(b"xref")
    assert check(nested + trailer).verdict is Verdict.UNREADABLE


def test_an_impostor_with_the_same_name_is_not_known(frozen: bytes, roots: list[Root]) -> None:
    rogue = demo_certificate(NAME, nip=NIP, passphrase=PASSPHRASE, at=ISSUED, authority=demo_authority(at=ISSUED))
    signer = Pkcs12Signer.load(rogue.p12, passphrase=PASSPHRASE)
    answer = check(sign(signer, frozen), roots=roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.UNKNOWN)


def test_an_expired_certificate_is_not_valid_but_the_file_is_intact(
    frozen: bytes, authority: DemoAuthority, roots: list[Root]
) -> None:
    expired = demo_certificate(
        NAME, nip=NIP, passphrase=PASSPHRASE, at=ISSUED, until=AT - timedelta(days=1), authority=authority
    )
    signer = Pkcs12Signer.load(expired.p12, passphrase=PASSPHRASE)
    answer = check(sign(signer, frozen), roots=roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.INVALID)


def test_what_we_registered_is_judged_by_the_day_it_was_issued(signed: bytes, roots: list[Root]) -> None:
    years_later = datetime(2040, 1, 1, tzinfo=UTC)
    assert check(signed, roots=roots, now=years_later).trust is Trust.INVALID
    file = Registered(check(signed).sha256, "Laporan", "signed", "abcdefghjkmnpqrstuvw", AT)
    answer = verify_pdf(signed, register=OfficeRegister(file=file), trust_roots=roots, now=years_later)
    assert (answer.verdict, answer.trust, answer.registered) == (Verdict.INTACT, Trust.LOCAL, file)


def test_a_root_of_the_state_makes_it_certified(signed: bytes, roots: list[Root]) -> None:
    state = [Root(root.der, root.fingerprint, Trust.CERTIFIED) for root in roots]
    assert check(signed, roots=state).trust is Trust.CERTIFIED


def test_an_uploaded_key_is_known_without_any_root(signed: bytes) -> None:
    fingerprint = check(signed).signatures[0].fingerprint
    answer = verify_pdf(signed, register=OfficeRegister(fingerprint=fingerprint), trust_roots=[], now=LATER)
    assert answer.trust is Trust.LOCAL


def test_a_file_over_the_limit_is_refused(signed: bytes) -> None:
    with pytest.raises(TooLarge):
        check(signed + bytes(MAX_BYTES))
