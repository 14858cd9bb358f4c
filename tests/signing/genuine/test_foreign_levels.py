"""Files that honest software signed in every level and order are intact, and what was added is listed."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest
from asn1crypto import keys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import AT, Identity, as_asn1
from tests.signing.attacks.handmade import with_streams, written
from tests.signing.attacks.people import ca, clock, judged, noor, rahmadi
from tests.signing.documents import frozen_report


def private(identity: Identity) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def stamper() -> DummyTimeStamper:
    return DummyTimeStamper(
        tsa_cert=clock().asn1,
        tsa_key=private(clock()),
        certs_to_embed=_store(ca()),
        fixed_dt=AT,
        override_md="sha256",
    )


def _store(*identities: Identity) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple([one.asn1 for one in identities])
    return store


def signed(pdf: bytes, *, by: Identity, field: str, stamped: bool = False, permits: MDPPerm | None = None) -> bytes:
    """In a new visible field if there is none of that name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if field.encode() not in pdf:
        place = 60 + 40 * sum(field.encode())
        append_signature_field(writer, SigFieldSpec(field, box=(60, place % 400, 160, place % 400 + 30)))
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=permits is not None,
        docmdp_permissions=permits or MDPPerm.FILL_FORMS,
    )
    signer = signers.SimpleSigner(signing_cert=by.asn1, signing_key=private(by), cert_registry=_store(ca()))
    made = signers.PdfSigner(
        metadata, signer=signer, timestamper=stamper() if stamped else None, stamp_style=NoOpStampStyle()
    )
    return made.sign_pdf(writer).getvalue()


def with_store(pdf: bytes) -> bytes:
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, certs=[as_asn1(ca().certificate)])
    return out.getvalue()


def archived(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.PdfTimeStamper(stamper()).timestamp_pdf(writer, "sha256").getvalue()


@cache
def linearised() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(frozen_report(fields=()))) as pdf:
        pdf.save(out, linearize=True)
    return out.getvalue()


@cache
def old_style() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(frozen_report(fields=()))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4")
    return out.getvalue()


BASES = {
    "pikepdf, streams": lambda: frozen_report(fields=()),
    "pikepdf, table": old_style,
    "linearised": linearised,
    "hand-written, table": written,
    "hand-written, streams": with_streams,
}


@pytest.mark.parametrize("base", BASES)
def test_every_level_on_every_base(base: str) -> None:
    plain = signed(BASES[base](), by=noor(), field="ttd1")
    assert judged(plain).verdict is Verdict.INTACT
    stamped = signed(BASES[base](), by=noor(), field="ttd1", stamped=True)
    assert judged(stamped).verdict is Verdict.INTACT
    stored = with_store(stamped)
    assert judged(stored).verdict is Verdict.INTACT_WITH_ADDITIONS
    answer = judged(archived(stored))
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert all(one.valid for one in answer.signatures)


@pytest.mark.parametrize("base", BASES)
def test_several_signers_with_validation_data_in_between(base: str) -> None:
    first = with_store(signed(BASES[base](), by=noor(), field="ttd1", stamped=True))
    both = with_store(signed(first, by=rahmadi(), field="ttd2", stamped=True))
    answer = judged(archived(both))
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [one.valid for one in answer.signatures] == [True, True, True]
    assert answer.additions


def test_three_signers_one_after_the_other() -> None:
    paper = frozen_report(fields=("satu", "dua", "tiga"))
    for name, person in (("satu", noor()), ("dua", rahmadi()), ("tiga", noor())):
        paper = signed(paper, by=person, field=name)
    answer = judged(paper)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [one.covers_whole_file for one in answer.signatures] == [False, False, True]


@pytest.mark.parametrize("permits", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_validation_data_may_follow_any_certification(permits: MDPPerm) -> None:
    certified = signed(frozen_report(fields=("satu",)), by=noor(), field="satu", permits=permits, stamped=True)
    assert judged(certified).verdict is Verdict.INTACT
    assert judged(archived(with_store(certified))).verdict is Verdict.INTACT_WITH_ADDITIONS
