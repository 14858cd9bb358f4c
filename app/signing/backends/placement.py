"""Where a signature field stands on its page, and the block that goes there as a picture."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from app.signing.errors import UnsignablePdf

DPI = "300"
SECONDS = 20.0

NO_FIELD = "PDF ini tidak memiliki kolom tanda tangan “{field}”. Bekukan ulang laporannya."
TURNED = (
    "Halaman kolom tanda tangan diputar, jadi tempatnya tidak dapat disampaikan ke layanan. Bekukan ulang laporannya."
)
NO_PICTURE = "Blok tanda tangan tidak dapat digambar. Beri tahu Admin."


@dataclass(frozen=True)
class Place:
    """A rectangle on a page, in points from the lower left corner of the page; pages count from 1."""

    page: int
    left: float
    bottom: float
    width: float
    height: float
    page_height: float

    @property
    def top_down(self) -> float:
        """How far its upper edge lies below that of the page: what a service with the origin above wants."""
        return self.page_height - self.bottom - self.height


def place_of(pdf: bytes, *, field: str) -> Place:
    """The place of a field's widget. Raises UnsignablePdf when there is none."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for number, page in enumerate(document.pages, start=1):
                for widget in widgets(page, field=field):
                    return _place(number, page, widget)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError):
        raise UnsignablePdf(NO_FIELD.format(field=field)) from None
    raise UnsignablePdf(NO_FIELD.format(field=field))


def widgets(page: pikepdf.Page, *, field: str) -> Iterator[pikepdf.Object]:
    """The widgets on a page that belong to the field of that name."""
    for annotation in page.obj.get("/Annots", pikepdf.Array()):  # type: ignore[call-overload]
        name = annotation.get("/T") or annotation.get("/Parent", pikepdf.Dictionary()).get("/T")
        if annotation.get("/Subtype") == pikepdf.Name.Widget and str(name) == field:
            yield annotation


def _place(number: int, page: pikepdf.Page, widget: pikepdf.Object) -> Place:
    if int(page.obj.get("/Rotate", 0)) % 360:
        raise UnsignablePdf(TURNED)
    box = [float(edge) for edge in page.mediabox]  # type: ignore[union-attr]
    x, y = [float(edge) for edge in widget.Rect][0::2], [float(edge) for edge in widget.Rect][1::2]  # type: ignore[union-attr]
    return Place(number, min(x) - box[0], min(y) - box[1], abs(x[1] - x[0]), abs(y[1] - y[0]), box[3] - box[1])


def picture(stamp: bytes) -> bytes:
    """The drawn block as PNG, by poppler; through pipes, so that nothing is left on a disk."""
    try:
        done = subprocess.run(
            ["pdftoppm", "-png", "-r", DPI, "-singlefile", "-"],
            input=stamp,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise UnsignablePdf(NO_PICTURE) from None
    if not done.stdout.startswith(b"\x89PNG"):
        raise UnsignablePdf(NO_PICTURE)
    return done.stdout
