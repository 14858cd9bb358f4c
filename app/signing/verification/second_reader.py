"""The pages that were signed beside the pages that are shown now, by poppler instead of the judging library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from app.signing.verification.pixels import Picture, Places, compare_pictures, read_bare_pictures, read_pictures
from app.signing.verification.poppler import ReaderFailed, ReaderMissing, ReaderOverrun
from app.signing.verification.text import Box, Page, compare_texts, read_pages
from app.signing.verification.verdicts import Finding, PageChange, Verdict
from app.signing.verification.widgets import fields_on_pages
from app.signing.verification.wording import DOCUMENT_TIMESTAMP

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from app.signing.verification.signatures import Examined

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
TOO_LONG = (
    "Ada tambahan sesudah tanda tangan, dan berkas ini terlalu panjang untuk dibandingkan halaman demi halaman "
    "dalam batas waktu dan memori server ini."
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
        except ReaderOverrun:
            comparison.findings.append(Finding(Verdict.UNREADABLE, TOO_LONG))
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
        places = self._places(one, pages)
        changes = compare_texts(pages, self._pages, excused=places.everywhere)
        told = {change.page for change in changes}
        looks = compare_pictures(
            read_pictures(signed), self._pictures, pages=pages, places=places, bare=lambda: read_bare_pictures(signed)
        )
        return changes + [look for look in looks if look.page not in told]

    @cached_property
    def _pages(self) -> list[Page]:
        return read_pages(self._data)

    @cached_property
    def _pictures(self) -> list[Picture]:
        return read_pictures(self._data)

    def _places(self, one: Examined, pages: Sequence[Page]) -> Places:
        """Where fields may look different: those that stood there when it was signed, and those that came after.

        Only a field that was filled or signed since is one. A field laid over printed words is none: filling it
        would cover what was signed (shadow attack); but a signature field may have shown words of its own.
        """
        places = Places()
        if not one.fields_may_change:
            return places
        signed = fields_on_pages(self._reader.get_historical_root(one.revision))
        values = {placed.name: placed.value for placed in signed}
        known = {(placed.page, placed.name, placed.box): placed for placed in signed}
        for placed in fields_on_pages(self._reader.root):
            if placed.value == values.get(placed.name):
                continue
            before = known.get((placed.page, placed.name, placed.box))
            words = _words_under(placed.box, pages[placed.page - 1 : placed.page])
            if words and not (before and before.is_placeholder):
                continue
            where = places.filled if before else places.drawn
            where.setdefault(placed.page, []).append(placed.box)
            places.own_words.setdefault(placed.page, []).extend(words)
        return places


def _words_under(box: Box, pages: Sequence[Page]) -> list[Box]:
    """The words that the box touches."""
    return [word.core for page in pages for word in page.words if word.is_spoken and word.core.meets(box)]
