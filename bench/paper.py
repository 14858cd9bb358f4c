"""The report: rendering it, signing it, and judging a file that somebody brings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Flask

from app.audit.models import AuditCheckpoint
from app.audit.queries import newest_checkpoint
from app.demo.people import find_office
from app.demo.story import PASSPHRASE
from app.evidence import store
from app.extensions import db
from app.reports.context import SIGNATURE_FIELD
from app.reports.gather import context_of
from app.reports.models import ReportVersion
from app.reports.queries import report_of
from app.reports.render import render_report
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Appearance, SignRequest
from app.signing.demo_certificates import demo_certificate
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verify import verify_pdf
from bench.measure import Cost, Figure, figure
from bench.naive import naive_report
from bench.office import YEARLY

FEW = 3
"""Rounds where one takes seconds."""


def figures(app: Flask) -> Iterator[Figure]:
    with app.app_context():
        yield report()
        frozen, signed = pdfs()
        db.session.rollback()
        yield signature(frozen)
        yield verification(signed)
        db.session.remove()


def report() -> Figure:
    """Both by the page, since the naive one has other content; warm, as in the worker."""
    report_row, at = report_of(YEARLY), datetime.now(UTC)
    newest = newest_checkpoint()
    assert newest is not None
    checkpoint = db.session.get_one(AuditCheckpoint, newest.size)
    context = context_of(report_row, version=9, code="bench-0000", checkpoint=checkpoint, at=at)
    rendered = render_report(context, watermark=False)
    html, pages = naive_report()

    from weasyprint import HTML

    found = figure(
        "Laporan, tiap halaman",
        Cost(lambda: render_report(context, watermark=False), 1),
        Cost(lambda: HTML(string=html).write_pdf(), 1),
        goal=0.7, against="WeasyPrint, tabel enam kolom", rounds=FEW,
    )  # fmt: skip
    return Figure(found.name, found.ours / rendered.pages, found.floor / pages, found.goal, found.against)


def pdfs() -> tuple[bytes, bytes]:
    version: ReportVersion | None = report_of(YEARLY).standing
    assert version is not None and version.signed_sha256 is not None
    from app.evidence.uploads import files_folder

    return tuple(store.read(one, folder=files_folder()) for one in (version.frozen_sha256, version.signed_sha256))  # type: ignore[return-value]


def signature(frozen: bytes) -> Figure:
    """The key is opened once in both: PKCS#12's own key derivation is slow on purpose."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    from app.signing.pades.appearance import draw, field_size
    from app.signing.pades.held_key import HeldKeySigner

    at, person = datetime.now(UTC), find_office().sekretaris
    made = demo_certificate(
        person.name, nip=person.nip, passphrase=PASSPHRASE, at=at, until=at.replace(year=at.year + 2)
    )
    ours = Pkcs12Signer.load(made.p12, passphrase=PASSPHRASE)
    look = Appearance(
        name=person.name, jabatan=person.jabatan, pangkat=person.pangkat, nip=person.nip,
        url="http://127.0.0.1:8000/v/bench-0000", when=at,
    )  # fmt: skip
    held = HeldKeySigner(ours._opened)

    def work() -> None:
        width, height = field_size(frozen, SIGNATURE_FIELD)
        stamp = draw(look, label=ours.label, width=width, height=height)
        ours.sign(SignRequest(frozen, SIGNATURE_FIELD, look, at, stamp=stamp))

    def floor() -> None:
        metadata = signers.PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )  # fmt: skip
        writer = IncrementalPdfFileWriter(io.BytesIO(frozen))
        signers.PdfSigner(metadata, signer=held).sign_pdf(writer, existing_fields_only=True, bytes_reserved=16_384)

    return figure(
        "Tanda tangan, blok terlihat dengan QR",
        Cost(work, 3),
        Cost(floor, 3), goal=2, against="pyHanko, kunci terbuka, tanpa blok",
    )  # fmt: skip


def verification(signed: bytes) -> Figure:
    """Our judgement of a file, second look at its structure included, against pyHanko's alone."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    now = datetime.now(UTC)

    def floor() -> None:
        embedded = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
        root = embedded.signer_cert
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=[root], allow_fetching=False))
        assert status.intact and status.valid

    def ours() -> None:
        answer = verify_pdf(signed, register=EmptyRegister(), trust_roots=(), now=now)
        assert str(answer.verdict) == "utuh", answer

    return figure("Verifikasi PDF", Cost(ours, 5), Cost(floor, 5), goal=2.5, against="pyHanko saja")
