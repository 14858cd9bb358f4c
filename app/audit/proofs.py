"""RFC 6962 proofs: that an event is in the tree, and that a tree continues an earlier one. Pure.

Making one asks `node(level, index)` for the hash of the complete subtree over the leaves
`index·2^level … (index + 1)·2^level − 1`; everything else is folded from those. Checking one follows
RFC 9162 §2.1.3.2 and §2.1.4.2 and believes nothing: a proof that is too long or too short is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from app.audit.merkle import EMPTY_ROOT, WIDTH, node_hash

Node = Callable[[int, int], bytes]


class BadProof(ValueError):
    """A proof that does not prove what it was given for."""


def inclusion_proof(size: int, index: int, node: Node) -> list[bytes]:
    """RFC 6962 §2.1.1: the hashes that lead from the leaf at `index` (from 0) to the root over `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    return [_range_hash(begin, end, node) for begin, end in _path(index, 0, size)]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """RFC 6962 §2.1.2: the hashes that show the tree over `old` leaves as the beginning of that over `new`."""
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} leaves can't continue one of {old}.")
    if old in (0, new):
        return []
    return [_range_hash(begin, end, node) for begin, end in _subproof(old, 0, new, whole=True)]


def root_hash(size: int, node: Node) -> bytes:
    """The root over the first `size` leaves."""
    return _range_hash(0, size, node) if size else EMPTY_ROOT


def verify_inclusion(*, size: int, index: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise BadProof unless the leaf hash stands at `index` of the tree with this root."""
    if not 0 <= index < size:
        raise BadProof(f"A tree of {size} leaves has no leaf {index}.")
    _check_widths(leaf, root, *proof)
    first, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("The proof has hashes left over.")
        if first & 1 or first == last:
            found = node_hash(sibling, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        first, last = first >> 1, last >> 1
    if last or found != root:
        raise BadProof("The proof does not lead to the root.")


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise BadProof unless the tree with the new root begins with all of the tree with the old one."""
    if not 0 <= old <= new:
        raise BadProof(f"A tree of {new} leaves can't continue one of {old}.")
    _check_widths(old_root, new_root, *proof)
    if old in (0, new):
        same = old_root == (EMPTY_ROOT if old == 0 else new_root)
        if proof or not same or (new == 0 and new_root != EMPTY_ROOT):
            raise BadProof("Trees of one size have one root, and need no proof.")
        return
    _verify_grown(old, new, old_root, new_root, proof)


def _verify_grown(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    # The proof of a perfect old tree leaves its root out, since whoever checks it has it.
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise BadProof("The proof is empty.")
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise BadProof("The proof has hashes left over.")
        if first & 1 or first == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        first, last = first >> 1, last >> 1
    if last or was != old_root or now != new_root:
        raise BadProof("The proof does not lead to both roots.")


def _check_widths(*hashes: bytes) -> None:
    if any(len(value) != WIDTH for value in hashes):
        raise BadProof("A hash has 32 bytes.")


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def _path(index: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of leaves whose hashes prove a leaf, from the leaf up."""
    if end - begin == 1:
        return
    middle = begin + _split(end - begin)
    if index < middle:
        yield from _path(index, begin, middle)
        yield middle, end
    else:
        yield from _path(index, middle, end)
        yield begin, middle


def _subproof(old: int, begin: int, end: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """RFC 6962's SUBPROOF over the leaves `begin` to `end`; `whole`: the old tree's root is known to the checker."""
    if old == end:
        if not whole:
            yield begin, end
        return
    middle = begin + _split(end - begin)
    if old <= middle:
        yield from _subproof(old, begin, middle, whole=whole)
        yield middle, end
    else:
        yield from _subproof(old, middle, end, whole=False)
        yield begin, middle


def complete_subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees (level, index) that make up the leaves `begin` to `end`, from left to right."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        yield level, begin >> level
        begin += 1 << level


def _range_hash(begin: int, end: int, node: Node) -> bytes:
    """The RFC 6962 hash over a span that begins where a subtree of its size may begin."""
    hashes = [node(level, index) for level, index in complete_subtrees(begin, end)]
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))
