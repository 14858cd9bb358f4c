"""Incremental saving attacks and signature wrapping: what is appended, moved or redefined behind a signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import container
from tests.signing.attacks.handmade import (
    CONTENT,
    FONT,
    INFO,
    OBJECTS,
    PAGE,
    PAGES,
    SIGNATURE,
    SIGNED_CATALOG,
    SIGNED_PAGE,
    hybrid,
    signed_by_hand,
    update,
    with_streams,
    written,
    xref_stream,
)
from tests.signing.attacks.people import accepted, judged, noor

FALSE = b"BT /F1 12 Tf 72 700 Td (Capaian indikator 1.1: 999,00) Tj ET"
FALSE_CONTENT = b"<</Length %d>>\nstream\n%b\nendstream" % (len(FALSE), FALSE)
FALSE_PAGE = SIGNED_PAGE.replace(b"/Contents 4 0 R", b"/Contents 30 0 R")


@cache
def signed() -> bytes:
    return signed_by_hand(written(), container(noor()))


@cache
def streamed() -> bytes:
    return signed_by_hand(with_streams(), container(noor()), as_stream=True)


def last_pointer(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def first_pointer(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[0])


def signature_body() -> bytes:
    found = re.search(rb"8 0 obj\n(.*?)\nendobj", signed(), re.DOTALL)
    assert found
    return found[1]


UPDATES: dict[str, dict[int, bytes]] = {
    "content": {CONTENT: FALSE_CONTENT},
    "page": {PAGE: FALSE_PAGE, 30: FALSE_CONTENT},
    "pages": {PAGES: b"<</Type/Pages/Count 1/Kids[31 0 R]>>", 31: FALSE_PAGE, 30: FALSE_CONTENT},
    "more pages": {PAGES: b"<</Type/Pages/Count 2/Kids[3 0 R 31 0 R]>>", 31: FALSE_PAGE, 30: FALSE_CONTENT},
    "no pages": {PAGES: b"<</Type/Pages/Count 0/Kids[]>>"},
    "font": {FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"},
    "catalog": {1: SIGNED_CATALOG.replace(b"/Pages 2 0 R", b"/Pages 32 0 R"), 32: OBJECTS[PAGES]},
    "catalog again": {1: SIGNED_CATALOG},
    "catalog with a language": {1: SIGNED_CATALOG[:-2] + b"/Lang(id)>>"},
    "size of the page": {PAGE: SIGNED_PAGE.replace(b"595 842", b"595 300")},
    "turned page": {PAGE: SIGNED_PAGE[:-2] + b"/Rotate 180>>"},
    "crop": {PAGE: SIGNED_PAGE[:-2] + b"/CropBox[0 0 100 100]>>"},
    "title": {INFO: b"<</Title(Laporan palsu)>>"},
    "signature again": {SIGNATURE: b"@signature@"},
    "field again": {7: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(ttd)/F 132/Rect[0 0 595 842]/P 3 0 R/V 8 0 R>>"},
    "nothing": {},
    "orphan": {40: FALSE_CONTENT},
    "form lost": {1: OBJECTS[1]},
    "form emptied": {1: SIGNED_CATALOG.replace(b"[7 0 R]", b"[]")},
    "layers": {
        1: SIGNED_CATALOG[:-2] + b"/OCProperties<</OCGs[40 0 R]/D<</OFF[40 0 R]>>>>>>",
        40: b"<</Type/OCG/Name(a)>>",
    },
}  # fmt: skip


def objects_of(name: str) -> dict[int, bytes]:
    return {number: body.replace(b"@signature@", signature_body()) for number, body in UPDATES[name].items()}


@pytest.mark.parametrize("name", UPDATES)
@pytest.mark.parametrize("as_stream", [False, True], ids=["table", "stream"])
def test_an_update_with_a_valid_list_is_not_accepted(name: str, as_stream: bool) -> None:
    objects = objects_of(name) or ({50: b"null"} if as_stream else {})
    answer = judged(update(signed(), objects, as_stream=as_stream))
    assert answer.verdict in (Verdict.ALTERED, Verdict.BROKEN, Verdict.UNREADABLE)


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_of_a_file_of_streams_is_not_accepted(name: str) -> None:
    objects = {number: body for number, body in objects_of(name).items() if number != SIGNATURE} or {50: b"null"}
    assert not accepted(update(streamed(), objects, as_stream=True))


@pytest.mark.parametrize("name", [name for name in UPDATES if UPDATES[name]])
def test_objects_without_any_list_are_found(name: str) -> None:
    bodies = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in objects_of(name).items())
    tail = b"startxref\n%d\n%%%%EOF\n" % last_pointer(signed())
    assert not accepted(signed() + bodies + tail)
    assert not accepted(signed() + bodies)
    assert not accepted(signed() + bodies + b"trailer\n<</Root 1 0 R/Size 60>>\n" + tail)
    assert not accepted(signed() + bodies + b"trailer\n<</Root 1 0 R/Size 60>>\n%%EOF\n")


POINTERS: dict[str, Callable[[bytes], int]] = {
    "start": lambda pdf: 0,
    "nowhere": lambda pdf: len(pdf) * 2,
    "first list": first_pointer,
    "signed list": last_pointer,
    "middle": lambda pdf: len(pdf) // 2,
    "off by one": lambda pdf: len(pdf) + 1,
}


@pytest.mark.parametrize("name", POINTERS)
def test_a_wrong_startxref_is_not_accepted(name: str) -> None:
    assert not accepted(update(signed(), {CONTENT: FALSE_CONTENT}, pointer=POINTERS[name](signed())))
    assert not accepted(update(signed(), {40: b"null"}, pointer=POINTERS[name](signed())))


@pytest.mark.parametrize("name", POINTERS)
def test_a_wrong_prev_is_not_accepted(name: str) -> None:
    """Among them the update that skips the signed revision, so that the signature is never listed."""
    assert not accepted(update(signed(), {CONTENT: FALSE_CONTENT}, previous=POINTERS[name](signed())))


def test_lists_that_point_at_each_other_are_an_answer() -> None:
    start = len(signed())
    loop = b"xref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, start)
    assert judged(signed() + loop).verdict is not Verdict.INTACT
    assert not accepted(signed() + loop)


TRAILERS = {
    "root": b"/Root 33 0 R",
    "encrypt": b"/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>",
    "hybrid": b"/XRefStm 0",
    "hybrid far": b"/XRefStm 99999999",
    "info": b"/Info 40 0 R",
    "prev twice": b"/Prev 0",
    "size": b"/Size 2",
}


@pytest.mark.parametrize("name", TRAILERS)
def test_a_sly_trailer_is_not_accepted(name: str) -> None:
    swapped = SIGNED_CATALOG.replace(b"/Pages 2 0 R", b"/Pages 34 0 R")
    objects = {33: swapped, 34: OBJECTS[PAGES].replace(b"3 0 R", b"31 0 R"), 31: FALSE_PAGE, 30: FALSE_CONTENT}
    assert not accepted(update(signed(), objects | {40: b"<</Title(x)>>"}, trailer=TRAILERS[name]))
    assert not accepted(update(signed(), {40: b"<</Title(x)>>"}, trailer=TRAILERS[name]))


ROWS = {
    "freed": b"4 1\n0000000000 00001 f \n",
    "freed signature": b"8 1\n0000000000 00001 f \n",
    "generation": b"4 1\n@ 00001 n \n",
    "high generation": b"4 1\n@ 65535 n \n",
    "points into the signed part": b"4 1\n0000000020 00000 n \n",
    "points into the gap": b"4 1\n0000002000 00000 n \n",
    "twice": b"4 1\n@ 00000 n \n4 1\n@ 00000 n \n",
    "many": b"0 99999999\n@ 00000 n \n",
    "negative": b"-4 1\n@ 00000 n \n",
}


@pytest.mark.parametrize("name", ROWS)
def test_tricks_of_the_list_are_not_accepted(name: str) -> None:
    pdf = signed()
    body = b"4 0 obj\n%b\nendobj\n" % FALSE_CONTENT
    rows = ROWS[name].replace(b"@", b"%010d" % len(pdf))
    start = len(pdf) + len(body)
    trailer = b"trailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (last_pointer(pdf), start)
    assert not accepted(pdf + body + b"xref\n" + rows + trailer)


def test_an_object_whose_header_names_another_is_not_accepted() -> None:
    pdf = update(signed(), {CONTENT: FALSE_CONTENT})
    assert not accepted(pdf[: len(signed())] + pdf[len(signed()) :].replace(b"4 0 obj", b"5 0 obj"))


def test_a_hybrid_update_is_not_accepted() -> None:
    pdf = signed()
    hidden = pdf + b"4 0 obj\n%b\nendobj\n" % FALSE_CONTENT
    start = len(hidden)
    hidden += xref_stream(45, {4: (1, len(pdf), 0)}, start=start).split(b"startxref")[0]
    table = len(hidden)
    hidden += b"xref\n45 1\n%010d 00000 n \ntrailer\n<</Size 46/Root 1 0 R/Prev %d/XRefStm %d>>\n" % (
        start, last_pointer(pdf), start,
    )  # fmt: skip
    assert not accepted(hidden + b"startxref\n%d\n%%%%EOF\n" % table)


def test_an_update_of_a_hybrid_file_is_not_accepted() -> None:
    assert not accepted(update(signed_by_hand(hybrid(), container(noor())), {CONTENT: FALSE_CONTENT}))


def test_many_revisions_are_an_answer() -> None:
    pdf = signed()
    for _ in range(70):
        pdf = update(pdf, {40: b"null"})
    assert judged(pdf).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize("distance", [1, 2, 40, 200])
def test_a_second_region_that_moved_is_not_accepted(distance: int) -> None:
    """Signature wrapping: the signed tail stands further back, and what the parser reads stands in between."""
    pdf = signed()
    found = re.search(rb"\[0 (\d+) (\d+) (\d+)\]", pdf)
    assert found
    start, end, rest = (int(number) for number in found.groups())
    span = (b"[0 %d %d %d]" % (start, end + distance, rest)).ljust(len(found[0]))
    wrapped = pdf.replace(found[0], span)
    assert not accepted(wrapped[:end] + b"\n" * distance + wrapped[end:])
    assert not accepted(wrapped[:end] + b" " * distance + wrapped[end:])


def test_a_wrapped_signature_with_a_false_file_in_between_is_not_accepted() -> None:
    pdf = signed()
    found = re.search(rb"\[0 (\d+) (\d+) (\d+)\]", pdf)
    assert found
    start, end, rest = (int(number) for number in found.groups())
    objects = b"4 0 obj\n%b\nendobj\n" % FALSE_CONTENT
    listing = end + len(objects) + len(b">>\nendobj\n")
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        end + len(b">>\nendobj\n"), last_pointer(pdf), listing,
    )  # fmt: skip
    between = b">>\nendobj\n" + objects + table
    span = (b"[0 %d %d %d]" % (start, end + len(between), rest)).ljust(len(found[0]))
    assert not accepted(pdf[:end].replace(found[0], span) + between + pdf[end:])


def test_a_signature_in_a_later_revision_that_points_back_is_not_accepted() -> None:
    """The old container and range, redefined behind the end: they would cover a revision that they are not in."""
    assert not accepted(update(signed(), {SIGNATURE: signature_body(), CONTENT: FALSE_CONTENT}))
    assert not accepted(update(signed(), {60: signature_body(), CONTENT: FALSE_CONTENT}))
