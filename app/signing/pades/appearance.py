"""The visible block of a signature, laid out with the report's own faces and imported as a drawing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html import escape

import segno
import weasyprint
from pyhanko.pdf_utils import layout
from pyhanko.stamp import StaticStampStyle
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from app.settings import ROOT
from app.signing.backends.signer import Appearance
from app.web import words

FACES = ROOT / "static" / "fonts" / "liberation"

VARIANT = "pdf/a-3u"
UNCLEAR_END = b"\r\nendstream"
GAP = 6
"""Points between the QR code and the words."""

BLOCK = """<html lang="id"><style>
@font-face{{font-family:Cetak;src:url({regular})}}
@font-face{{font-family:Cetak;font-weight:bold;src:url({bold})}}
@page{{size:{width:.3f}pt {height:.3f}pt;margin:0}}
body{{margin:0;height:{height:.3f}pt;font:7pt/1.25 Cetak,sans-serif;display:flex;align-items:center;gap:{gap}pt}}
svg{{width:{qr:.3f}pt;height:{qr:.3f}pt;flex:none}}
.text{{width:{text:.3f}pt}}p{{margin:0}}b{{font-size:8pt}}.label{{margin-top:2pt;font-size:6pt}}
</style><body>{code}<div class="text"><p>Ditandatangani secara elektronik oleh</p><p><b>{name}</b></p>
<p>{jabatan}</p><p>{pangkat}</p><p>{nip}</p><p>{when}</p><p class="label">{label}</p></div></body></html>"""


class LockedFetcher(URLFetcher):
    """Opens the two bundled faces and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
        if url not in {_face("Regular"), _face("Bold")}:
            raise FatalURLFetchingError(f"Not a bundled face: {url}")
        return super().fetch(url, headers)


@contextmanager
def stamp(appearance: Appearance, *, label: str, width: float, height: float) -> Iterator[StaticStampStyle]:
    """A fresh style for one signature: a style used twice leaves references into the first document."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawing:
        drawing.write(draw(appearance, label=label, width=width, height=height))
        drawing.flush()
        yield StaticStampStyle.from_pdf_file(
            drawing.name,
            border_width=0,
            background_layout=layout.SimpleBoxLayoutRule(
                x_align=layout.AxisAlignment.ALIGN_MID,
                y_align=layout.AxisAlignment.ALIGN_MID,
                margins=layout.Margins.uniform(0),  # type: ignore[no-untyped-call]
            ),
        )


def draw(appearance: Appearance, *, label: str, width: float, height: float) -> bytes:
    """A one-page PDF/A of the block; width and height in points, those of the field."""
    qr = min(height, width / 3)
    markup = BLOCK.format(
        regular=_face("Regular"),
        bold=_face("Bold"),
        width=width,
        gap=GAP,
        height=height,
        qr=qr,
        text=width - qr - GAP,
        code=segno.make(appearance.url, error="m", micro=False).svg_inline(border=1, omitsize=True),
        name=escape(appearance.name),
        jabatan=escape(appearance.jabatan),
        pangkat=escape(appearance.pangkat),
        nip=f"NIP {escape(words.nip(appearance.nip))}" if appearance.nip else "",
        when=_moment(appearance.when),
        label=escape(label),
    )
    fetcher = LockedFetcher(allowed_protocols={"file"}, fail_on_errors=True)
    document = weasyprint.HTML(string=markup, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    drawing: bytes = document.write_pdf(pdf_variant=VARIANT)
    if UNCLEAR_END in drawing:
        # A packed stream whose last byte is CR is misread by validators of PDF/A; unpacked it ends otherwise.
        drawing = document.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True)
    return drawing


def _moment(moment: datetime) -> str:
    return f"{words.tanggal(moment)}, {words.jam(moment)} WITA"


def _face(weight: str) -> str:
    return (FACES / f"LiberationSans-{weight}.ttf").as_uri()
