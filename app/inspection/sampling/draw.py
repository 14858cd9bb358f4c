"""Drawing a random sample that anybody can draw again: docs/reference/audit-package.md, "A sample". Pure."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

METHOD = "papan-kinerja-sampel/1"


@dataclass(frozen=True, slots=True)
class Question:
    """What a sample is drawn from and with: the same question over the same log gives the same sample."""

    kind: str
    scope: str
    seed: str
    upto: int

    def score(self, seq: int) -> bytes:
        """Whoever doesn't know the seed beforehand can't tell which records will score low."""
        said = (METHOD, self.seed, self.kind, self.scope, str(self.upto), str(seq))
        return hashlib.sha256("\n".join(said).encode()).digest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """`members` in the order of the log; `population` is how many there were to draw from."""

    members: tuple[int, ...]
    population: int


def draw(population: Iterable[int], question: Question, *, size: int) -> Drawn:
    """The `size` lowest scores, in memory for `size` records alone, whatever the population and its order."""
    counted = _Counted(population)
    lowest = heapq.nsmallest(size, ((question.score(seq), seq) for seq in counted))
    return Drawn(tuple(sorted(seq for _, seq in lowest)), counted.count)


class _Counted:
    """Counts while the population passes by."""

    def __init__(self, population: Iterable[int]) -> None:
        self._population = population
        self.count = 0

    def __iter__(self) -> Iterator[int]:
        for seq in self._population:
            self.count += 1
            yield seq
