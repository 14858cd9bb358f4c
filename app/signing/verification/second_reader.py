"""The pages that were signed beside the pages that are shown now, by poppler instead of the judging library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.signing.verification.pixels import Picture, compare_pictures, read_pictures
from app.signing.verification.poppler import ReaderFailed, ReaderMissing
from app.signing.verification.text import Box, Page, compare_texts, read_pages
from app.signing.verification.verdicts import Finding, PageChange, Verdict
from app.signing.verification.wording import DOCUMENT_TIMESTAMP

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from app.signing.verification.signatures import Examined

LONGEST_MARK = 3

SHOWN_OTHERWISE = (
    "Halaman {pages} menampilkan isi yang lain daripada yang ditandatangani pada “{field}”, menurut pembaca kedua."
)
NO_SECOND_READER = (
    "Ada tambahan sesudah tanda tangan, tetapi pembaca kedua (poppler) tidak terpasang di server ini, "
    "jadi isi halaman tidak dapat dibandingkan."
)
SECOND_READER_FAILED = (
    "Ada tambahan sesudah tanda tangan, tetapi pembaca kedua tidak dapat membaca halamannya untuk dibandingkan."
)


@dataclass
class Comparison:
    """What the second reader found: which pages changed, and what that means for the verdict."""

    changes: list[PageChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    contradicted: set[str] = field(default_factory=set)
    """Fields whose signature does not vouch for what is shown now."""


class SecondReader:
    """Compares the signed revisions of one file with the whole file."""

    def __init__(self, reader: PdfFileReader, data: bytes) -> None:
        self._reader = reader
        self._data = data

    def compare_all(self, examined: Sequence[Examined]) -> Comparison:
        comparison = Comparison()
        comparable = [one for one in examined if one.comparable and one.span is not None]
        # A document stamp vouches for no page: it is compared only where nobody's signature is.
        persons = [one for one in comparable if one.report.level != DOCUMENT_TIMESTAMP]
        for one in persons or comparable:
            if one.span is not None and one.span.end < len(self._data):
                self._compare(one, comparison, end=one.span.end)
        return comparison

    def _compare(self, one: Examined, comparison: Comparison, *, end: int) -> None:
        try:
            changes = self._changes(one, self._data[:end])
        except ReaderMissing:
            comparison.findings.append(Finding(Verdict.UNREADABLE, NO_SECOND_READER))
            return
        except ReaderFailed:
            comparison.findings.append(Finding(Verdict.UNREADABLE, SECOND_READER_FAILED))
            return
        if changes:
            pages = ", ".join(str(number) for number in sorted({change.page for change in changes}))
            sentence = SHOWN_OTHERWISE.format(pages=pages, field=one.report.field)
            comparison.findings.append(Finding(Verdict.ALTERED, sentence))
            comparison.contradicted.add(one.report.field)
            comparison.changes += [change for change in changes if change not in comparison.changes]

    def _changes(self, one: Examined, signed: bytes) -> list[PageChange]:
        pages = read_pages(signed)
        excused, drawn = self._blocks(one, pages)
        both = {number: [*excused.get(number, ()), *drawn.get(number, ())] for number in excused.keys() | drawn.keys()}
        changes = compare_texts(pages, self._pages, excused=both)
        pictures = read_pictures(signed)
        told = {change.page for change in changes}
        looks = compare_pictures(pictures, self._pictures, pages=pages, excused=excused, drawn=drawn)
        return changes + [look for look in looks if look.page not in told]

    @cached_property
    def _pages(self) -> list[Page]:
        return read_pages(self._data)

    @cached_property
    def _pictures(self) -> list[Picture]:
        return read_pictures(self._data)

    def _blocks(self, one: Examined, pages: Sequence[Page]) -> tuple[dict[int, list[Box]], dict[int, list[Box]]]:
        """Where fields may look different: those that stood there when it was signed, and those that came after.

        A field laid over printed words is none of them: filling it would cover what was signed (shadow attack).
        """
        if not one.fields_may_change:
            return {}, {}
        root = self._reader.get_historical_root(one.revision)
        waiting = {(number, box) for number, box in _with_placeholder(root)}
        known = {
            (number, name, box)
            for number, name, box in _widgets(root)
            if (number, box) in waiting or not _covers_words(box, pages[number - 1 : number])
        }
        excused: dict[int, list[Box]] = {}
        drawn: dict[int, list[Box]] = {}
        for number, name, box in _widgets(self._reader.root):
            where = excused if (number, name, box) in known else drawn
            where.setdefault(number, []).append(box)
        return excused, drawn


def _covers_words(box: Box, pages: Sequence[Page]) -> bool:
    """A stray mark such as “#” for the place of a signature is no word."""
    letters = sum(len(word.text) for page in pages for word in page.words if box.holds(word.x, word.y))
    return letters > LONGEST_MARK


def _with_placeholder(root: Any) -> list[tuple[int, Box]]:
    """Signature fields that showed a picture or words of their own before they were signed."""
    found: list[tuple[int, Box]] = []
    for number, page in enumerate(_pages_of(root), start=1):
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if widget.get("/FT") == "/Sig" and "/AP" in widget:
                found.append((number, _box(page, widget)))
    return found


def _widgets(root: Any) -> list[tuple[int, str, Box]]:
    """Every visible form field of every page: page from 1, name, rectangle as the page is shown."""
    found: list[tuple[int, str, Box]] = []
    for number, page in enumerate(_pages_of(root), start=1):
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if isinstance(widget, dict) and widget.get("/Subtype") == "/Widget" and "/Rect" in widget:
                found.append((number, _name(widget), _box(page, widget)))
    return [one for one in found if one[2].right > one[2].left and one[2].bottom > one[2].top]


def _pages_of(root: Any) -> list[Any]:
    pages: list[Any] = []
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(root["/Pages"], ())]
    while waiting:
        node, above = waiting.pop()
        kids = node.get("/Kids")
        if kids is None:
            pages.append(_Inherited(node, above))
        elif len(above) < 32:
            waiting += [(kid.get_object(), (*above, node)) for kid in reversed(kids)]
    return pages


class _Inherited:
    """A page dictionary that also knows what its ancestors say (ISO 32000-1, 7.7.3.4)."""

    def __init__(self, page: Any, above: Sequence[Any]) -> None:
        self._layers = [page, *reversed(above)]

    def get(self, key: str, default: Any = None) -> Any:
        return next((layer[key] for layer in self._layers if key in layer), default)


def _name(widget: Any) -> str:
    """The full name, so that a field of another form doesn't pass for this one."""
    parts: list[str] = []
    node, depth = widget, 0
    while node is not None and depth < 16:
        if "/T" in node:
            parts.append(str(node["/T"]))
        node, depth = node.get("/Parent"), depth + 1
    return ".".join(reversed(parts))


def _box(page: _Inherited, widget: Any) -> Box:
    """The widget's rectangle from PDF space (up from the bottom left) to the page as it is shown and turned."""
    x0, y0, x1, y1 = (float(edge) for edge in page.get("/MediaBox", (0, 0, 612, 792)))
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    left, right = sorted((left - min(x0, x1), right - min(x0, x1)))
    bottom, top = sorted((bottom - min(y0, y1), top - min(y0, y1)))
    width, height = abs(x1 - x0), abs(y1 - y0)
    turned = int(page.get("/Rotate", 0)) % 360
    if turned == 90:
        return Box(bottom, left, top, right)
    if turned == 180:
        return Box(width - right, bottom, width - left, top)
    if turned == 270:
        return Box(height - top, width - right, height - bottom, width - left)
    return Box(left, height - top, right, height - bottom)
