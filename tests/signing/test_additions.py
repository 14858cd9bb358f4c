"""What may come behind a signature: validation data and timestamps, and in other people's files what they permit."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.stamp import NoOpStampStyle

from app.signing.backends.container import open_container
from app.signing.demo_certificates import DemoAuthority, DemoCertificate
from app.signing.pades.sign import HeldKeySigner
from app.signing.verification.trust import EmptyRegister, Root
from app.signing.verification.verdicts import Verdict, Verification
from app.signing.verification.verify import verify_pdf
from tests.signing import attacks
from tests.signing.conftest import AT, PASSPHRASE
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import Pki

Sign = Callable[..., bytes]


@pytest.fixture
def sign(certificate: DemoCertificate) -> Sign:
    """Signs as other people's software does: any field, any permission."""

    def act(pdf: bytes, *, field: str, permits: MDPPerm | None = None, timestamper=None) -> bytes:
        metadata = signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=permits is not None,
            docmdp_permissions=permits or MDPPerm.FILL_FORMS,
        )
        held = HeldKeySigner(open_container(certificate.p12, passphrase=PASSPHRASE))
        signer = signers.PdfSigner(metadata, signer=held, timestamper=timestamper, stamp_style=NoOpStampStyle())
        return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()

    return act


@pytest.fixture(scope="module")
def timestamper(authority: DemoAuthority) -> DummyTimeStamper:
    key = authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER))
    return DummyTimeStamper(
        tsa_cert=certificate, tsa_key=keys.PrivateKeyInfo.load(key), fixed_dt=AT, override_md="sha256"
    )


def with_validation_data(pdf: bytes, authority: DemoAuthority) -> bytes:
    out = io.BytesIO(pdf)
    certificate = asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER))
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, certs=[certificate])
    return out.getvalue()


def check(data: bytes, roots: list[Root]) -> Verification:
    return verify_pdf(data, register=EmptyRegister(), trust_roots=roots, now=AT)


def test_validation_data_behind_our_signature_is_an_addition(
    signed: bytes, authority: DemoAuthority, roots: list[Root]
) -> None:
    answer = check(with_validation_data(signed, authority), roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert answer.signatures[0].valid
    assert not answer.signatures[0].covers_whole_file
    assert "hanya ditambahkan data validasi" in answer.reasons[0]


def test_a_document_timestamp_behind_our_signature_is_an_addition(
    signed: bytes, timestamper: DummyTimeStamper, roots: list[Root]
) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    stamped = signers.PdfTimeStamper(timestamper).timestamp_pdf(writer, "sha256").getvalue()
    answer = check(stamped, roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [report.level for report in answer.signatures] == ["B-B", "Cap waktu dokumen"]


def test_a_timestamped_signature_says_its_level(sign: Sign, pki: Pki, roots: list[Root]) -> None:
    from tests.signing.verification.foreign import stamper

    stamped = sign(frozen_report(), field=FIELD, timestamper=stamper(pki, at=AT))
    answer = check(stamped, [*roots, *pki.roots])
    assert (answer.verdict, answer.signatures[0].level) == (Verdict.INTACT, "B-T")
    assert answer.signatures[0].proven_at == AT


def test_a_stamp_by_a_root_that_is_no_time_stamp_authority_gives_no_level(
    sign: Sign, timestamper: DummyTimeStamper, roots: list[Root]
) -> None:
    """The office's own root is trusted, but not for time."""
    (report,) = check(sign(frozen_report(), field=FIELD, timestamper=timestamper), roots).signatures
    assert (report.level, report.proven_at) == ("B-B", None)


def test_bytes_hidden_beside_the_validation_data_are_found(
    signed: bytes, authority: DemoAuthority, roots: list[Root]
) -> None:
    longer = with_validation_data(signed, authority)
    hidden = signed + b"9 0 obj\n(tersembunyi)\nendobj\n" + longer[len(signed) :]
    assert check(hidden, roots).verdict is not Verdict.INTACT_WITH_ADDITIONS
    assert not check(hidden, roots).verdict.accepted


@pytest.mark.parametrize("change", [attacks.add_note, attacks.cover_page, attacks.swap_content])
def test_validation_data_does_not_hide_a_change(
    signed: bytes, authority: DemoAuthority, roots: list[Root], change: Callable
) -> None:
    changed = attacks.appended(with_validation_data(signed, authority), change)
    assert check(changed, roots).verdict is Verdict.ALTERED
    before = with_validation_data(attacks.appended(signed, change), authority)
    assert check(before, roots).verdict is Verdict.ALTERED


def test_an_empty_update_behind_validation_data_is_found(
    signed: bytes, authority: DemoAuthority, roots: list[Root]
) -> None:
    padded = attacks.appended(with_validation_data(signed, authority), attacks.add_nothing)
    assert check(padded, roots).verdict is Verdict.ALTERED


def test_two_approvals_in_other_peoples_file_are_listed(sign: Sign, roots: list[Root]) -> None:
    paper = frozen_report(fields=("paraf", FIELD))
    both = sign(sign(paper, field="paraf"), field=FIELD)
    answer = check(both, roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [report.valid for report in answer.signatures] == [True, True]
    assert [report.covers_whole_file for report in answer.signatures] == [False, True]


def test_a_seal_that_permits_signatures_lets_one_follow(sign: Sign, roots: list[Root]) -> None:
    paper = frozen_report(fields=("segel", FIELD))
    sealed = sign(sign(paper, field="segel", permits=MDPPerm.FILL_FORMS), field=FIELD)
    answer = check(sealed, roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [report.certifies for report in answer.signatures] == [True, False]


def test_a_note_behind_other_peoples_approval_is_not_permitted(sign: Sign, roots: list[Root]) -> None:
    answer = check(attacks.appended(sign(frozen_report(), field=FIELD), attacks.add_note), roots)
    assert answer.verdict is Verdict.ALTERED


def test_an_old_signature_taken_back_to_its_first_revision_is_whole_again(sign: Sign, roots: list[Root]) -> None:
    """A cut back to an earlier signature is that earlier document; only the register tells them apart."""
    first = sign(frozen_report(fields=("paraf", FIELD)), field="paraf")
    both = sign(first, field=FIELD)
    answer = check(both[: len(first)], roots)
    assert (answer.verdict, answer.registered) == (Verdict.INTACT, None)
