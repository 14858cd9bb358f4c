"""Proof of time that comes later: behind the signed bytes, as much as can be had, or a refusal that says why."""

from __future__ import annotations

import asyncio
import io

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from app.signing.backends.signer import SignedPdf
from app.signing.errors import UnsignablePdf
from app.signing.pades.extend import extend
from app.signing.verification.verdicts import Verdict
from tests.signing.pades.made import FROZEN, PATIENT, SECONDS, judged, wish_of
from tests.signing.pki import Fault, Pki, now

SILENT = {"ocsp": Fault.REFUSES, "crls": Fault.REFUSES}


def extended(pdf: bytes, pki: Pki, *, tsa_url: str = "", seconds: float = PATIENT) -> SignedPdf:
    pki.calls.clear()
    return extend(pdf, tsa_url=tsa_url or pki.tsa_url, seconds=seconds, roots=pki.roots, at=now())


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_a_signed_file_of_any_level_becomes_archived(levels: dict[str, bytes], pki: Pki, level: str) -> None:
    found = extended(levels[level], pki)
    assert (found.level, found.note) == ("B-LTA", "")
    assert found.pdf.startswith(levels[level])
    assert b"\r\nendstream" not in found.pdf[len(FROZEN) :]
    answer = judged(found.pdf, pki)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert answer.signatures[0].level == "B-LTA"


@pytest.mark.parametrize("level", ["B-T", "B-LT"])
def test_pyhanko_passes_an_extended_file_as_long_term_archived(levels: dict[str, bytes], pki: Pki, level: str) -> None:
    """Offline: everything that it needs must stand in the file."""
    assert lta_status(extended(levels[level], pki).pdf, pki) is AdESPassed.OK


def test_pyhanko_passes_a_file_that_was_archived_at_once(levels: dict[str, bytes], pki: Pki) -> None:
    assert lta_status(levels["B-LTA"], pki) is AdESPassed.OK


def test_without_an_authority_a_timed_signature_gets_its_data(levels: dict[str, bytes], pki: Pki) -> None:
    with pki.failing(tsa=Fault.REFUSES):
        found = extended(levels["B-T"], pki)
    assert found.level == "B-LT" and "cap waktu menolak permintaan" in found.note
    assert judged(found.pdf, pki).signatures[0].level == "B-LT"


def test_without_revocation_services_a_bare_signature_gets_its_time(levels: dict[str, bytes], pki: Pki) -> None:
    with pki.failing(**SILENT):
        found = extended(levels["B-B"], pki)
    assert found.level == "B-T" and "daftar pencabutan menolak permintaan" in found.note
    assert judged(found.pdf, pki).signatures[0].level == "B-T"


@pytest.mark.parametrize(
    ("level", "faults"),
    [
        ("B-B", {"tsa": Fault.HANGS}),
        ("B-B", {"tsa": Fault.BAD_SIGNATURE}),
        ("B-B", {"tsa": Fault.REFUSES} | SILENT),
        ("B-T", {"tsa": Fault.REFUSES} | SILENT),
        ("B-T", SILENT),
        ("B-LTA", {"tsa": Fault.REFUSES}),
    ],
)
def test_where_nothing_is_gained_nothing_is_added(
    levels: dict[str, bytes], pki: Pki, level: str, faults: dict[str, Fault]
) -> None:
    with pki.failing(**faults), pytest.raises(UnsignablePdf, match="Tidak ada yang dapat ditambahkan sekarang"):
        extended(levels[level], pki, seconds=SECONDS if Fault.HANGS in faults.values() else PATIENT)


@pytest.mark.parametrize(("pdf", "sentence"), [(FROZEN, "belum ditandatangani"), (b"bukan pdf", "tidak dapat dibaca")])
def test_what_is_not_signed_is_not_extended(pki: Pki, pdf: bytes, sentence: str) -> None:
    with pytest.raises(UnsignablePdf, match=sentence):
        extended(pdf, pki)
    assert pki.calls == []


def test_an_authority_that_nobody_trusts_archives_nothing(levels: dict[str, bytes], pki: Pki) -> None:
    with pytest.raises(UnsignablePdf, match="tidak berakhir di sertifikat induk yang dipercaya"):
        extended(levels["B-T"], pki, tsa_url=pki.stranger_tsa_url)


def lta_status(pdf: bytes, pki: Pki) -> object:
    roots = [x509.Certificate.load(root) for root in wish_of(pki).roots]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots), revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=gathering)
    )
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    return asyncio.run(ades_lta_validation(signature, spec)).ades_subindic
