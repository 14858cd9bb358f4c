"""Samples drawn again: who knows the seed gets the same records, so nobody can have picked them.

docs/reference/audit-package.md, A sample. While the log is read, the records that a sample may be drawn
from are remembered in a few bytes each.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple

from .verdicts import Bad

DRAWN = "sample:drawn"
RUN = re.compile(r"run:[0-9]+")
PERIOD = re.compile(r"period:([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
KINDS = {"step:completed": "steps", "step:item-filled": "evidence", "realisasi:entered": "figures"}


class Sample(NamedTuple):
    """One that was drawn again with the same result."""

    seq: int
    kind: str
    scope: str
    seed: str
    size: int
    population: int


def drawn_members(population: Iterable[int], *, seed: str, kind: str, scope: str, upto: int, size: int) -> list[int]:
    """The `size` records with the lowest scores, in the order of the log."""
    head = hashlib.sha256(f"papan-kinerja-sampel/1\n{seed}\n{kind}\n{scope}\n{upto}\n".encode())

    def score(seq: int) -> bytes:
        digest = head.copy()
        digest.update(str(seq).encode())
        return digest.digest()

    return sorted(nsmallest(size, population, key=score))


def utc_bounds(first: str, last: str) -> tuple[str, str] | None:
    """The first moment of a period and the first after it, as events write them; None where it is no period."""
    try:
        begin, end = date.fromisoformat(first) - timedelta(days=1), date.fromisoformat(last)
    except (ValueError, OverflowError):
        return None
    # A day in WITA (UTC+8) begins at 16.00 UTC of the day before.
    return (f"{begin}T16", f"{end}T16") if begin < end else None


class Samples:
    """Watches a log, and draws each recorded sample again."""

    def __init__(self) -> None:
        self.roots: dict[str, int] = {}
        self.records = {kind: (array("Q"), array("L")) for kind in KINDS.values()}
        self.hours: list[str] = []
        self.hour_begins = array("Q")
        self.agreed: list[Sample] = []

    def watch(self, seq: int, event: Any) -> None:
        hour = event["at"][:13]
        if not self.hours or hour != self.hours[-1]:
            self.hours.append(hour)
            self.hour_begins.append(seq)
        act = event["act"]
        kind = KINDS.get(act)
        if kind is not None and (kind != "evidence" or event["files"]):
            root = event["object"].partition("/")[0]
            seqs, roots = self.records[kind]
            seqs.append(seq)
            roots.append(self.roots.setdefault(root, len(self.roots)))
        elif act == DRAWN:
            self.agreed.append(self._draw_again(seq, event["data"]))

    def _draw_again(self, seq: int, data: Any) -> Sample:
        kind, scope, seed, upto, size = (data.get(key) for key in ("kind", "scope", "seed", "upto", "size"))
        numbers = type(upto) is type(size) is int and 0 <= upto < seq and size > 0
        texts = type(seed) is type(scope) is type(kind) is str
        if not numbers or not texts or kind not in self.records:
            raise Bad("sampel", "catatan undiannya tidak menurut bentuknya", seq)
        population = self._population(kind, scope, upto)
        if population is None:
            raise Bad("sampel", f"lingkup {scope!r} tidak dikenal", seq)
        if data.get("population") != len(population):
            raise Bad("sampel", f"populasinya {len(population)}, bukan {data.get('population')!r}", seq)
        if data.get("members") != drawn_members(population, seed=seed, kind=kind, scope=scope, upto=upto, size=size):
            raise Bad("sampel", "undian ulang dengan benih yang sama memberi rekaman lain", seq)
        return Sample(seq, kind, scope, seed, size, len(population))

    def _population(self, kind: str, scope: str, upto: int) -> Sequence[int] | None:
        seqs, roots = self.records[kind]
        end = bisect_left(seqs, upto + 1)
        if scope == "log":
            return seqs[:end]
        if RUN.fullmatch(scope):
            root = self.roots.get(scope)
            return [seqs[place] for place in range(end) if roots[place] == root]
        period = PERIOD.fullmatch(scope)
        bounds = utc_bounds(period[1], period[2]) if period else None
        if bounds is None:
            return None
        first, after = (bisect_left(seqs, self._first_since(bound)) for bound in bounds)
        return seqs[first : min(after, end)]

    def _first_since(self, hour: str) -> int:
        """The first record of this hour (as `2026-11-22T16`) or later; times never go back in a log."""
        place = bisect_left(self.hours, hour)
        return self.hour_begins[place] if place < len(self.hours) else 2**53
