"""What each page looks like, small and grey: lines, images and coverings that no comparison of words can see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.signing.verification.poppler import ReaderFailed, run_reader
from app.signing.verification.text import Box, Boxes, Page
from app.signing.verification.verdicts import PageChange

LOOK = "tampilan"
LONG_SIDE = 560
"""Pixels along a page's longer side: about 48 dpi on A4, enough for one digit to differ."""

MOST_BYTES = 96 * 1024 * 1024
MARGIN = 2
"""Pixels around a rectangle into which its edge may bleed."""

HEADER = re.compile(rb"P5\n(\d{1,5}) (\d{1,5})\n255\n")


@dataclass(frozen=True)
class Picture:
    """One page: width and height in pixels, a byte of grey each."""

    width: int
    height: int
    grey: bytes


def read_pictures(pdf: bytes) -> list[Picture]:
    """Every page as it is shown, with its annotations. Raises ReaderMissing and ReaderFailed."""
    said = run_reader("pdftoppm", ["-q", "-gray", "-scale-to", str(LONG_SIDE), "-"], pdf=pdf, limit=MOST_BYTES)
    pictures: list[Picture] = []
    position = 0
    while position < len(said):
        header = HEADER.match(said, position)
        if header is None:
            raise ReaderFailed("pdftoppm")
        width, height = int(header[1]), int(header[2])
        position = header.end() + width * height
        pictures.append(Picture(width, height, said[header.end() : position]))
    if not pictures or position != len(said):
        raise ReaderFailed("pdftoppm")
    return pictures


def compare_pictures(
    before: Sequence[Picture], after: Sequence[Picture], *, pages: Sequence[Page], excused: Boxes, drawn: Boxes
) -> list[PageChange]:
    """Pages that look different outside the excused rectangles; `drawn` ones are excused where nothing stood."""
    changes: list[PageChange] = []
    for number, (old, new, page) in enumerate(zip(before, after, pages, strict=False), start=1):
        if old == new:
            continue
        boxes = [*excused.get(number, ())]
        boxes += [box for box in drawn.get(number, ()) if _is_blank(old, _pixels(box, old, page))]
        areas = [_pixels(box, old, page) for box in boxes]
        if (old.width, old.height) != (new.width, new.height) or _without(old, areas) != _without(new, areas):
            changes.append(PageChange(number, LOOK))
    return changes


Area = tuple[int, int, int, int]


def _pixels(box: Box, picture: Picture, page: Page) -> Area:
    scale = max(picture.width, picture.height) / max(page.width, page.height, 1)
    left, right = int(box.left * scale) - MARGIN, int(box.right * scale) + 1 + MARGIN
    top, bottom = int(box.top * scale) - MARGIN, int(box.bottom * scale) + 1 + MARGIN
    return max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)


def _without(picture: Picture, areas: Sequence[Area]) -> bytes:
    grey = bytearray(picture.grey)
    for left, top, right, bottom in areas:
        for row in range(top, bottom):
            if right > left:
                grey[row * picture.width + left : row * picture.width + right] = bytes(right - left)
    return bytes(grey)


def _is_blank(picture: Picture, area: Area) -> bool:
    left, top, right, bottom = area
    rows = [picture.grey[row * picture.width + left : row * picture.width + right] for row in range(top, bottom)]
    return len(set(b"".join(rows))) <= 1
