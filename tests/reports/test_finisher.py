"""The file ends its streams clearly and points straight to the signature's widget."""

from __future__ import annotations

import io
import zlib

import pikepdf

from app.reports.context import RenderedReport
from app.reports.finisher import resave
from app.signing.pades.endings import UNCLEAR_END
from tests.reports.reading import fields_of, open_pdf


def _plain_that_ends_in_cr() -> bytes:
    """Content whose packed form ends in CR: the last byte of its checksum is 13."""
    comments = (b"%" + b"a" * length for length in range(256))
    return next(plain for plain in comments if zlib.adler32(plain) & 255 == ord("\r"))


def _file_with_page(plain: bytes) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(plain)
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _file_with_attachment(plain: bytes) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["data.json"] = plain
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def test_a_page_whose_stream_ends_in_cr_gets_a_meaningless_line_feed() -> None:
    plain = _plain_that_ends_in_cr()
    before = _file_with_page(plain)
    assert UNCLEAR_END in before
    after, pages = resave(before)
    assert pages == 1 and UNCLEAR_END not in after
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == plain + b"\n"


def test_an_attachment_that_ends_in_cr_keeps_its_bytes() -> None:
    plain = _plain_that_ends_in_cr()
    before = _file_with_attachment(plain)
    assert UNCLEAR_END in before
    after, _ = resave(before)
    assert UNCLEAR_END not in after
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert pdf.attachments["data.json"].get_file().read_bytes() == plain


def test_saving_again_gives_the_same_bytes(final: RenderedReport) -> None:
    assert resave(final.pdf)[0] == resave(final.pdf)[0]


def test_no_stream_of_a_report_ends_unclearly(final: RenderedReport, draft: RenderedReport) -> None:
    assert UNCLEAR_END not in final.pdf and UNCLEAR_END not in draft.pdf


def test_form_element_refers_to_its_widget_directly(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    forms = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Form"]
    (form,) = [found for found in forms if found.get("/Type") == "/StructElem"]
    assert not isinstance(form.K, pikepdf.Array)
    assert form.K.Obj.objgen == fields_of(pdf)["sig-sekretaris"].objgen


def test_metadata_claim_both_standards_and_are_readable(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    metadata = pdf.Root.Metadata
    assert "/Filter" not in metadata
    text = metadata.read_bytes()
    assert b'pdfaid:part="3"' in text and b'pdfaid:conformance="A"' in text and b'pdfuaid:part="1"' in text


def test_object_streams_stay_small(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    sizes = [
        int(found.N) for found in pdf.objects if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/ObjStm"
    ]
    assert all(size <= 200 for size in sizes)
