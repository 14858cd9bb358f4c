"""The order in which a run's steps followed each other, against the order of its SOP. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.inspection.chronology.attempts import Attempt

AS_SET, AGAIN, BACK, SKIPPED, NOT_YET = "Sesuai SOP", "Diulang", "Pengembalian", "Melompati langkah", "Belum terjadi"


@dataclass(slots=True)
class Passage:
    """One step directly followed by another; `seqs` are the records at which it happened."""

    first: int
    then: int
    expected: bool
    seqs: list[int] = field(default_factory=list)

    @property
    def times(self) -> int:
        return len(self.seqs)

    @property
    def verdict(self) -> str:
        if not self.expected:
            return BACK if self.then <= self.first else SKIPPED
        if not self.seqs:
            return NOT_YET
        return AS_SET if self.times == 1 else AGAIN

    @property
    def deviates(self) -> bool:
        return self.verdict not in (AS_SET, NOT_YET)


def passages(attempts: Sequence[Attempt], steps: Iterable[int]) -> list[Passage]:
    """What the SOP expects once each, in its order, and what happened besides, by step."""
    found = {pair: Passage(*pair, expected=True) for pair in pairwise(sorted(steps))}
    for before, after in pairwise(attempts):
        pair = (before.step, after.step)
        found.setdefault(pair, Passage(*pair, expected=False)).seqs.append(after.opened_by.seq)
    return [found[pair] for pair in sorted(found)]


def path(attempts: Sequence[Attempt]) -> str:
    """1 → 2 → 3 → 4 → 5 → 4 → 5 → 6 → 7"""
    return " → ".join(str(attempt.step) for attempt in attempts)
