"""A PDF that came back from elsewhere: is it ours to the last byte and page, with this person's signature?

A valid signature is not enough: a service, or whoever stands between, can change a page and then sign. So
the file must begin with our bytes, everything behind them must serve one signature, and two readers that
share no code must find the same pages.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from app.signing.backends.additions import changed_fields
from app.signing.backends.placement import Place, places_of
from app.signing.backends.returned_words import (
    COVERS_CONTENT,
    CUT_OFF,
    EMPTY_SIGNATURE,
    FILLED_MORE,
    LEFT_UNSIGNED,
    NOT_OURS,
    NOT_SOUND,
    OTHER_CHANGE,
    OTHER_PAGES,
    OTHER_SIGNER,
    SEVERAL_SIGNATURES,
    TOO_LARGE_BLOCK,
    UNREADABLE,
)
from app.signing.certificates import Check, check_certificate, load_certificate
from app.signing.verification.pixels import Places, compare_pictures, read_pictures
from app.signing.verification.poppler import ReaderFailed, ReaderMissing
from app.signing.verification.text import Box, compare_texts, read_pages
from app.signing.verification.trust import Register, Root
from app.signing.verification.verdicts import SignatureReport, Verdict
from app.signing.verification.verify import verify_pdf
from app.signing.verification.wording import DOCUMENT_TIMESTAMP

LARGEST_SHARE = 0.25
"""Of a page, that a block drawn anywhere else than in our field may take."""

ROUNDING = 1.0
"""Points by which a service that takes whole numbers may miss our field."""

BROKEN = (PdfError, pikepdf.PdfError, ReaderFailed, ReaderMissing, ValueError, TypeError, KeyError, IndexError)


class Unaccepted(Exception):
    """Why the file is not taken, in a sentence; the backend says it in its own refusal."""


@dataclass(frozen=True)
class Holder:
    """Whose signature is expected."""

    name: str
    nip: str


@dataclass(frozen=True)
class Returned:
    """What was accepted: the one new signature and the certificate that made it."""

    report: SignatureReport
    certificate: x509.Certificate


def check_returned(
    ours: bytes, theirs: bytes, *, holder: Holder, register: Register, roots: Sequence[Root], now: datetime
) -> Returned:
    """Everything that must hold of a file signed elsewhere. Raises Unaccepted with the first thing that doesn't."""
    check_bytes(ours, theirs)
    try:
        report = _new_signature(ours, theirs, register=register, roots=roots, now=now)
        _check_additions(ours, theirs, field=report.field)
        _check_pages(ours, theirs, field=report.field)
        certificate = _certificate(theirs, field=report.field)
    except BROKEN:
        raise Unaccepted(UNREADABLE) from None
    _check_holder(certificate, holder=holder, now=now)
    return Returned(report, certificate)


def check_bytes(ours: bytes, theirs: bytes) -> None:
    """Ours first, and something behind it."""
    if theirs == ours:
        raise Unaccepted(LEFT_UNSIGNED)
    if ours.startswith(theirs):
        raise Unaccepted(CUT_OFF)
    if not theirs.startswith(ours):
        raise Unaccepted(NOT_OURS)


def _new_signature(
    ours: bytes, theirs: bytes, *, register: Register, roots: Sequence[Root], now: datetime
) -> SignatureReport:
    before = _signed_fields(ours)
    answer = verify_pdf(theirs, register=register, trust_roots=roots, now=now)
    new = [one for one in answer.signatures if one.level != DOCUMENT_TIMESTAMP and one.field not in before]
    if answer.verdict is Verdict.UNSIGNED:
        raise Unaccepted(LEFT_UNSIGNED)
    if not answer.verdict.accepted:
        raise Unaccepted(NOT_SOUND.format(reason=answer.reasons[0] if answer.reasons else UNREADABLE))
    if not new:
        raise Unaccepted(LEFT_UNSIGNED)
    if len(new) > 1:
        raise Unaccepted(SEVERAL_SIGNATURES)
    if not new[0].valid:
        raise Unaccepted(EMPTY_SIGNATURE)
    return new[0]


def _signed_fields(pdf: bytes) -> set[str]:
    reader = PdfFileReader(io.BytesIO(pdf))
    return {name for name, value, _ in enumerate_sig_fields(reader) if value is not None}


def _check_additions(ours: bytes, theirs: bytes, *, field: str) -> None:
    """By pyHanko's own rules, the bytes behind ours hold a signature and its validation data alone."""
    changed = changed_fields(ours, theirs)
    if changed is None:
        raise Unaccepted(OTHER_CHANGE)
    if changed - {field}:
        raise Unaccepted(FILLED_MORE)


def _check_pages(ours: bytes, theirs: bytes, *, field: str) -> None:
    """The same pages by their content streams, by their words and by their looks; all but the block."""
    if _contents(ours) != _contents(theirs):
        raise Unaccepted(OTHER_PAGES)
    ready, drawn = _where(ours, theirs, field=field)
    pages, after = read_pages(ours), read_pages(theirs)
    excused, added = _by_page(ready), _by_page(drawn)
    if compare_texts(pages, after, excused=excused | added):
        raise Unaccepted(OTHER_PAGES)
    pictures, shown = read_pictures(ours), read_pictures(theirs)
    if len(pictures) != len(shown):
        raise Unaccepted(OTHER_PAGES)
    # The block may cover the frame of our own empty field, so what it hides there is not asked for.
    if compare_pictures(pictures, shown, pages=pages, places=Places(filled=excused, drawn=added)):
        raise Unaccepted(COVERS_CONTENT if added else OTHER_PAGES)


def _where(ours: bytes, theirs: bytes, *, field: str) -> tuple[list[tuple[int, Box]], list[tuple[int, Box]]]:
    """Where the block may hide what we drew: its own field of ours, or ours that it was laid into; and elsewhere.

    A service adds a field of its own where our empty one stands, and that has a frame.
    """
    own = [_placed(place) for place in places_of(ours, field=field)]
    if own:
        return own, []
    waiting = [_placed(place) for name in _empty_fields(ours) for place in places_of(ours, field=name)]
    ready: list[tuple[int, Box]] = []
    drawn: list[tuple[int, Box]] = []
    for page, box in (_placed(place) for place in _blocks(theirs, field=field)):
        around = [(number, one) for number, one in waiting if number == page and _holds(one, box)]
        ready += around[:1]
        drawn += [] if around else [(page, box)]
    return ready, drawn


def _empty_fields(pdf: bytes) -> list[str]:
    reader = PdfFileReader(io.BytesIO(pdf))
    return [name for name, value, _ in enumerate_sig_fields(reader) if value is None]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - ROUNDING <= inner.left
        and outer.top - ROUNDING <= inner.top
        and inner.right <= outer.right + ROUNDING
        and inner.bottom <= outer.bottom + ROUNDING
    )


def _contents(pdf: bytes) -> list[tuple[object, ...]]:
    """Each page's content, digested, beside its size and turn."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_page_facts(page) for page in document.pages]


def _page_facts(page: pikepdf.Page) -> tuple[object, ...]:
    # pikepdf's own types know no difference between one stream and a list of them.
    contents = page.obj.get("/Contents", pikepdf.Array())  # type: ignore[call-overload]
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    digest = hashlib.sha256(b"\n".join(stream.read_bytes() for stream in streams)).hexdigest()
    boxes = [tuple(float(edge) for edge in box) for box in (page.mediabox, page.cropbox)]  # type: ignore[union-attr]
    return digest, len(streams), *boxes, int(page.obj.get("/Rotate", 0))


def _blocks(pdf: bytes, *, field: str) -> list[Place]:
    """Where a field that was not ours shows itself: on one place at most, and not over half the page."""
    places = [place for place in places_of(pdf, field=field) if place.width > 0 and place.height > 0]
    if len(places) > 1 or any(place.share > LARGEST_SHARE for place in places):
        raise Unaccepted(TOO_LARGE_BLOCK)
    return places


def _placed(place: Place) -> tuple[int, Box]:
    right, bottom = place.left + place.width, place.top_down + place.height
    return place.page, Box(place.left, place.top_down, right, bottom)


def _by_page(placed: Sequence[tuple[int, Box]]) -> dict[int, list[Box]]:
    return {page: [box for number, box in placed if number == page] for page, _ in placed}


def _certificate(pdf: bytes, *, field: str) -> x509.Certificate:
    reader = PdfFileReader(io.BytesIO(pdf))
    signature = next(one for one in reader.embedded_regular_signatures if one.field_name == field)
    return load_certificate(signature.signer_cert.dump())


def _check_holder(certificate: x509.Certificate, *, holder: Holder, now: datetime) -> None:
    problems: list[Check] = [
        check for check in check_certificate(certificate, name=holder.name, nip=holder.nip, now=now) if not check.ok
    ]
    if problems:
        raise Unaccepted(OTHER_SIGNER.format(reason=problems[0].advice))
