"""Roots that the log's own records state: how many records there were, and their tree's root.

They are witnesses inside the log: who rewrites a record with the stolen key has to find and rewrite them as
well. `backup:drilled` is left out, since a backup that is tried may be of a part that a restore took away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

from .events import HEX64
from .tree import Tree
from .verdicts import Bad

STATING: Mapping[str, str] = {
    "backup:created": "events",
    "review:completed": "size",
    "witness:cosigned": "size",
    "witness:timestamped": "size",
}
"""The acts, each with the key of `data` that holds the size; the root is in `root`."""

RECENT = 4096
STRIDE = 64
"""How many records lie between two trees that are kept whole."""


def stated_root(event: Any) -> tuple[int, bytes] | None:
    """The size and root that a record states; None where it states none that can be read."""
    key = STATING.get(event["act"])
    if key is None:
        return None
    size, root = event["data"].get(key), event["data"].get("root")
    if type(size) is not int or type(root) is not str or not HEX64.fullmatch(root):
        return None
    return size, bytes.fromhex(root)


class PastRoots:
    """The trees of the last few thousand sizes, and the roots that a checkpoint was compared at: bounded memory.

    A tree of before is seldom asked for, so only its leaves are kept for each record, and its peaks now and then.
    """

    def __init__(self) -> None:
        self.size = 0
        self.leaves: deque[bytes] = deque(maxlen=RECENT + STRIDE)
        self.peaks: deque[tuple[int, list[tuple[int, bytes]]]] = deque([(0, [])], maxlen=RECENT // STRIDE + 2)
        self.kept: dict[int, bytes] = {}

    def add(self, leaf: bytes, tree: Tree) -> None:
        """The tree is as it stands with this leaf."""
        self.size += 1
        self.leaves.append(leaf)
        if self.size % STRIDE == 0:
            self.peaks.append((self.size, list(tree.peaks)))

    def keep(self, root: bytes) -> None:
        self.kept[self.size] = root

    def tree(self, size: int) -> Tree | None:
        """None where the size is not reached, or was passed so long ago that its tree is not known any more."""
        if not max(0, self.size - RECENT) <= size <= self.size:
            return None
        start, peaks = max((one for one in self.peaks if one[0] <= size), key=lambda one: one[0])
        tree, first = Tree(peaks), self.size - len(self.leaves)
        for leaf in islice(self.leaves, start - first, size - first):
            tree.add(leaf)
        return tree

    def at(self, size: int) -> bytes | None:
        if size in self.kept:
            return self.kept[size]
        tree = self.tree(size) if max(0, self.size - RECENT) < size else None
        return tree.root() if tree else None


class Doubt(NamedTuple):
    """The records after `good` up to `upto` are not those that a witness saw, or that a later record states.

    Which ones, the log's own next checkpoint tells: where it doesn't fit either, the key was not used and the
    records are those after its last one that fits; where it fits, the key signed what was rewritten.
    """

    good: int
    upto: int
    against: str
    signed: str

    def bad(self, *, signed: bool = False) -> Bad:
        first = self.good + 1
        why = f"rekaman {first} sampai {self.upto} tidak sama dengan {self.against}"
        return Bad("ditulis-ulang", why + (f"; {self.signed}" if signed else ""), first)


def unlike_witnessed(size: int, *, good: int) -> Doubt:
    signed = "kunci log menandatangani dua isi yang berbeda, jadi checkpoint di dalam paket tidak dapat dipercaya"
    return Doubt(good, size, f"yang disaksikan pada checkpoint {size}", signed)


def unlike_stated(size: int, *, seq: int, good: int) -> Doubt:
    signed = "kunci log ikut menandatangani yang ditulis ulang, jadi checkpoint yang cocok tidak dapat dipercaya"
    return Doubt(good, seq, f"akar atas {size} rekaman yang dicatat rekaman {seq}", signed)
