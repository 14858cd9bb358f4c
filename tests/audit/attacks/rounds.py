"""How many attacks of each class are tried, each from a seed of its own, and what is expected of a judge."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

EVERYTHING = os.environ.get("PAPAN_LOG_ATTACKS") == "all"
ROUNDS = int(os.environ.get("PAPAN_LOG_ROUNDS") or (1000 if EVERYTHING else 20))
FIRST = int(os.environ.get("PAPAN_LOG_SEED") or 0)
"""Another number tries others; the seed of a failure stands in its message."""


class Expected(NamedTuple):
    """One of these kinds, and the first bad record where the reference says which it is."""

    kinds: tuple[str, ...] = ()
    seq: int | None = None

    def fits(self, ok: bool, kind: str, seq: int | None) -> bool:
        return not ok and (not self.kinds or kind in self.kinds) and (self.seq is None or seq == self.seq)


def rounds(name: str) -> Iterator[tuple[str, random.Random]]:
    """A name to print on failure, and the random choices that belong to it."""
    for number in range(FIRST, FIRST + ROUNDS):
        seed = f"{name}/{number}"
        yield seed, random.Random(seed)


@contextmanager
def told(seed: str) -> Iterator[None]:
    """Whatever breaks says by which seed it is tried again."""
    try:
        yield
    except Exception as error:
        error.add_note(f"seed {seed!r}: PAPAN_LOG_SEED={seed.rpartition('/')[2]} PAPAN_LOG_ROUNDS=1")
        raise
