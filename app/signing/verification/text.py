"""What each page says, by a second reader that shares no code with the library that judged the signature.

Shadow attacks leave every signature valid and show other words; whoever compares the words of the signed
revision with those of the whole file finds them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.signing.verification.poppler import ReaderFailed, run_reader
from app.signing.verification.verdicts import PageChange

TEXT = "teks"
SIZE = "ukuran halaman"
ADDED = "halaman ditambahkan"
REMOVED = "halaman dihapus"

LONGEST_ANSWER = 24 * 1024 * 1024
LONGEST_QUOTE = 240
MOST_CHANGES = 40
MOST_WORDS = 1500
"""More words than this on a page are not compared run by run: that is slow, and no page of a report."""

CONTEXT = 2
LINE = 5
LONGEST_MARK = 3
MARKS = frozenset("#$^*&@~")
EDGE = 0.3
"""Points at either end of a word that a neighbour may touch."""

PAGE = re.compile(r'  <page width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)">')
WORD = re.compile(r'    <word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*)</word>')


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from the page's top left corner as it is shown."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Word:
    """A word and the rectangle that its font takes up."""

    text: str
    box: Box

    @property
    def x(self) -> float:
        return (self.box.left + self.box.right) / 2

    @property
    def y(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def core(self) -> Box:
        """Where its ink is: a font leaves room above its capitals and below its line that neighbours may use."""
        height = self.box.bottom - self.box.top
        return Box(
            self.box.left + EDGE, self.box.top + 0.1 * height, self.box.right - EDGE, self.box.bottom - 0.2 * height
        )

    @property
    def is_spoken(self) -> bool:
        """It says something; a dotted line to write on does not."""
        return any(character.isalnum() for character in self.text)

    @property
    def is_mark(self) -> bool:
        """It only says where a signature goes, as the esign service finds the place of a visible one ("#")."""
        return len(self.text) <= LONGEST_MARK and set(self.text) <= MARKS


@dataclass(frozen=True)
class Page:
    """A page's size in points and its words, in the order of the content."""

    width: float
    height: float
    words: tuple[Word, ...]


Boxes = Mapping[int, Sequence[Box]]
"""Per page, counted from 1, the rectangles in which something else may stand."""


def read_pages(pdf: bytes) -> list[Page]:
    """Every page with its words. Raises ReaderMissing and ReaderFailed."""
    said = run_reader("pdftotext", ["-q", "-bbox", "-enc", "UTF-8", "-", "-"], pdf=pdf, limit=LONGEST_ANSWER)
    pages: list[tuple[float, float, list[Word]]] = []
    for line in said.decode("utf-8", "replace").split("\n"):
        if opened := PAGE.fullmatch(line):
            pages.append((float(opened[1]), float(opened[2]), []))
        elif (word := WORD.fullmatch(line)) and pages:
            pages[-1][2].append(_word(word))
    if not pages:
        raise ReaderFailed("pdftotext")
    return [Page(width, height, tuple(words)) for width, height, words in pages]


def compare_texts(before: Sequence[Page], after: Sequence[Page], *, excused: Boxes) -> list[PageChange]:
    """Every page whose words differ outside the excused rectangles, and every page that came or went."""
    changes: list[PageChange] = []
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if (old.width, old.height) != (new.width, new.height):
            changes.append(PageChange(number, SIZE, _size(old), _size(new)))
        boxes = excused.get(number, ())
        said, says = _outside(old, boxes), _outside(new, boxes)
        if [word.text for word in said] != [word.text for word in says]:
            changes.append(PageChange(number, TEXT, *_differing(said, says)))
    for number in range(len(before) + 1, len(after) + 1):
        changes.append(PageChange(number, ADDED, "", shorten(_texts(after[number - 1].words))))
    for number in range(len(after) + 1, len(before) + 1):
        changes.append(PageChange(number, REMOVED, shorten(_texts(before[number - 1].words)), ""))
    return changes[:MOST_CHANGES]


def shorten(words: Sequence[str]) -> str:
    quote = " ".join(words)
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"


def _outside(page: Page, boxes: Sequence[Box]) -> list[Word]:
    return [word for word in page.words if not any(box.holds(word.x, word.y) for box in boxes)]


def _differing(said: Sequence[Word], says: Sequence[Word]) -> tuple[str, str]:
    """Each run of words that differs, with a little of what stands around it.

    Words are put in the order of lines first: one word more may let poppler read a whole table in another order,
    and then everything would differ.
    """
    before, after = _texts(sorted(said, key=_line)), _texts(sorted(says, key=_line))
    if max(len(before), len(after)) > MOST_WORDS:
        return shorten(before), shorten(after)
    runs = [run for run in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if run[0] != "equal"]
    if not runs:  # the same words, only in another order
        return shorten(_texts(said)), shorten(_texts(says))
    return (
        shorten(_quoted(before, [(start, end) for _, start, end, _, _ in runs])),
        shorten(_quoted(after, [(start, end) for _, _, _, start, end in runs])),
    )


def _quoted(words: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[str]:
    quote: list[str] = []
    reached = 0
    for start, end in runs:
        first = max(reached, start - CONTEXT)
        if quote and first > reached:
            quote.append("…")
        quote += words[first : end + CONTEXT]
        reached = max(reached, end + CONTEXT)
    return quote


def _line(word: Word) -> tuple[int, float]:
    """Words whose middles are within a few points of each other stand on one line."""
    return round(word.y / LINE), word.x


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _word(found: re.Match[str]) -> Word:
    left, top, right, bottom = (_number(found[place]) for place in range(1, 5))
    return Word(html.unescape(found[5]), Box(left, top, right, bottom))


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise ReaderFailed("pdftotext") from None


def _size(page: Page) -> str:
    return f"{page.width:.0f} × {page.height:.0f} pt"
