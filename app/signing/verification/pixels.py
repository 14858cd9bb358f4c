"""What each page looks like, small and grey: lines, images and coverings that no comparison of words can see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.signing.verification.poppler import ReaderFailed, run_reader
from app.signing.verification.text import Box, Boxes, Page
from app.signing.verification.verdicts import PageChange

LOOK = "tampilan"
LONG_SIDE = 560
"""Pixels along a page's longer side: about 48 dpi on A4, enough for one digit to differ."""

MOST_BYTES = 96 * 1024 * 1024
MARGIN = 2
"""Pixels around a rectangle into which its edge may bleed."""

FAINT = 24
"""Of 255: less than this is how the same edge is smoothed beside other ink."""

HEADER = re.compile(rb"P5\n(\d{1,5}) (\d{1,5})\n255\n")


@dataclass(frozen=True)
class Picture:
    """One page: width and height in pixels, a byte of grey each."""

    width: int
    height: int
    grey: bytes


def read_pictures(pdf: bytes) -> list[Picture]:
    """Every page as it is shown, with its annotations. Raises ReaderMissing, ReaderFailed and ReaderOverrun."""
    return _read(pdf)


def read_bare_pictures(pdf: bytes) -> list[Picture]:
    """Every page without what fields and notes draw on it; raises as read_pictures."""
    return _read(pdf, "-hide-annotations")


def _read(pdf: bytes, *options: str) -> list[Picture]:
    said = run_reader(
        "pdftoppm", ["-q", "-gray", "-scale-to", str(LONG_SIDE), *options, "-"], pdf=pdf, limit=MOST_BYTES
    )
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


@dataclass
class Places:
    """Per page, counted from 1, the rectangles in which something may look different than when it was signed."""

    filled: dict[int, list[Box]] = field(default_factory=dict)
    """Of fields that stood there: filling one adds, and covers nothing of the page itself."""
    drawn: dict[int, list[Box]] = field(default_factory=dict)
    """Of fields that came later: nothing may have stood there."""
    own_words: dict[int, list[Box]] = field(default_factory=dict)
    """Words in the filled ones that are theirs and not the page's."""

    @property
    def everywhere(self) -> Boxes:
        return {
            page: [*self.filled.get(page, ()), *self.drawn.get(page, ())]
            for page in self.filled.keys() | self.drawn.keys()
        }


def compare_pictures(
    before: Sequence[Picture],
    after: Sequence[Picture],
    *,
    pages: Sequence[Page],
    places: Places,
    bare: Callable[[], Sequence[Picture]] | None = None,
) -> list[PageChange]:
    """Pages that look different where nothing may.

    `bare` gives the signed pages without their fields, when asked; without it a filled field may cover what it likes.
    """
    changes: list[PageChange] = []
    for number, (old, new, page) in enumerate(zip(before, after, pages, strict=False), start=1):
        if old == new:
            continue
        if (old.width, old.height) != (new.width, new.height):
            changes.append(PageChange(number, LOOK))
            continue
        sheet = _Sheet(page, number, places)
        if sheet.differs_outside(old, new) or (bare and sheet.filled and sheet.is_covered(bare()[number - 1], new)):
            changes.append(PageChange(number, LOOK))
    return changes


class _Sheet:
    """One page with the places on it."""

    def __init__(self, page: Page, number: int, places: Places) -> None:
        self.page = page
        self.filled = places.filled.get(number, ())
        self.drawn = places.drawn.get(number, ())
        self.own_words = places.own_words.get(number, ())

    def differs_outside(self, old: Picture, new: Picture) -> bool:
        unmarked = self._unmarked(old)
        drawn = [area for area in (self._area(box, old) for box in self.drawn) if _is_blank(unmarked, area)]
        allowed = [*drawn, *(self._area(box, old) for box in self.filled)]
        return _without(old, allowed) != _without(new, allowed)

    def is_covered(self, bare: Picture, new: Picture) -> bool:
        """Whether ink of the page itself is gone under a filled field, or words called the field's own were not."""
        if any(not _is_blank(bare, self._area(box, bare, margin=0)) for box in self.own_words):
            return True
        before = self._unmarked(bare)
        return any(_has_lost_ink(before, new, self._area(box, bare, margin=-MARGIN)) for box in self.filled)

    def _unmarked(self, picture: Picture) -> Picture:
        """Without marks such as "#", which say where a signature goes and may be covered by it."""
        marks = [self._area(word.box, picture) for word in self.page.words if word.is_mark]
        return _without(picture, marks, paper=_paper(picture)) if marks else picture

    def _area(self, box: Box, picture: Picture, *, margin: int = MARGIN) -> Area:
        return _pixels(box, picture, self.page, margin=margin)


Area = tuple[int, int, int, int]


def _pixels(box: Box, picture: Picture, page: Page, *, margin: int = MARGIN) -> Area:
    scale = max(picture.width, picture.height) / max(page.width, page.height, 1)
    left, right = int(box.left * scale) - margin, int(box.right * scale) + 1 + margin
    top, bottom = int(box.top * scale) - margin, int(box.bottom * scale) + 1 + margin
    return max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)


def _without(picture: Picture, areas: Sequence[Area], *, paper: int = 0) -> Picture:
    """The picture with these areas all of one grey."""
    grey = bytearray(picture.grey)
    for left, top, right, bottom in areas:
        for row in range(top, bottom):
            if right > left:
                grey[row * picture.width + left : row * picture.width + right] = bytes([paper]) * (right - left)
    return replace(picture, grey=bytes(grey))


def _paper(picture: Picture) -> int:
    """The grey that most of the page has."""
    return Counter(picture.grey).most_common(1)[0][0] if picture.grey else 255


def _has_lost_ink(before: Picture, after: Picture, area: Area) -> bool:
    """Whether a dot stands out from the ground less than it did: filling in only adds."""
    once, now = _cut(before, area), _cut(after, area)
    if not once:
        return False
    ground = Counter(once).most_common(1)[0][0]
    return any(abs(new - ground) + FAINT < abs(old - ground) for old, new in zip(once, now, strict=True))


def _is_blank(picture: Picture, area: Area) -> bool:
    return len(set(_cut(picture, area))) <= 1


def _cut(picture: Picture, area: Area) -> bytes:
    left, top, right, bottom = area
    return b"".join(
        picture.grey[row * picture.width + left : row * picture.width + right] for row in range(top, bottom)
    )
