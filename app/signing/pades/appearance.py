"""The visible block of a signature, drawn directly: a QR code and the lines beside it, in the report's own faces.

It is drawn by the process that knows the person, and handed to the one that signs as a page. Laying it out
with WeasyPrint looked the same and cost twenty times as much.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name

from app.signing.backends.signer import Appearance
from app.signing.errors import UnsignablePdf
from app.signing.pades.faces import Face, bold, regular
from app.web import words

GAP = 6.0
"""Points between the QR code and the words."""

LEADING = 1.25
ASCENT = 0.905
SMALLEST = 0.2
"""Long names make the block smaller, down to this share of its size: words over the edge would read as a change."""

STEP = 0.95
KIND = "Tanda tangan elektronik"
"""How each label begins: a line of its own, so that what follows is not broken in its middle."""

NO_FIELD = "PDF ini tidak memiliki kolom tanda tangan “{field}”. Bekukan ulang laporannya."
UNREADABLE = "Berkas PDF ini tidak dapat dibaca, jadi tidak dapat ditandatangani. Bekukan ulang laporannya."


@dataclass(frozen=True)
class Line:
    """One line of the block; `above` is the space over it, in points."""

    text: str
    face: Face
    size: float = 7.0
    above: float = 0.0

    @property
    def height(self) -> float:
        return self.above + self.size * LEADING

    def scaled(self, share: float) -> Line:
        return replace(self, size=self.size * share, above=self.above * share)


def draw(appearance: Appearance, *, label: str, width: float, height: float) -> bytes:
    """A one-page PDF of the block; width and height in points, those of the field."""
    qr = min(height, width / 3)
    lines = _fit(_lines(appearance, label=label), width=width - qr - GAP, height=height)
    pdf = pikepdf.new()
    fonts, numbers = {}, {}
    for name, face in (("/F1", regular()), ("/F2", bold())):
        used = [glyph for line in lines if line.face is face for glyph in face.spell(line.text)]
        fonts[name], numbers[face.name] = face.embed(pdf, used)
    content = [*_code(appearance.url, size=qr, bottom=(height - qr) / 2), *_words(lines, numbers, qr + GAP, height)]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=Dictionary(Font=Dictionary(fonts)),
        Contents=pdf.make_stream("\n".join(content).encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def field_size(pdf: bytes, field: str) -> tuple[float, float]:
    """Width and height of a signature field, in points. Raises UnsignablePdf."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for found in document.Root.AcroForm.Fields:
                if str(found.get("/T", "")) == field:
                    left, bottom, right, top = (float(edge) for edge in found.Rect)
                    return abs(right - left), abs(top - bottom)
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError, TypeError):
        raise UnsignablePdf(UNREADABLE) from None
    raise UnsignablePdf(NO_FIELD.format(field=field))


def _lines(appearance: Appearance, *, label: str) -> list[Line]:
    lines = [
        Line("Ditandatangani secara elektronik oleh", regular()),
        Line(appearance.name, bold(), 8.0),
        Line(appearance.jabatan, regular()),
        Line(appearance.pangkat, regular()),
        Line(f"NIP {words.nip(appearance.nip)}" if appearance.nip else "", regular()),
        Line(_moment(appearance.when), regular()),
        *_worth(label),
    ]
    return [line for line in lines if line.text.strip()]


def _worth(label: str) -> Iterator[Line]:
    """As large as the rest, since it tells what the signature is worth; "tidak" stays before what it denies."""
    worth = label.removeprefix(KIND)
    if worth != label:
        yield Line(KIND, regular(), above=2.0)
    yield Line(worth.strip(), regular(), above=0.0 if worth != label else 2.0)


def _fit(lines: list[Line], *, width: float, height: float) -> list[Line]:
    """Broken at the words, and smaller where that is not enough."""
    share = 1.0
    while True:
        broken = [part for line in lines for part in _broken(line.scaled(share), width=width)]
        if share < SMALLEST or sum(line.height for line in broken) <= height:
            return broken
        share *= STEP


def _broken(line: Line, *, width: float) -> Iterator[Line]:
    written, above = "", line.above
    for word in line.text.split():
        longer = f"{written} {word}".strip()
        if written and line.face.width(longer, size=line.size) > width:
            yield replace(line, text=written, above=above)
            written, above = word, 0.0
        else:
            written = longer
    yield replace(line, text=written, above=above)


def _words(lines: list[Line], numbers: dict[str, dict[int, int]], left: float, height: float) -> Iterator[str]:
    """From the top of a column that stands in the middle of the height."""
    top = (height + sum(line.height for line in lines)) / 2
    yield "BT 0 g"
    for line in lines:
        baseline = top - line.above - line.size * ((LEADING - 1) / 2 + ASCENT)
        font = "/F1" if line.face is regular() else "/F2"
        text = "".join(f"{numbers[line.face.name][glyph]:04X}" for glyph, _ in line.face.spell(line.text))
        yield f"{font} {line.size:.3f} Tf 1 0 0 1 {left:.3f} {baseline:.3f} Tm <{text}> Tj"
        top -= line.height
    yield "ET"


def _code(url: str, *, size: float, bottom: float) -> Iterator[str]:
    """Dark modules in a row are one rectangle. A quiet zone of one module: the page around it is white."""
    rows = [list(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=1)]
    module = size / len(rows)
    yield f"q {module:.5f} 0 0 {module:.5f} 0 {bottom:.3f} cm 0 g"
    for row, modules in enumerate(rows):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            if not dark and start is not None:
                yield f"{start} {len(rows) - 1 - row} {column - start} 1 re"
                start = None
    yield "f Q"


def _moment(moment: datetime) -> str:
    return f"{words.tanggal(moment)}, {words.jam(moment)} WITA"
