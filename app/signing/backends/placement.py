"""Where a signature field stands on its page, and the block that goes there as a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from app.signing.errors import UnsignablePdf
from app.signing.verification.poppler import ReaderFailed, ReaderMissing, run_reader

DPI = "300"
MAX_BYTES = 8 * 1024 * 1024

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
    page_width: float
    page_height: float

    @property
    def top_down(self) -> float:
        """How far its upper edge lies below that of the page: what a service with the origin above wants."""
        return self.page_height - self.bottom - self.height

    @property
    def share(self) -> float:
        """How much of the page it takes, from 0 to 1."""
        return self.width * self.height / max(self.page_width * self.page_height, 1)


def place_of(pdf: bytes, *, field: str) -> Place:
    """The place of a field's first widget. Raises UnsignablePdf when there is none."""
    try:
        return places_of(pdf, field=field)[0]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError):
        raise UnsignablePdf(NO_FIELD.format(field=field)) from None


def places_of(pdf: bytes, *, field: str) -> list[Place]:
    """Every place where a field shows itself."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            _place(number, page, widget)
            for number, page in enumerate(document.pages, start=1)
            for widget in widgets(page, field=field)
        ]


def widgets(page: pikepdf.Page, *, field: str) -> Iterator[pikepdf.Object]:
    """The widgets on a page that belong to the field of that name."""
    for annotation in page.obj.get("/Annots", pikepdf.Array()):  # type: ignore[call-overload]
        name = annotation.get("/T") or annotation.get("/Parent", pikepdf.Dictionary()).get("/T")
        if annotation.get("/Subtype") == pikepdf.Name.Widget and str(name) == field:
            yield annotation


def _place(number: int, page: pikepdf.Page, widget: pikepdf.Object) -> Place:
    if int(page.obj.get("/Rotate", 0)) % 360:
        raise UnsignablePdf(TURNED)
    x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)  # type: ignore[union-attr]
    left, bottom, right, top = (float(edge) for edge in widget.Rect)  # type: ignore[union-attr]
    return Place(
        page=number,
        left=min(left, right) - x0,
        bottom=min(bottom, top) - y0,
        width=abs(right - left),
        height=abs(top - bottom),
        page_width=x1 - x0,
        page_height=y1 - y0,
    )


def picture(stamp: bytes) -> bytes:
    """The drawn block as PNG, by poppler; through pipes, so that nothing is left on a disk."""
    try:
        drawn = run_reader("pdftoppm", ["-q", "-png", "-r", DPI, "-singlefile", "-"], pdf=stamp, limit=MAX_BYTES)
    except (ReaderMissing, ReaderFailed):
        raise UnsignablePdf(NO_PICTURE) from None
    if not drawn.startswith(b"\x89PNG"):
        raise UnsignablePdf(NO_PICTURE)
    return drawn
