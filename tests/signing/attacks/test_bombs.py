"""Loops and bombs: a file that would keep a parser busy for ever gets an answer in time, and never a green one."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

import pytest

from app.signing.verification.sandbox import verify_in_sandbox
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import AT, container
from tests.signing.attacks.handmade import (
    FIELD,
    OBJECTS,
    SIGNATURE_FIELD,
    SIGNED_CATALOG,
    signed_by_hand,
    update,
    with_streams,
    written,
    xref_stream,
)
from tests.signing.attacks.people import judged, noor, roots


def squeezed(size: int, *, layers: int = 1) -> bytes:
    """`size` zeros, compressed so often."""
    data = bytes(size)
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return data


def stream(head: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data)


def signed(objects: dict[int, bytes], late: dict[int, bytes] | None = None) -> bytes:
    return signed_by_hand(written({**OBJECTS, **objects}), container(noor()), objects=late)


def behind(late: dict[int, bytes]) -> bytes:
    """A sound signature with the bomb behind it, where the revisions are compared."""
    return update(signed_by_hand(written(), container(noor())), late)


def kids(count: int) -> bytes:
    return b" ".join(b"3 0 R" for _ in range(count))


def object_stream_bomb() -> bytes:
    pdf = bytearray(b"%PDF-1.7\n")
    start = len(pdf)
    pdf += b"5 0 obj\n" + stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", squeezed(300_000_000)) + b"\nendobj\n"
    rows = {1: (2, 5, 0), 5: (1, start, 0)}
    return bytes(pdf) + xref_stream(6, rows, start=len(pdf), trailer=b"/Root 1 0 R")


def xref_bomb() -> bytes:
    pdf = b"%PDF-1.7\n"
    head = b"/Type/XRef/W[1 4 2]/Index[0 40000000]/Size 40000000/Root 1 0 R/Filter/FlateDecode"
    body = b"6 0 obj\n" + stream(head, squeezed(280_000_000)) + b"\nendobj\n"
    return pdf + body + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def many_objects() -> bytes:
    return written({**OBJECTS, **dict.fromkeys(range(100, 3000), b"null")})


LOOPS: dict[str, Callable[[], bytes]] = {
    "pages in themselves": lambda: behind({2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}),
    "pages in a circle": lambda: behind(
        {2: b"<</Type/Pages/Count 1/Kids[30 0 R]>>", 30: b"<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>"}
    ),
    "a field that is its own child": lambda: behind({FIELD: SIGNATURE_FIELD[:-2] + b"/Kids[7 0 R]>>"}),
    "a field that is its own parent": lambda: behind({FIELD: SIGNATURE_FIELD[:-2] + b"/Parent 7 0 R>>"}),
    "form that is its own": lambda: behind({1: SIGNED_CATALOG.replace(b"[7 0 R]", b"[1 0 R 1 0 R]")}),
    "reference to itself": lambda: behind({30: b"30 0 R", 3: b"30 0 R"}),
    "length that is its own stream": lambda: behind({4: b"<</Length 4 0 R>>\nstream\nq Q\nendstream"}),
    "huge count": lambda: behind({2: b"<</Type/Pages/Count 999999999999/Kids[3 0 R]>>"}),
    "the same page again and again": lambda: behind({2: b"<</Type/Pages/Count 9000/Kids[%b]>>" % kids(9000)}),
    "deep arrays": lambda: behind({30: b"[" * 5000 + b"]" * 5000}),
    "deep dictionaries": lambda: behind({30: b"<</A" * 5000 + b" 1" + b">>" * 5000}),
    "chain of image filters": lambda: behind(
        {4: stream(b"/Filter[/JBIG2Decode/JBIG2Decode/FlateDecode/LZWDecode/ASCII85Decode/RunLengthDecode]", b"x" * 99)}
    ),
    "many objects": many_objects,
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_an_answer_and_not_green(name: str) -> None:
    started = time.monotonic()
    assert not judged(LOOPS[name]()).verdict.accepted
    assert time.monotonic() - started < 20


BOMBS: dict[str, Callable[[], bytes]] = {
    "object stream": object_stream_bomb,
    "cross-reference stream": xref_bomb,
    "content twice compressed": lambda: behind(
        {4: stream(b"/Filter[/FlateDecode/FlateDecode]", squeezed(80_000_000, layers=2))}
    ),
    "metadata": lambda: behind(
        {1: SIGNED_CATALOG[:-2] + b"/Metadata 30 0 R>>", 30: stream(b"/Filter/FlateDecode", squeezed(300_000_000))}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_an_answer_in_time(name: str) -> None:
    started = time.monotonic()
    answer = verify_in_sandbox(BOMBS[name](), register=EmptyRegister(), trust_roots=roots(), now=AT)
    assert not answer.verdict.accepted
    assert time.monotonic() - started < 30


def test_an_encrypted_signed_file_cannot_be_checked() -> None:
    locked = b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -4>>/ID[<00><00>]" % (b"00" * 32, b"00" * 32)
    pdf = signed_by_hand(written(trailer=locked), container(noor()))
    assert judged(pdf).verdict in (Verdict.UNREADABLE, Verdict.BROKEN, Verdict.ALTERED)


def test_a_file_of_streams_with_its_streams_torn_out_is_an_answer() -> None:
    pdf = signed_by_hand(with_streams(), container(noor()), as_stream=True)
    torn = pdf.replace(b"/Type/ObjStm", b"/Type/Objstm")
    assert not judged(torn).verdict.accepted
