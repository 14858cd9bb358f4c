"""Finds the step table among a PDF's words by where they stand, since a PDF keeps no cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

GUTTER = 5.0
"""Points without any word that part two columns; a word space is about three."""

NEAR = 45.0
"""How far, in points, a header's rows may stand apart."""

TAIL = 30.0
"""A gap of this many points below the last step ends the table."""

NUMBER = re.compile(r"[0-9]{1,3}[.)]?")
GROUPS = frozenset({"pelaksana", "mutu", "baku"})


class Word(NamedTuple):
    """A word and its box in points; `top` grows downwards and on from page to page."""

    left: float
    right: float
    top: float
    text: str


def table_of(words: list[Word]) -> list[list[str]] | None:
    """Header (two rows) and steps as cells, or None where no step table is found."""
    head = _head(words)
    if head is None:
        return None
    begin, uraian = head
    inside = [word for word in words if word.top >= begin - 2]
    numbers = [word for word in inside if word.right < uraian.left and NUMBER.fullmatch(word.text)]
    if not numbers:
        return None
    bounds = _bounds(inside, begin, [number.top for number in numbers])
    inside = [word for word in inside if word.top < bounds[-1]]
    columns = _columns(word for word in inside if not _names_group(word, bounds[0]))
    rows = [
        _cells([word for word in inside if above <= word.top < below], columns)
        for above, below in zip(bounds, bounds[1:], strict=False)
    ]
    return [*_header([word for word in inside if word.top < bounds[0]], columns, bounds[0]), *rows]


def _head(words: list[Word]) -> tuple[float, Word] | None:
    """(top of the header, its word "Uraian")"""
    for uraian in words:
        if uraian.text.lower() not in {"uraian", "kegiatan", "aktivitas"}:
            continue
        row = [word for word in words if abs(word.top - uraian.top) < NEAR]
        if any(word.text.lower().strip(".") == "no" and word.right < uraian.left for word in row):
            names = {"no", "no.", "uraian", "kegiatan", "pelaksana", "mutu"}
            return min(word.top for word in row if word.text.lower() in names), uraian
    return None


def _bounds(words: list[Word], begin: float, numbers: list[float]) -> list[float]:
    """Where rows begin: at the widest gap between two numbers, wherever in its row a number stands."""
    tops = sorted({word.top for word in words})
    bounds = []
    for above, number in zip([begin, *numbers], numbers, strict=False):
        between = [top for top in tops if above <= top <= number]
        gaps = [(after - before, after) for before, after in zip(between, between[1:], strict=False)]
        bounds.append(max(gaps)[1] if gaps else number)
    last = numbers[-1]
    below = [top for top in tops if top >= last]
    end = next(
        (before + 1 for before, after in zip(below, below[1:], strict=False) if after - before > TAIL), below[-1] + 1
    )
    return [*bounds, end]


def _names_group(word: Word, header_end: float) -> bool:
    return word.top < header_end and word.text.lower() in GROUPS


def _columns(words: Iterable[Word]) -> list[tuple[float, float]]:
    """The strips that words cover, parted by gutters."""
    strips: list[tuple[float, float]] = []
    for word in sorted(words):
        if strips and word.left - strips[-1][1] < GUTTER:
            strips[-1] = (strips[-1][0], max(strips[-1][1], word.right))
        else:
            strips.append((word.left, word.right))
    return strips


def _cells(words: list[Word], columns: list[tuple[float, float]]) -> list[str]:
    return [
        " ".join(
            word.text
            for word in sorted(words, key=lambda word: (word.top, word.left))
            if left <= (word.left + word.right) / 2 <= right
        )
        for left, right in columns
    ]


def _header(words: list[Word], columns: list[tuple[float, float]], end: float) -> list[list[str]]:
    groups = [word for word in words if _names_group(word, end)]
    names = _cells([word for word in words if word not in groups], columns)
    upper = [*names[:2], *[""] * (len(names) - 2)]
    if len(names) > 2 and any(word.text.lower() == "pelaksana" for word in groups):
        upper[2] = "Pelaksana"
    return [upper, ["", "", *names[2:]]]
