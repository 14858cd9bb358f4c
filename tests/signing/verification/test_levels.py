"""The level is what is proven: each step is reached by its own evidence and lost without it."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore

from app.signing.verification.verdicts import SignatureReport, Trust, Verdict
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import Pki, now
from tests.signing.verification.foreign import as_asn1, judge, sign, stamper


@pytest.fixture(scope="module")
def of_level(pki: Pki) -> dict[str, bytes]:
    return {level: sign(pki, frozen_report(), level=level) for level in ("B-B", "B-T", "B-LT", "B-LTA")}


def first(pki: Pki, pdf: bytes) -> SignatureReport:
    return judge(pdf, roots=pki.roots).signatures[0]


def with_store(pdf: bytes, **content) -> bytes:
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, **content)
    return out.getvalue()


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_a_genuine_signature_of_each_level_says_its_level(pki: Pki, of_level: dict[str, bytes], level: str) -> None:
    answer = judge(of_level[level], roots=pki.roots)
    assert answer.verdict.accepted
    assert (answer.signatures[0].level, answer.trust) == (level, Trust.CERTIFIED)


def test_a_signature_as_bsre_makes_it_is_intact_with_additions(pki: Pki, of_level: dict[str, bytes]) -> None:
    """PAdES B-LT without DocMDP, the DSS in a later revision (DOMAIN.md §4)."""
    answer = judge(of_level["B-LT"], roots=pki.roots)
    assert (answer.verdict, answer.trust) == (Verdict.INTACT_WITH_ADDITIONS, Trust.CERTIFIED)
    report = answer.signatures[0]
    assert not report.certifies and report.valid
    assert report.bytes_after > 0 and report.bytes_covered + report.bytes_after < len(of_level["B-LT"])
    (line,) = answer.additions
    assert "data validasi" in line and "OCSP" in line


def test_the_moment_is_proven_by_the_stamp_not_by_the_signer(pki: Pki, of_level: dict[str, bytes]) -> None:
    plain, stamped = first(pki, of_level["B-B"]), first(pki, of_level["B-T"])
    assert (plain.proven_at, plain.proven_by) == (None, "")
    assert stamped.proven_at is not None and "CONTOH – Cap Waktu" in stamped.proven_by


def test_a_store_that_is_merely_there_is_not_long_term(pki: Pki, of_level: dict[str, bytes]) -> None:
    filled = with_store(of_level["B-T"], certs=[as_asn1(pki.certificate(name)) for name in ("interm", "root", "tsa")])
    report = first(pki, filled)
    assert report.level == "B-T"
    assert any("karena itu tingkatnya bukan B-LT" in note for note in report.notes)


def test_answers_for_the_signer_but_not_for_the_stamp_are_not_long_term(pki: Pki, of_level: dict[str, bytes]) -> None:
    store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(of_level["B-LT"])))
    context = store.as_validation_context({"allow_fetching": False})
    only_ocsp = with_store(of_level["B-T"], certs=list(store.load_certs()), ocsps=context.ocsps)
    assert first(pki, only_ocsp).level == "B-T"


def test_a_store_after_the_last_document_stamp_is_not_sealed(pki: Pki, of_level: dict[str, bytes]) -> None:
    """The same data, but the document stamp came before them and so proves nothing of them."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.timestamps import HTTPTimeStamper

    store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(of_level["B-LT"])))
    context = store.as_validation_context({"allow_fetching": False})
    writer = IncrementalPdfFileWriter(io.BytesIO(of_level["B-T"]))
    stamped = signers.PdfTimeStamper(HTTPTimeStamper(pki.tsa_url)).timestamp_pdf(writer, "sha256").getvalue()
    late = with_store(stamped, certs=list(store.load_certs()), ocsps=context.ocsps, crls=context.crls)
    report = first(pki, late)
    assert report.level == "B-LT"
    assert any("bukan B-LTA" in note for note in report.notes)


def test_answers_about_somebody_elses_certificate_do_not_count(pki: Pki, of_level: dict[str, bytes]) -> None:
    other = sign(pki, frozen_report(), name="kabag", level="B-LT")
    store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(other)))
    context = store.as_validation_context({"allow_fetching": False})
    borrowed = with_store(of_level["B-T"], certs=list(store.load_certs()), ocsps=context.ocsps, crls=context.crls)
    assert first(pki, borrowed).level == "B-T"


def test_a_stamp_by_an_unknown_authority_is_said_so_and_proves_no_time(pki: Pki) -> None:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    pdf = sign(pki, frozen_report(), level="B-T", timestamper=HTTPTimeStamper(pki.stranger_tsa_url))
    report = first(pki, pdf)
    assert (report.level, report.proven_at) == ("B-T", None)
    assert any("oleh penerbit tidak dikenal" in note for note in report.notes)


def test_a_certificate_that_is_not_for_time_stamps_gives_no_level(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), timestamper=stamper(pki, at=now(), certificate="seal", key="seal"), level="B-T")
    report = first(pki, pdf)
    assert (report.level, report.proven_at) == ("B-B", None)
    assert any("tidak berwenang memberi cap waktu" in note for note in report.notes)


def test_the_old_form_is_named_as_such(pki: Pki) -> None:
    from pyhanko.sign.fields import SigSeedSubFilter

    pdf = sign(pki, frozen_report(), field=FIELD, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    assert first(pki, pdf).level == "CMS"
