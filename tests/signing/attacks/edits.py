"""What an attacker, or a careless program, does to a signed PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

NAME = generic.NameObject


def flip(pdf: bytes, position: int, bit: int = 0) -> bytes:
    changed = bytearray(pdf)
    changed[position] ^= 1 << bit
    return bytes(changed)


def gap_of(pdf: bytes) -> tuple[int, int]:
    """Where the signature itself stands: from `<` to behind `>`."""
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)
    assert match
    return int(match[1]), int(match[2])


def appended(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """An incremental update, as any PDF editor writes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            NAME("/Type"): NAME("/Annot"),
            NAME("/Subtype"): NAME("/FreeText"),
            NAME("/Rect"): generic.ArrayObject(generic.FloatObject(edge) for edge in (50, 50, 200, 100)),
            NAME("/Contents"): generic.pdf_string("diubah"),
        }
    )
    page[NAME("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def cover_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    paint = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 60 690 400 30 re f Q"))
    page[NAME("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), paint])
    writer.update_container(page)


def swap_content(writer: IncrementalPdfFileWriter) -> None:
    """Shadow replacement: the object that was signed gets a second life with other figures."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    content = page["/Contents"]
    content._data = b"BT /F1 12 Tf 72 700 Td (Capaian indikator 1.1: 999,00) Tj ET"
    content._encoded_data = None
    writer.mark_update(page.raw_get("/Contents"))


def add_nothing(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


def unlisted_tail(pdf: bytes) -> bytes:
    """Incremental saving attack: new objects behind the end, and a pointer back to the old list."""
    pointer = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    shadow = b"4 0 obj\n<</Length 3>>\nstream\nq Q\nendstream\nendobj\n"
    return pdf + shadow + b"startxref\n" + pointer + b"\n%%EOF\n"


def resaved(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out)
    return out.getvalue()


def without_signature_field(writer: IncrementalPdfFileWriter) -> None:
    """The signature stays in the bytes, but the document no longer mentions it."""
    del writer.root["/AcroForm"]
    writer.update_root()
