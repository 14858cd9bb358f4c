"""The QR code of a report's verification address, as one SVG path."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_svg(address: str, *, alt: str) -> Markup:
    """Dark modules joined to runs, so that a code is one path and not a thousand boxes."""
    matrix = segno.make(address, error="m", micro=False).matrix
    runs = "".join(_runs(y, row) for y, row in enumerate(matrix))
    quiet = 4
    size = len(matrix) + 2 * quiet
    start = Markup('<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="-{0} -{0} {1} {1}">').format(
        quiet, size
    )
    return start + Markup('<title>{}</title><path d="{}" fill="#000"/></svg>').format(alt, runs)


def _runs(y: int, row: bytearray | tuple[int, ...]) -> str:
    path, start = "", None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path += f"M{start} {y}h{x - start}v1h-{x - start}z"
            start = None
    return path
