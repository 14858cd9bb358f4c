"""The quick reader reads what pyHanko's reads, and refuses what pyHanko's refuses."""

from __future__ import annotations

import io
import re

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from app.signing.verification.quick_reader import QuickReader
from tests.signing.documents import frozen_report


def objects_of(reader: PdfFileReader) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for reference in sorted(reader.xrefs.explicit_refs_in_revision(0), key=lambda one: one.idnum):
        out = io.BytesIO()
        generic.Reference(reference.idnum, 0, reader).get_object().write_to_stream(out, None)
        found[reference.idnum] = out.getvalue()
    return found


def test_every_object_is_the_same() -> None:
    pdf = frozen_report(pages=5)
    assert b"/ObjStm" in pdf
    quick, slow = (objects_of(kind(io.BytesIO(pdf))) for kind in (QuickReader, PdfFileReader))
    assert quick == slow and len(quick) > 10


@pytest.mark.parametrize("kind", [QuickReader, PdfFileReader])
def test_a_table_that_lists_an_object_elsewhere_is_refused(kind: type[PdfFileReader]) -> None:
    """The first two objects of the stream are listed in each other's place."""
    pdf = frozen_report()
    start = re.search(rb"/Type /ObjStm.*?stream\n", pdf, re.DOTALL)
    assert start
    table = re.match(rb"(\d+) (\d+)\s+(\d+) (\d+)", pdf[start.end() :])
    assert table and len(table[1]) == len(table[3])
    changed = bytearray(pdf)
    changed[start.end() + table.start(1) : start.end() + table.end(1)] = table[3]
    changed[start.end() + table.start(3) : start.end() + table.end(3)] = table[1]
    with pytest.raises(PdfError):
        objects_of(kind(io.BytesIO(bytes(changed))))
