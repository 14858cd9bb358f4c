"""Writing behind a PDF without touching what makes it PDF/A: its metadata, and how its streams end."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

HEX = "/ASCIIHexDecode"
"""Ends with ">", whatever is in it."""


class SteadyWriter(IncrementalPdfFileWriter):
    """Leaves /Info and XMP as they were rendered, and lets no stream of its own end unclearly.

    `spell_out` writes the list of objects in hexadecimal too: how that one ends is known only when it is written.
    """

    def __init__(self, pdf: bytes, *, spell_out: bool = False) -> None:
        reader = PdfFileReader(io.BytesIO(pdf))
        super().__init__(reader.stream, prev=reader)
        self._spell_out = spell_out

    def _update_meta(self) -> None:
        """PDF/A's own statement stands in the metadata; pyHanko would write it anew."""

    def _populate_trailer(self, trailer: DictionaryObject) -> None:
        super()._populate_trailer(trailer)  # type: ignore[no-untyped-call]
        if self._spell_out and isinstance(trailer, StreamObject):
            trailer.apply_filter(pdf_name(HEX))

    def _write_objects(self, stream: Any, object_position_dict: Any) -> None:
        for one in self.objects.values():
            if isinstance(one, StreamObject) and one.encoded_data.endswith(b"\r"):
                one.apply_filter(pdf_name(HEX))
        super()._write_objects(stream, object_position_dict)
