"""The drawn block, a one-page PDF in memory, as pyHanko puts it into the signature's field."""

from __future__ import annotations

import binascii
import io
import os

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle


class DrawnPage(ImportedPdfPage):
    """pyHanko imports from a file on disk; nothing of a signature should stand there."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__("")  # type: ignore[no-untyped-call]
        self._pdf = pdf

    def render(self) -> bytes:
        writer = self._ensure_writer
        drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        name = b"/Blok" + binascii.hexlify(os.urandom(8))
        self.resources.xobject[name.decode("ascii")] = drawing
        left, bottom, right, top = drawing.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name + b" Do"


def drawn(page: bytes) -> StaticStampStyle:
    """A fresh style for one signature: a style used twice leaves references into the first document."""
    middle = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins.uniform(0),  # type: ignore[no-untyped-call]
    )
    return StaticStampStyle(background=DrawnPage(page), border_width=0, background_layout=middle)
