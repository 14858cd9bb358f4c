"""Containers that lie: weak digests, doubled parts, foreign certificates, transplants, forged time stamps."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.signing.verification.verdicts import Trust, Verdict
from tests.signing.attacks.containers import (
    AT,
    Identity,
    Recipe,
    as_timestamper,
    container,
    new_identity,
    raw_attribute,
    signed_data,
    token,
)
from tests.signing.attacks.handmade import OBJECTS, Spelling, placed, signed_by_hand, written
from tests.signing.attacks.people import accepted, ca, clock, judged, noor, rahmadi

ADBE = Spelling(subfilter=b"adbe.pkcs7.detached")
BOTH = pytest.mark.parametrize("spelling", [Spelling(), ADBE], ids=["pades", "adbe"])


HONEST, PLAIN = Recipe(), Spelling()


def signed(recipe: Recipe = HONEST, *, by: Identity | None = None, spelling: Spelling = PLAIN) -> bytes:
    return signed_by_hand(written(), container(by or noor(), recipe), spelling=spelling)


def shorter(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def twice(signed_data: cms.SignedData) -> None:
    infos = signed_data["signer_infos"]
    infos.append(infos[0].copy())


def without_certificates(signed_data: cms.SignedData) -> None:
    signed_data["certificates"] = []


def other_serial(signed_data: cms.SignedData) -> None:
    info = signed_data["signer_infos"][0].copy()
    named = {"issuer": info["sid"].chosen["issuer"], "serial_number": 5}
    info["sid"] = cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(named)})
    signed_data["signer_infos"] = [cms.SignerInfo.load(info.dump(force=True))]


def two_digests(signed_data: cms.SignedData) -> None:
    signed_data["digest_algorithms"].append({"algorithm": "sha512"})


@BOTH
@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_a_weak_digest_proves_nothing(digest: str, spelling: Spelling) -> None:
    answer = judged(signed(Recipe(digest=digest), spelling=spelling))
    assert answer.verdict is Verdict.UNREADABLE
    assert "tidak lagi aman" in answer.reasons[0]


@pytest.mark.parametrize("bits", [1024, 1536])
def test_a_short_rsa_key_proves_nothing(bits: int) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    answer = judged(signed(by=new_identity("Noor", key=key, issuer=ca())))
    assert answer.verdict is Verdict.UNREADABLE
    assert f"RSA {bits} bit" in answer.reasons[0]


def test_a_short_curve_proves_nothing() -> None:
    weak = new_identity("Noor", key=ec.generate_private_key(ec.SECP192R1()), issuer=ca())
    assert judged(signed(by=weak)).verdict is Verdict.UNREADABLE


RECIPES = {
    "no signed attributes": Recipe(attributes=False),
    "two signers": Recipe(infos=2),
    "no signer": Recipe(infos=0),
    "content of its own": Recipe(content=b"isi lain"),
    "wrong message digest": Recipe(wrong_message_digest=True),
    "digest named otherwise": Recipe(named_digest="sha512"),
    "digest named weak": Recipe(named_digest="md5"),
    "wrong content type": Recipe(attribute_type="signed_data"),
    "another's certificate named": Recipe(certificate_named="other"),
    "signature of another bit": Recipe(falsify=shorter),
    "signature of zeros": Recipe(falsify=lambda data: bytes(len(data))),
    "signature of ones": Recipe(falsify=lambda data: b"\xff" * len(data)),
    "empty signature": Recipe(falsify=lambda data: b""),
    "longer signature": Recipe(falsify=lambda data: data + b"\x00"),
    "version": Recipe(version="v3"),
    "version of attribute certificates": Recipe(version="v4"),
    "unknown unsigned attribute": Recipe(more_unsigned=(raw_attribute("1.2.3.4.5.6", b"\x05\x00"),)),
    "message digest twice": Recipe(more_signed=(cms.CMSAttribute({"type": "message_digest", "values": (bytes(32),)}),)),
    "content type twice": Recipe(more_signed=(cms.CMSAttribute({"type": "content_type", "values": ("signed_data",)}),)),
    "signers copied": Recipe(finish=twice),
    "no certificates": Recipe(finish=without_certificates),
    "serial number of nobody": Recipe(finish=other_serial),
    "two digest algorithms": Recipe(finish=two_digests),
}


@BOTH
@pytest.mark.parametrize("name", RECIPES)
def test_a_container_that_contradicts_itself_is_not_accepted(name: str, spelling: Spelling) -> None:
    assert not accepted(signed(RECIPES[name], spelling=spelling))


def test_a_pades_signature_must_bind_its_certificate() -> None:
    assert judged(signed(Recipe(certificate_named=""))).verdict is Verdict.BROKEN


def test_a_certificate_with_the_same_key_does_not_pass_for_the_bound_one() -> None:
    twin = new_identity("Rahmadi", key=noor().key, issuer=ca())
    body = container(noor())

    def swapped(data: bytes) -> bytes:
        loaded = cms.ContentInfo.load(body(data))
        loaded["content"]["certificates"] = [twin.asn1]
        named = {"issuer": twin.asn1.issuer, "serial_number": twin.asn1.serial_number}
        loaded["content"]["signer_infos"][0]["sid"] = cms.SignerIdentifier(
            {"issuer_and_serial_number": cms.IssuerAndSerialNumber(named)}
        )
        return loaded.dump(force=True)

    assert not accepted(signed_by_hand(written(), swapped))


def gap_of(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)
    assert found
    return int(found[1]), int(found[2])


def contents(pdf: bytes) -> bytes:
    start, end = gap_of(pdf)
    return bytes.fromhex(pdf[start + 1 : end - 1].decode())


def test_a_container_of_another_file_is_not_accepted() -> None:
    other = signed_by_hand(written({**OBJECTS, 6: b"<</Title(Naskah)>>"}), container(noor()))
    assert not accepted(placed(other, *gap_of(other), contents(signed()).rstrip(b"\x00")))


def test_a_container_of_another_signer_over_another_file_is_not_accepted() -> None:
    theirs = signed_by_hand(written(header=b"%PDF-1.6"), container(rahmadi()))
    assert not accepted(placed(signed(), *gap_of(signed()), contents(theirs).rstrip(b"\x00")))


@pytest.mark.parametrize("junk", [b"\x01", b"\x00\x01", b"rahasia", b"\x30\x00"])
def test_data_hidden_in_the_padding_is_not_accepted(junk: bytes) -> None:
    whole = contents(signed()).rstrip(b"\x00")
    assert not accepted(placed(signed(), *gap_of(signed()), whole + junk))
    assert not accepted(placed(signed(), *gap_of(signed()), whole + bytes(500) + junk))


@cache
def impostor_authority() -> Identity:
    """Another's key under the name of the authority that is trusted."""
    return new_identity(ca().certificate.subject, authority=True)


def test_an_impostor_is_never_trusted() -> None:
    same_name = new_identity(noor().certificate.subject)
    under_false_authority = new_identity(noor().certificate.subject, issuer=impostor_authority())
    for impostor in (same_name, under_false_authority):
        for recipe in (Recipe(), Recipe(with_chain=False)):
            answer = judged(signed(recipe, by=impostor))
            assert answer.trust not in (Trust.CERTIFIED, Trust.LOCAL)


def test_an_impostor_who_carries_the_true_certificates_along_is_found() -> None:
    fake = new_identity(noor().certificate.subject, issuer=impostor_authority())
    carried = Recipe(with_chain=False, extra_certificates=(ca().certificate, noor().certificate))
    answer = judged(signed(carried, by=fake))
    assert not answer.verdict.accepted or answer.trust is Trust.UNKNOWN


def test_a_certificate_that_issues_is_no_authority() -> None:
    """Noor's own certificate, trusted as it is, signs one for another person."""
    minted = new_identity("Bupati", issuer=noor())
    assert judged(signed(by=minted)).trust not in (Trust.CERTIFIED, Trust.LOCAL)


def test_a_certificate_not_meant_for_signing_is_not_trusted() -> None:
    for purpose in ({"may_sign": False}, {"stamps": True, "may_sign": False}):
        answer = judged(signed(by=new_identity("Noor", issuer=ca(), **purpose)))
        assert answer.trust not in (Trust.CERTIFIED, Trust.LOCAL)


@pytest.mark.parametrize(
    ("start", "end"),
    [(AT - timedelta(days=9), AT - timedelta(days=1)), (AT + timedelta(days=1), AT + timedelta(days=9))],
)
def test_a_certificate_out_of_its_time_is_not_valid(start, end) -> None:
    late = new_identity("Noor", issuer=ca(), start=start, end=end)
    assert judged(signed(by=late)).trust is Trust.INVALID


STAMPS = {
    "over something else": as_timestamper(clock(), imprint=bytes(32)),
    "weak imprint": as_timestamper(clock(), digest="sha1"),
    "weak digest": as_timestamper(clock(), recipe=Recipe(digest="md5")),
    "wrong digest of its content": as_timestamper(clock(), recipe=Recipe(wrong_message_digest=True)),
    "forged signature": as_timestamper(clock(), recipe=Recipe(falsify=shorter)),
    "no signed attributes": as_timestamper(clock(), recipe=Recipe(attributes=False)),
    "two signers": as_timestamper(clock(), recipe=Recipe(infos=2)),
    "signature instead of a stamp": lambda signature: signed_data(signature, noor()),
}


@BOTH
@pytest.mark.parametrize("name", STAMPS)
def test_a_forged_time_stamp_is_not_accepted(name: str, spelling: Spelling) -> None:
    assert not accepted(signed(Recipe(stamp=STAMPS[name]), spelling=spelling))


def test_a_second_time_stamp_is_not_accepted() -> None:
    more = raw_attribute("1.2.840.113549.1.9.16.2.14", token(b"x", clock()).dump())
    assert not accepted(signed(Recipe(stamp=as_timestamper(clock()), more_unsigned=(more,))))


def test_a_time_stamp_of_another_signature_is_not_accepted() -> None:
    other = signed_data(b"lain", noor())["content"]["signer_infos"][0]["signature"].native
    assert not accepted(signed(Recipe(stamp=lambda signature: token(other, clock()))))


def test_a_time_stamp_by_a_signer_proves_no_moment() -> None:
    """Without the purpose of time stamping a certificate cannot save an expired one."""
    expired = new_identity("Noor", issuer=ca(), end=AT - timedelta(days=1))
    backdated = as_timestamper(noor(), at=AT - timedelta(days=2))
    answer = judged(signed(Recipe(stamp=backdated), by=expired))
    assert answer.trust is Trust.INVALID
    assert answer.signatures[0].proven_at is None or answer.signatures[0].proven_at >= AT


def test_a_time_stamp_of_an_unknown_authority_proves_no_moment() -> None:
    stranger = new_identity("Cap Waktu", issuer=impostor_authority(), stamps=True)
    expired = new_identity("Noor", issuer=ca(), end=AT - timedelta(days=1))
    recipe = Recipe(stamp=as_timestamper(stranger, at=AT - timedelta(days=2)))
    assert judged(signed(recipe, by=expired)).trust is Trust.INVALID


def test_a_document_with_a_time_stamp_alone_names_no_signer() -> None:
    stamp = Spelling(form=Spelling().form.replace(b"/Type/Sig", b"/Type/DocTimeStamp"), subfilter=b"ETSI.RFC3161")
    answer = judged(signed_by_hand(written(), lambda data: token(data, clock()).dump(), spelling=stamp))
    assert answer.verdict is not Verdict.INTACT


def test_a_document_time_stamp_over_something_else_is_not_accepted() -> None:
    stamp = Spelling(form=Spelling().form.replace(b"/Type/Sig", b"/Type/DocTimeStamp"), subfilter=b"ETSI.RFC3161")
    wrong = hashlib.sha256(b"lain").digest()
    forged = signed_by_hand(written(), lambda data: token(data, clock(), imprint=wrong).dump(), spelling=stamp)
    assert not accepted(forged)


def test_more_honest_certificates_do_not_matter() -> None:
    answer = judged(signed(replace(Recipe(), extra_certificates=(rahmadi().certificate, clock().certificate))))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.CERTIFIED)
