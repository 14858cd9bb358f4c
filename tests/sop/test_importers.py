"""An SOP arrives as text, docx or PDF; what is something else is refused with a sentence."""

import io
import shutil
import zipfile

import pytest
from docx import Document

from app.sop import pdf_source
from app.sop.document import ParsedSop
from app.sop.errors import UnreadableSource
from app.sop.importers import FROM_PDF, LARGEST_FILE, parse_source, read_source
from tests.sop.papers import as_docx, as_laid_out_docx, as_pdf


def words(parsed: ParsedSop) -> list[tuple]:
    return [(s.no, s.uraian, s.marks, s.kelengkapan, s.waktu, s.output, s.ket) for s in parsed.steps]


def read(data: bytes, name: str) -> ParsedSop:
    return parse_source(read_source(data, name=name))


def test_text_arrives_untouched(text: str):
    source = read_source(text.encode(), name="sop.txt")
    assert source.text == text
    assert source.sha256 == "de6f6d189a51908065691d4224c46a2fa6a7d410a8777a6e8d8b91890d271a91"


def test_a_docx_of_the_sop_reads_like_its_text(text: str, parsed: ParsedSop):
    from_docx = read(as_docx(text), "sop.docx")
    assert from_docx.problems == ()
    assert words(from_docx) == words(parsed)
    assert from_docx.identity == parsed.identity
    assert [e.text for e in from_docx.dasar_hukum.entries] == [e.text for e in parsed.dasar_hukum.entries]


def test_a_docx_with_the_first_page_in_tables_reads_the_same(text: str, parsed: ParsedSop):
    from_docx = read(as_laid_out_docx(text), "sop.docx")
    assert from_docx.problems == ()
    assert (from_docx.number, from_docx.name) == (parsed.number, parsed.name)
    assert from_docx.identity.approver == parsed.identity.approver
    for field in ("dasar_hukum", "kualifikasi", "keterkaitan", "peralatan", "peringatan", "pencatatan"):
        assert [e.text for e in from_docx.section(field).entries] == [e.text for e in parsed.section(field).entries]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="this machine has no pdftotext")
@pytest.mark.parametrize("align", ["top", "middle"])
def test_a_pdf_of_the_sop_reads_like_its_text_and_asks_to_be_compared(text: str, parsed: ParsedSop, align: str):
    from_pdf = read(as_pdf(text, align=align), "sop.pdf")
    assert from_pdf.problems == (FROM_PDF,)
    assert words(from_pdf) == words(parsed)
    assert from_pdf.identity == parsed.identity


def test_without_pdftotext_a_pdf_is_refused_with_what_to_bring(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_source.shutil, "which", lambda name: None)
    with pytest.raises(UnreadableSource, match="Bawa SOP sebagai docx atau teks"):
        read_source(b"%PDF-1.7\n", name="sop.pdf")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="this machine has no pdftotext")
def test_a_broken_pdf_is_refused():
    with pytest.raises(UnreadableSource, match="tidak dapat dibuka"):
        read_source(b"%PDF-1.7\nnot really", name="sop.pdf")


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 broken", zipped(xl__workbook=b"<a/>"), zipped(word__document=b"<broken")],
    ids=["not a zip", "a workbook", "broken XML"],
)
def test_what_only_looks_like_a_docx_is_refused(data: bytes):
    with pytest.raises(UnreadableSource, match="bukan docx"):
        read_source(data, name="sop.docx")


def test_a_docx_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, text: str):
    monkeypatch.setattr("app.sop.docx_source.LARGEST_UNPACKED", 100)
    with pytest.raises(UnreadableSource, match="terlalu besar"):
        read_source(as_docx(text), name="sop.docx")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "kosong"),
        (b"NOMOR SOP \x00", "bukan teks"),
        ("NOMOR SOP : é".encode("latin-1"), "UTF-8"),
        (b"a" * (LARGEST_FILE + 1), "10 MB"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, sentence: str):
    with pytest.raises(UnreadableSource, match=sentence):
        read_source(data, name="sop.txt")


def test_blank_text_is_refused_as_an_sop():
    with pytest.raises(UnreadableSource, match="tidak ada teks"):
        read(b"   \n", "sop.txt")


def test_an_empty_docx_is_refused():
    empty = io.BytesIO()
    Document().save(empty)
    with pytest.raises(UnreadableSource):
        read(empty.getvalue(), "sop.docx")
