"""Honest files of other producers, however they spell things, are never called broken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID

from app.signing.verification.verdicts import Trust, Verdict
from tests.signing.attacks.containers import Recipe, as_timestamper, container, new_identity
from tests.signing.attacks.handmade import (
    SIGNATURE_FORM,
    SIGNED_CATALOG,
    Spelling,
    hybrid,
    signed_by_hand,
    with_streams,
    written,
)
from tests.signing.attacks.people import ca, clock, judged, noor

BASES = {
    "table": written(),
    "streams": with_streams(),
    "hybrid": hybrid(),
    "CR": written(eol=b"\r", last_eol=b"\r"),
    "CRLF": written(eol=b"\r\n", last_eol=b"\r\n"),
    "no last newline": written(last_eol=b""),
    "blank behind the end": written(last_eol=b" \n"),
    "version 2.0": written(header=b"%PDF-2.0"),
    "version 1.3": written(header=b"%PDF-1.3"),
}


@pytest.mark.parametrize("as_stream", [False, True], ids=["table", "stream"])
@pytest.mark.parametrize("base", BASES)
def test_any_honest_base_is_intact(base: str, as_stream: bool) -> None:
    answer = judged(signed_by_hand(BASES[base], container(noor()), as_stream=as_stream))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)


@pytest.mark.parametrize("kind", ["adbe.pkcs7.sha1", "adbe.x509.rsa_sha1", "Vendor.Sendiri"])
def test_a_kind_that_we_do_not_know_is_not_called_altered(kind: str) -> None:
    answer = judged(signed_by_hand(written(), container(noor()), spelling=Spelling(subfilter=kind.encode())))
    assert answer.verdict is Verdict.UNREADABLE
    assert answer.reasons == (f"Bentuk tanda tangan “ttd” tidak dikenal di sini ({kind}), jadi tidak dapat diperiksa.",)


SPELLINGS = {
    "adbe": Spelling(subfilter=b"adbe.pkcs7.detached"),
    "lower case": Spelling(lower=True),
    "padded inside": Spelling(pad_inside=True),
    "blank before the end": Spelling(numbers="[0 {} {} {} ]"),
    "blanks around": Spelling(numbers="[ 0 {} {} {} ]"),
    "lines": Spelling(numbers="[\n0\n{}\n{}\n{}\n]"),
    "zeros in front": Spelling(numbers="[0 {:010d} {:010d} {:010d}]"),
    "wide": Spelling(numbers="[0          {}          {}    {}]", width=120),
    "CR": Spelling(eol=b"\r", last_eol=b"\r"),
    "CRLF": Spelling(eol=b"\r\n", last_eol=b"\r\n"),
    "no last newline": Spelling(last_eol=b""),
    "container first": Spelling(
        form=b"<</Contents @GAP@/ByteRange @RANGE@/SubFilter/@SUBFILTER@/Filter/Adobe.PPKLite/Type/Sig>>"
    ),
    "a key a line": Spelling(
        form=b"<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /@SUBFILTER@\n/Contents @GAP@\n/ByteRange @RANGE@\n>>"
    ),
    "container on its own line": Spelling(form=SIGNATURE_FORM.replace(b"/Contents ", b"/Contents\r\n")),
    "range without a blank": Spelling(form=SIGNATURE_FORM.replace(b"/ByteRange ", b"/ByteRange")),
    "no type": Spelling(form=SIGNATURE_FORM.replace(b"/Type/Sig", b"")),
    "reason and place": Spelling(
        form=SIGNATURE_FORM.replace(b">>", b"/Reason(Pengesahan)/Location(Paringin)/ContactInfo(-)/Name(Noor)>>")
    ),
    "properties of its software": Spelling(
        form=SIGNATURE_FORM.replace(b">>", b"/Prop_Build<</App<</Name/iText>>/Filter<</Name/Adobe.PPKLite>>>>>>")
    ),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_any_honest_spelling_is_intact(name: str) -> None:
    answer = judged(signed_by_hand(written(), container(noor()), spelling=SPELLINGS[name]))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)
    expected = "CMS" if name == "adbe" else "B-B"
    assert answer.signatures[0].level == expected


RECIPES = {
    "SHA-384": Recipe(digest="sha384"),
    "SHA-512": Recipe(digest="sha512"),
    "RSA-PSS": Recipe(pss=True),
    "RSA-PSS with SHA-512": Recipe(pss=True, digest="sha512"),
    "signer by key identifier": Recipe(by_key_identifier=True, version="v3"),
    "older attribute for the certificate": Recipe(certificate_named="v1"),
    "without its chain": Recipe(with_chain=False),
    "more certificates": Recipe(extra_certificates=(new_identity("Lain").certificate,)),
}


@pytest.mark.parametrize("name", RECIPES)
def test_any_sound_container_is_intact(name: str) -> None:
    answer = judged(signed_by_hand(written(), container(noor(), RECIPES[name])))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_time_stamp_of_any_strong_digest_is_sound(digest: str) -> None:
    recipe = Recipe(stamp=as_timestamper(clock(), digest=digest, recipe=Recipe(digest=digest)))
    answer = judged(signed_by_hand(written(), container(noor(), recipe)))
    assert (answer.verdict, answer.signatures[0].level) == (Verdict.INTACT, "B-T")


KEYS = {
    "ECDSA P-256": (ec.generate_private_key(ec.SECP256R1()), "sha256"),
    "ECDSA P-384": (ec.generate_private_key(ec.SECP384R1()), "sha384"),
    "ECDSA P-521": (ec.generate_private_key(ec.SECP521R1()), "sha512"),
    "Ed25519": (ed25519.Ed25519PrivateKey.generate(), "sha512"),
}


@pytest.mark.parametrize("name", KEYS)
def test_any_strong_key_is_intact(name: str) -> None:
    key, digest = KEYS[name]
    signer = new_identity("Noor", key=key, issuer=ca())
    answer = judged(signed_by_hand(written(), container(signer, Recipe(digest=digest))))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)


@pytest.mark.parametrize("kind", ["T61String", "UTF8String", "BMPString", "PrintableString"])
def test_names_in_any_alphabet_are_read(kind: str) -> None:
    text = "Noor Aisyah CONTOH" if kind != "UTF8String" else "Nôor Aïsyah (CONTOH) – 諾爾"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text, _type=_ASN1Type[kind])])
    answer = judged(signed_by_hand(written(), container(new_identity(name, issuer=ca()))))
    assert answer.verdict is Verdict.INTACT
    assert "Aï" in answer.signatures[0].signer or "Aisyah" in answer.signatures[0].signer


def test_rights_of_use_beside_a_signature_do_not_matter() -> None:
    rights = SIGNED_CATALOG[:-2] + b"/Perms<</UR3<</Type/Sig/Filter/Adobe.PPKLite>>>>>>"
    answer = judged(signed_by_hand(written(), container(noor()), objects={1: rights}))
    assert answer.verdict is Verdict.INTACT


def test_a_container_in_indefinite_length_is_intact() -> None:
    """Some Java software writes the outer container in BER, with lengths left open."""

    def opened(data: bytes) -> bytes:
        body = cms.ContentInfo.load(container(noor())(data))["content"].untag().dump()
        inner = core.Sequence.load(body).contents
        kind = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
        return b"\x30\x80" + kind + b"\xa0\x80" + b"\x30\x80" + inner + bytes(2) + bytes(2) + bytes(2)

    answer = judged(signed_by_hand(written(), opened))
    assert answer.verdict is Verdict.INTACT


@pytest.mark.parametrize("cades", [True, False], ids=["cades", "plain"])
def test_a_container_made_by_openssl_is_intact(tmp_path: Path, cades: bool) -> None:
    key = noor().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "cert.pem").write_bytes(noor().certificate.public_bytes(Encoding.PEM))
    (tmp_path / "ca.pem").write_bytes(ca().certificate.public_bytes(Encoding.PEM))

    def by_openssl(data: bytes) -> bytes:
        (tmp_path / "data").write_bytes(data)
        command = [
            "openssl", "cms", "-sign", "-binary", "-md", "sha256", "-in", "data", "-signer", "cert.pem",
            "-inkey", "key.pem", "-certfile", "ca.pem", "-outform", "DER", *(["-cades"] if cades else []),
        ]  # fmt: skip
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout

    spelling = Spelling() if cades else Spelling(subfilter=b"adbe.pkcs7.detached")
    answer = judged(signed_by_hand(written(), by_openssl, spelling=spelling))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)
