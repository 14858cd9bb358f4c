"""Expired and revoked certificates, and forged time stamps: judged at the moment that is proven."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore

from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Registered, Trust, Verdict
from tests.signing.documents import frozen_report
from tests.signing.pki import Fault, Pki, now
from tests.signing.verification.foreign import as_asn1, judge, sign, stamper

IN_TIME = datetime(2025, 12, 1, tzinfo=UTC)
"""Before the certificate of "expired" ended on 1 January 2026, and before "revoked" was revoked on 1 June."""
AFTER_END = datetime(2050, 1, 1, tzinfo=UTC)


def revocation_list(pki: Pki) -> list:
    """The intermediate's list, as a DSS would hold it."""
    from urllib.request import urlopen

    from asn1crypto import crl

    with urlopen(f"{pki.address}/peragaan/crls/interm/latest.crl") as answer:
        return [crl.CertificateList.load(answer.read())]


def with_lists(pki: Pki, pdf: bytes) -> bytes:
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, certs=[as_asn1(pki.certificate("interm"))], crls=revocation_list(pki))
    return out.getvalue()


class OneDocument(EmptyRegister):
    def __init__(self, sha256: str, issued_at: datetime) -> None:
        self.document = Registered(sha256, "Laporan", "signed", "abcdefghjkmnpqrstuvw", issued_at)

    def find(self, sha256: str) -> Registered | None:
        return self.document if sha256 == self.document.sha256 else None


def test_an_expired_certificate_without_proof_is_not_valid(pki: Pki) -> None:
    answer = judge(sign(pki, frozen_report(), name="expired"), roots=pki.roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.INVALID)
    assert any("tidak ada bukti tepercaya" in note for note in answer.signatures[0].notes)


def test_a_certificate_that_expired_after_the_stamp_is_still_trusted(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), name="expired", level="B-T", timestamper=stamper(pki, at=IN_TIME))
    answer = judge(pdf, roots=pki.roots)
    assert (answer.trust, answer.signatures[0].proven_at) == (Trust.CERTIFIED, IN_TIME)
    assert any("kini habis masa berlakunya" in note for note in answer.signatures[0].notes)


def test_a_long_term_signature_outlives_its_certificates(pki: Pki) -> None:
    """In 2050 the signer's and the authority's certificates have ended; our register still knows the day."""
    pdf = sign(pki, frozen_report(), level="B-LT")
    alone = judge(pdf, roots=pki.roots, at=AFTER_END)
    assert alone.trust is Trust.INVALID
    register = OneDocument(alone.sha256, now())
    known = judge(pdf, roots=pki.roots, at=AFTER_END, register=register)
    assert (known.trust, known.signatures[0].level) == (Trust.CERTIFIED, "B-LT")


def test_our_register_proves_the_beginning_that_was_ours(pki: Pki) -> None:
    signed = sign(pki, frozen_report(), name="expired")
    register = OneDocument(judge(signed, roots=[]).sha256, IN_TIME)
    answer = judge(with_lists(pki, signed), roots=pki.roots, register=register)
    assert (answer.trust, answer.registered) == (Trust.CERTIFIED, None)
    assert answer.signatures[0].proven_by == "register kantor ini"
    assert answer.origin == register.document


def test_revoked_before_the_stamp_is_not_valid(pki: Pki) -> None:
    answer = judge(with_lists(pki, sign(pki, frozen_report(), name="revoked", level="B-T")), roots=pki.roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT_WITH_ADDITIONS, Trust.INVALID)
    assert any("dicabut" in note for note in answer.signatures[0].notes)


def test_revoked_after_the_stamp_is_still_trusted_and_said_so(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), name="revoked", level="B-T", timestamper=stamper(pki, at=IN_TIME))
    answer = judge(with_lists(pki, pdf), roots=pki.roots)
    assert answer.trust is Trust.CERTIFIED
    assert any("sesudah tanda tangan terbukti ada" in note for note in answer.signatures[0].notes)


def test_what_the_signer_says_of_his_clock_saves_no_revoked_certificate(pki: Pki) -> None:
    """Without a stamp only his own word stands against the list."""
    answer = judge(with_lists(pki, sign(pki, frozen_report(), name="revoked")), roots=pki.roots)
    assert answer.trust is Trust.INVALID


def test_a_forged_revocation_list_is_not_believed(pki: Pki) -> None:
    """A list that a stranger signed in our issuer's name must neither revoke nor acquit."""
    signed = sign(pki, frozen_report())
    forged = revocation_list(pki)[0]
    body = bytearray(forged.dump())
    body[-20] ^= 1
    from asn1crypto import crl

    out = io.BytesIO(signed)
    contents = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, crls=[crl.CertificateList.load(bytes(body))])
    answer = judge(out.getvalue(), roots=pki.roots)
    assert (answer.trust, answer.signatures[0].level) == (Trust.CERTIFIED, "B-B")


def test_a_stamp_over_something_else_breaks_the_file(pki: Pki) -> None:
    from pyhanko.sign.timestamps import TimeStamper

    class Careless(TimeStamper):
        """Stamps what it likes instead of what it is given."""

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str):
            return await stamper(pki, at=now()).async_timestamp(bytes(32), md_algorithm)

        async def async_dummy_response(self, md_algorithm: str):
            return await self.async_timestamp(bytes(32), md_algorithm)

    answer = judge(sign(pki, frozen_report(), level="B-T", timestamper=Careless()), roots=pki.roots)
    assert answer.verdict is Verdict.BROKEN
    assert not answer.signatures[0].valid


def test_a_stamp_with_a_spoilt_signature_breaks_the_file(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), level="B-T")
    token = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].signer_info["unsigned_attrs"][0]["values"][0]
    value = token["content"]["signer_infos"][0]["signature"].native
    position = pdf.lower().index(value.hex().encode()) + 20
    replacement = b"0" if pdf[position : position + 1] != b"0" else b"1"
    answer = judge(pdf[:position] + replacement + pdf[position + 1 :], roots=pki.roots)
    assert not answer.verdict.accepted


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (now() + timedelta(days=400), "yang belum terjadi"),
        (datetime(2024, 6, 1, tzinfo=UTC), "tidak berlaku lagi"),
    ],
    ids=["future", "before the authority's certificate"],
)
def test_a_stamp_of_an_impossible_time_proves_nothing(pki: Pki, at: datetime, told: str) -> None:
    pdf = sign(pki, frozen_report(), level="B-T", timestamper=stamper(pki, at=at))
    report = judge(pdf, roots=pki.roots).signatures[0]
    assert (report.level, report.proven_at) == ("B-B", None)
    assert any(told in note for note in report.notes)


def test_a_backdated_stamp_of_an_authority_that_has_ended_proves_nothing(pki: Pki) -> None:
    """Whoever holds an old authority's key can write any day; its certificate is not good today."""
    old = stamper(pki, at=IN_TIME, certificate="tsa-expired")
    answer = judge(sign(pki, frozen_report(), name="expired", level="B-T", timestamper=old), roots=pki.roots)
    assert (answer.trust, answer.signatures[0].proven_at) == (Trust.INVALID, None)


def test_a_stranger_s_stamp_saves_no_expired_certificate(pki: Pki) -> None:
    with pki.at(IN_TIME):
        stranger = HTTPTimeStamper(pki.stranger_tsa_url)
        pdf = sign(pki, frozen_report(), name="expired", level="B-T", timestamper=stranger)
    answer = judge(pdf, roots=pki.roots)
    assert (answer.trust, answer.signatures[0].proven_at) == (Trust.INVALID, None)


def test_an_impostor_with_the_same_names_is_not_known(pki: Pki) -> None:
    answer = judge(sign(pki, frozen_report(), name="rogue"), roots=pki.roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, Trust.UNKNOWN)


def test_judging_asks_nobody(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), level="B-LT")
    pki.calls.clear()
    with pki.failing(ocsp=Fault.REFUSES, crls=Fault.REFUSES, tsa=Fault.REFUSES):
        assert judge(pdf, roots=pki.roots).trust is Trust.CERTIFIED
    assert pki.calls == []


def stamped_over(pki: Pki, pdf: bytes, *, at: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.PdfTimeStamper(stamper(pki, at=at)).timestamp_pdf(writer, "sha256").getvalue()


def test_a_document_stamp_keeps_an_older_stamp_whose_authority_has_ended(pki: Pki) -> None:
    """The archive chain: the newer stamp proves that the older one was there while its authority was good."""
    old = stamper(pki, at=IN_TIME, certificate="tsa-expired")
    pdf = sign(pki, frozen_report(), name="expired", level="B-T", timestamper=old)
    assert judge(pdf, roots=pki.roots).trust is Trust.INVALID
    kept = judge(stamped_over(pki, pdf, at=IN_TIME + timedelta(days=2)), roots=pki.roots)
    assert (kept.trust, kept.signatures[0].proven_at) == (Trust.CERTIFIED, IN_TIME)


def test_a_document_stamp_alone_proves_when_the_signature_existed(pki: Pki) -> None:
    pdf = stamped_over(pki, sign(pki, frozen_report(), name="expired"), at=IN_TIME)
    answer = judge(pdf, roots=pki.roots)
    assert (answer.trust, answer.signatures[0].level) == (Trust.CERTIFIED, "B-T")
    assert answer.signatures[0].proven_by.startswith("cap waktu dokumen")


def test_a_document_stamp_older_than_what_it_covers_does_not_count(pki: Pki) -> None:
    signed = sign(pki, frozen_report(), name="expired", level="B-T", timestamper=stamper(pki, at=now()))
    answer = judge(stamped_over(pki, signed, at=IN_TIME), roots=pki.roots)
    assert answer.trust is Trust.INVALID
    assert any("lebih tua daripada cap waktu yang dicakupnya" in note for note in answer.signatures[0].notes)


def test_a_signer_who_writes_a_later_time_than_his_stamp_is_told(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), level="B-T", timestamper=stamper(pki, at=now() - timedelta(days=3)))
    report = judge(pdf, roots=pki.roots).signatures[0]
    assert any("lebih akhir daripada cap waktunya" in note for note in report.notes)


def test_a_stamp_taken_from_another_signature_breaks_the_file(pki: Pki) -> None:
    """The authority and its signature are genuine, and the stamp is over somebody else's signature."""
    from pyhanko.sign.timestamps import TimeStamper

    other = sign(pki, frozen_report(pages=1), level="B-T")
    attributes = PdfFileReader(io.BytesIO(other)).embedded_signatures[0].signer_info["unsigned_attrs"]
    genuine = attributes[0]["values"][0]

    class Borrowed(TimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str):
            return genuine

        async def async_dummy_response(self, md_algorithm: str):
            return genuine

    answer = judge(sign(pki, frozen_report(), level="B-T", timestamper=Borrowed()), roots=pki.roots)
    assert (answer.verdict, answer.signatures[0].valid) == (Verdict.BROKEN, False)
