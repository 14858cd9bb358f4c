"""One bit changed anywhere in a signed file is noticed: in what is signed and in what no digest covers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.signing.attacks.containers import Recipe, as_timestamper, container
from tests.signing.attacks.edits import flip
from tests.signing.attacks.handmade import signed_by_hand, with_streams, written
from tests.signing.attacks.people import EVERYTHING, accepted, clock, noor

SAMPLES = 10**9 if EVERYTHING else 24


@cache
def stamped() -> bytes:
    """Level B-T, so that the gap holds signed and unsigned attributes and the certificates of two people."""
    return signed_by_hand(written(), container(noor(), Recipe(stamp=as_timestamper(clock()))))


@cache
def streamed() -> bytes:
    return signed_by_hand(with_streams(), container(noor()), as_stream=True)


def between(pdf: bytes, start: bytes, end: bytes) -> range:
    first = pdf.index(start)
    return range(first, pdf.index(end, first + len(start)) + len(end))


def gap(pdf: bytes) -> range:
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)
    assert found
    return range(int(found[1]), int(found[2]))


def used(pdf: bytes) -> range:
    """The digits of the container itself, without its padding."""
    whole = gap(pdf)
    digits = pdf[whole.start + 1 : whole.stop - 1]
    return range(whole.start + 1, whole.start + 1 + len(digits.rstrip(b"0")))


def tail(pdf: bytes, start: bytes) -> range:
    return range(pdf.rindex(start), len(pdf))


REGIONS: dict[str, Callable[[], tuple[bytes, range]]] = {
    "header": lambda: (stamped(), range(20)),
    "objects": lambda: (stamped(), between(stamped(), b"1 0 obj", b"endobj")),
    "page": lambda: (stamped(), between(stamped(), b"3 0 obj", b"endobj")),
    "stream": lambda: (stamped(), between(stamped(), b"4 0 obj", b"endobj")),
    "xref": lambda: (stamped(), between(stamped(), b"xref\n", b"trailer")),
    "last xref": lambda: (stamped(), tail(stamped(), b"xref\n1 1")),
    "trailer": lambda: (stamped(), tail(stamped(), b"trailer")),
    "startxref": lambda: (stamped(), tail(stamped(), b"startxref")),
    "end": lambda: (stamped(), tail(stamped(), b"%%EOF")),
    "byte range": lambda: (stamped(), between(stamped(), b"/ByteRange", b"]")),
    "signature dictionary": lambda: (stamped(), between(stamped(), b"8 0 obj", b"/Contents")),
    "container": lambda: (stamped(), used(stamped())),
    "padding": lambda: (stamped(), range(used(stamped()).stop, gap(stamped()).stop)),
    "object stream": lambda: (streamed(), between(streamed(), b"/Type/ObjStm", b"endobj")),
    "xref stream": lambda: (streamed(), tail(streamed(), b"/Type/XRef")),
    "second container": lambda: (streamed(), used(streamed())),
}


@pytest.mark.parametrize("region", REGIONS)
def test_no_flipped_bit_is_green(region: str) -> None:
    pdf, places = REGIONS[region]()
    assert accepted(pdf)
    flips = [(place, bit) for place in places for bit in range(8)]
    chosen = random.Random(region).sample(flips, min(SAMPLES, len(flips)))
    missed = [(place, bit) for place, bit in chosen if accepted(flip(pdf, place, bit))]
    assert missed == []


def test_no_length_may_reach_into_the_padding_and_no_part_may_be_renamed() -> None:
    """What a lazy reader skips: zeros behind the outermost length, and unsigned attributes under another number."""
    pdf = stamped()
    outermost = range(used(pdf).start, used(pdf).start + 8)
    unsigned = pdf.index(b"A1820", used(pdf).start + 4000)
    places = [*outermost, *range(unsigned, unsigned + 8)]
    assert [(place, bit) for place in places for bit in range(8) if accepted(flip(pdf, place, bit))] == []


def test_no_flipped_bit_of_the_container_itself_is_green() -> None:
    """Bits of the DER, not of the hex digits: every field that the signature does not sign is among them."""
    pdf = stamped()
    places, span = used(pdf), gap(pdf)
    der = bytes.fromhex(pdf[span.start + 1 : span.stop - 1].decode())
    size = len(places) // 2
    chosen = random.Random(7).sample(range(size * 8), size * 8 if EVERYTHING else 160)
    missed = []
    for number in chosen:
        changed = flip(der, number // 8, number % 8).hex().upper().encode()
        if accepted(pdf[: span.start + 1] + changed + pdf[span.stop - 1 :]):
            missed.append(number)
    assert missed == []
