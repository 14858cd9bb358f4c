"""The RFC 6962 tree, kept as its frontier: the roots of the perfect subtrees from left to right.

A tree of n leaves has as many of them as n has one bits, so appending costs O(log n) at worst and about
one hash on average, and the root is folded from the frontier without reading a leaf. All values are
32-byte SHA-256 digests.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

WIDTH = 32
EMPTY_ROOT = sha256(b"").digest()
"""RFC 6962 §2.1: the hash of an empty list is the hash of an empty string."""


def leaf_hash(body: bytes) -> bytes:
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree by its size and the roots of its perfect subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(f"A tree of {self.size} leaves has {self.size.bit_count()} peaks.")

    def append(self, leaf: bytes) -> Frontier:
        peaks, bits, node = list(self.peaks), self.size, leaf
        while bits & 1:
            node = node_hash(peaks.pop(), node)
            bits >>= 1
        return Frontier(self.size + 1, (*peaks, node))

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        *rest, node = self.peaks
        for peak in reversed(rest):
            node = node_hash(peak, node)
        return node

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        if len(data) % WIDTH:
            raise ValueError("The frontier's bytes are cut short.")
        return cls(size, tuple(data[i : i + WIDTH] for i in range(0, len(data), WIDTH)))
