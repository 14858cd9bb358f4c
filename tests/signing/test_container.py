"""A key file and its passphrase: each way to be unusable has its own sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from app.signing.backends.container import MAX_BYTES, open_container
from app.signing.certificates import check_certificate
from app.signing.demo_certificates import DemoAuthority, DemoCertificate, demo_certificate
from app.signing.errors import UnusableKey, WrongPassphrase
from app.signing.names import as_nip, plain_name, same_person
from tests.signing.conftest import ISSUED, NAME, NIP, PASSPHRASE

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def problems(certificate: DemoCertificate, *, name: str = NAME, nip: str = NIP, now: datetime = NOW) -> list[str]:
    checks = check_certificate(certificate.certificate, name=name, nip=nip, now=now)
    return [f"{check.label}: {check.advice}" for check in checks if not check.ok]


def test_the_right_passphrase_opens_the_key(certificate: DemoCertificate) -> None:
    opened = open_container(certificate.p12, passphrase=PASSPHRASE)
    assert opened.certificate == certificate.certificate
    assert "RSAPrivateKey" not in repr(opened)


@pytest.mark.parametrize("typed", ["", "salah", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_a_wrong_passphrase_is_refused_beside_its_field(certificate: DemoCertificate, typed: str) -> None:
    with pytest.raises(WrongPassphrase) as refusal:
        open_container(certificate.p12, passphrase=typed)
    assert (refusal.value.status, refusal.value.field) == (422, "passphrase")
    assert refusal.value.__context__ is None or typed not in str(refusal.value.__context__) or not typed


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 bukan kunci", b"0\x82\xff\xff", b"\x30\x00", b"%PDF-1.7"])
def test_what_is_no_key_file_is_named_so(data: bytes) -> None:
    with pytest.raises(UnusableKey, match="bukan kunci PKCS#12"):
        open_container(data, passphrase="apa saja")


def test_a_truncated_key_file_is_no_key_file(certificate: DemoCertificate) -> None:
    with pytest.raises(UnusableKey):
        open_container(certificate.p12[:-40], passphrase=PASSPHRASE)


def test_a_file_too_big_for_a_key_is_refused() -> None:
    with pytest.raises(UnusableKey, match="terlalu besar"):
        open_container(bytes(MAX_BYTES + 1), passphrase="x")


def test_a_file_without_the_private_key_is_refused(certificate: DemoCertificate) -> None:
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    only = pkcs12.serialize_key_and_certificates(b"x", None, certificate.certificate, None, protection)
    with pytest.raises(UnusableKey, match="tanpa kunci pribadi"):
        open_container(only, passphrase=PASSPHRASE)


def test_a_key_that_no_passphrase_protects_is_refused(certificate: DemoCertificate) -> None:
    opened = open_container(certificate.p12, passphrase=PASSPHRASE)
    bare = pkcs12.serialize_key_and_certificates(b"x", opened.key, opened.certificate, None, NoEncryption())
    with pytest.raises(UnusableKey, match="tidak dilindungi frasa sandi"):
        open_container(bare, passphrase="")


def test_a_key_with_the_certificate_of_another_key_is_refused(certificate: DemoCertificate) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    with pytest.raises((UnusableKey, ValueError)):
        mixed = pkcs12.serialize_key_and_certificates(b"x", other, certificate.certificate, None, protection)
        open_container(mixed, passphrase=PASSPHRASE)


def test_a_file_that_asks_for_endless_rounds_is_refused(certificate: DemoCertificate) -> None:
    opened = open_container(certificate.p12, passphrase=PASSPHRASE)
    slow = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2_000_001)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(PASSPHRASE.encode())
    )
    data = pkcs12.serialize_key_and_certificates(b"x", opened.key, opened.certificate, None, slow)
    with pytest.raises(UnusableKey, match="penyandian"):
        open_container(data, passphrase=PASSPHRASE)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    with pytest.raises(UnusableKey):
        open_container(data, passphrase="x")


def test_a_good_certificate_has_no_problems(certificate: DemoCertificate) -> None:
    assert problems(certificate) == []


def test_an_expired_certificate_says_since_when(certificate: DemoCertificate) -> None:
    (problem,) = problems(certificate, now=ISSUED + timedelta(days=731))
    assert "habis masa berlakunya 23 Oktober 2028" in problem


def test_a_certificate_of_tomorrow_says_from_when(certificate: DemoCertificate) -> None:
    (problem,) = problems(certificate, now=ISSUED - timedelta(seconds=1))
    assert "baru berlaku 24 Oktober 2026" in problem


def test_a_certificate_of_another_person_is_told_apart(certificate: DemoCertificate) -> None:
    found = problems(certificate, name="Ahmad Fauzi, S.Sos.", nip="197503122000031000")
    assert [problem.split(":")[0] for problem in found] == ["Pemilik sertifikat", "NIP pada sertifikat"]


def test_a_namesake_with_another_nip_is_told_apart(certificate: DemoCertificate) -> None:
    (problem,) = problems(certificate, nip="197001011995012999")
    assert problem.startswith("NIP pada sertifikat")


def test_a_certificate_for_encryption_alone_cannot_sign(authority: DemoAuthority) -> None:
    sealed = demo_certificate(NAME, nip=NIP, passphrase=PASSPHRASE, at=ISSUED, authority=authority, may_sign=False)
    (problem,) = problems(sealed)
    assert "tidak diterbitkan untuk menandatangani" in problem


def test_a_short_key_is_too_weak(authority: DemoAuthority) -> None:
    weak = demo_certificate(NAME, nip=NIP, passphrase=PASSPHRASE, at=ISSUED, authority=authority, key_bits=1024)
    (problem,) = problems(weak)
    assert "terlalu lemah" in problem


@pytest.mark.parametrize(
    ("common_name", "name"),
    [
        ("NOOR AISYAH", "Dra. Hj. Noor Aisyah, M.AP"),
        ("Noor  Aisyah (CONTOH)", "Dra. Hj. Noor Aisyah, M.AP"),
        ("CONTOH – Drs. H. Ahmad Fauzi, M.AP", "Ahmad Fauzi"),
        ("prof. dr. ir. H. Muhammad Noor, M.Sc., Ph.D.", "Muhammad Noor"),
        ("Ma'ruf Amin", "H. Ma'ruf Amin, S.H."),
    ],
)
def test_gelar_case_and_blanks_do_not_make_another_person(common_name: str, name: str) -> None:
    assert same_person(common_name, name=name)


@pytest.mark.parametrize(
    ("common_name", "name"),
    [
        ("Noor Aisah", "Noor Aisyah"),
        ("Noor", "Noor Aisyah"),
        ("M. Noor", "Muhammad Noor"),
        ("", "Noor"),
        ("Noor", ""),
        ("CONTOH", "CONTOH"),
    ],
)
def test_other_names_are_other_people(common_name: str, name: str) -> None:
    assert not same_person(common_name, name=name)


@given(st.text(max_size=60))
def test_comparing_any_name_with_itself_never_fails(name: str) -> None:
    assert same_person(name, name=name) == bool(plain_name(name))


def test_only_eighteen_digits_are_an_nip_so_a_nik_is_never_shown() -> None:
    assert as_nip("19700101 199501 2 000") == "197001011995012000"
    assert as_nip("6311010101700001") == ""
    assert as_nip("NIP") == ""
