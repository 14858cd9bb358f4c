"""What a dishonest service, or a person with an editor, does to our PDF before he signs it."""

from __future__ import annotations

import io
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def incremented(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def overlay(pdf: bytes) -> bytes:
    """A red square on the first page, in an incremental update: our bytes still come first."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        added = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 100 100 300 300 re f Q"))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), added])
        writer.update_container(page)

    return incremented(pdf, change)


def note(pdf: bytes) -> bytes:
    """A comment on the first page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        name = generic.pdf_name
        rect = generic.ArrayObject(generic.FloatObject(edge) for edge in (50, 50, 200, 100))
        said = generic.pdf_string("diubah")
        added = {name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"), name("/Rect"): rect}
        written = generic.DictionaryObject(added | {name("/Contents"): said})
        page["/Annots"] = generic.ArrayObject([writer.add_object(written)])
        writer.update_container(page)

    return incremented(pdf, change)


def opening_action(pdf: bytes) -> bytes:
    """Something that happens when the file is opened; no page looks different."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        name = generic.pdf_name
        script = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
        writer.root["/OpenAction"] = generic.DictionaryObject(script)
        writer.update_root()

    return incremented(pdf, change)
