"""The RFC 6962 tree: its root from the leaves that pass by, or from one leaf and its inclusion proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

WIDTH = 32


def leaf_hash(body: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The roots of the perfect subtrees over the leaves so far, each with its height (RFC 6962 §2.1)."""

    def __init__(self, peaks: Iterable[tuple[int, bytes]] = ()) -> None:
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        height, peaks = 0, self.peaks
        while peaks and peaks[-1][0] == height:
            leaf = hashlib.sha256(b"\x01" + peaks.pop()[1] + leaf).digest()
            height += 1
        peaks.append((height, leaf))

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root to which an inclusion proof leads (RFC 9162 §2.1.3.2); None where its length can't be right."""
    if not 0 <= index < size or any(len(value) != WIDTH for value in (leaf, *proof)):
        return None
    first, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if first & 1 or first == last:
            node = node_hash(sibling, node)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        first, last = first >> 1, last >> 1
    return node if last == 0 else None
