"""Proofs are RFC 6962's: its published vectors, its definition written out plainly, and every small change refused."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.merkle import leaf_hash, node_hash
from app.audit.proofs import (
    BadProof,
    complete_subtrees,
    consistency_proof,
    inclusion_proof,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parent / "vectors"
LARGEST = 70


def vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def by_definition(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1 over leaf hashes, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


def path_by_definition(index: int, hashes: list[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1, word for word."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if index < k:
        return [*path_by_definition(index, hashes[:k]), by_definition(hashes[k:])]
    return [*path_by_definition(index - k, hashes[k:]), by_definition(hashes[:k])]


def lookup(hashes: list[bytes]) -> Any:
    def node(level: int, index: int) -> bytes:
        span = hashes[index << level : index + 1 << level]
        assert len(span) == 1 << level, "only complete subtrees may be asked for"
        return by_definition(span)

    return node


def of_hex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


class TestThePublishedVectors:
    known = vectors("rfc6962-proofs.json")
    hashes = [leaf_hash(bytes.fromhex(text)) for text in known["leaves"]]

    @pytest.mark.parametrize("case", known["inclusion"], ids=str)
    def test_inclusion(self, case: Any) -> None:
        made = inclusion_proof(case["size"], case["index"], lookup(self.hashes[: case["size"]]))
        assert made == of_hex(case["proof"])

    @pytest.mark.parametrize("case", known["consistency"], ids=str)
    def test_consistency(self, case: Any) -> None:
        assert consistency_proof(case["old"], case["new"], lookup(self.hashes[: case["new"]])) == of_hex(case["proof"])


@pytest.mark.parametrize("case", vectors("rfc6962-inclusion.json")["cases"], ids=lambda case: case["name"])
def test_an_inclusion_proof_is_judged_as_the_vectors_say(case: Any) -> None:
    def judge() -> None:
        verify_inclusion(
            size=case["size"], index=case["index"], leaf=bytes.fromhex(case["leaf_hash"]),
            proof=of_hex(case["proof"]), root=bytes.fromhex(case["root"]),
        )  # fmt: skip

    if case["valid"]:
        judge()
    else:
        with pytest.raises(BadProof):
            judge()


@pytest.mark.parametrize("case", vectors("rfc6962-consistency.json")["cases"], ids=lambda case: case["name"])
def test_a_consistency_proof_is_judged_as_the_vectors_say(case: Any) -> None:
    def judge() -> None:
        verify_consistency(
            old=case["old_size"], new=case["new_size"], old_root=bytes.fromhex(case["old_root"]),
            new_root=bytes.fromhex(case["new_root"]), proof=of_hex(case["proof"]),
        )  # fmt: skip

    if case["valid"]:
        judge()
    else:
        with pytest.raises(BadProof):
            judge()


@pytest.mark.parametrize("size", range(1, LARGEST))
def test_every_leaf_of_every_small_tree_is_proven(size: int) -> None:
    hashes = leaves(size)
    root = by_definition(hashes)
    assert root_hash(size, lookup(hashes)) == root
    for index in range(size):
        proof = inclusion_proof(size, index, lookup(hashes))
        assert proof == path_by_definition(index, hashes)
        verify_inclusion(size=size, index=index, leaf=hashes[index], proof=proof, root=root)


@pytest.mark.parametrize("new", range(LARGEST))
def test_every_small_tree_continues_every_smaller_one(new: int) -> None:
    hashes = leaves(new)
    for old in range(new + 1):
        verify_consistency(
            old=old, new=new, old_root=by_definition(hashes[:old]), new_root=by_definition(hashes),
            proof=consistency_proof(old, new, lookup(hashes)),
        )  # fmt: skip


def changed(proof: list[bytes], draw: Any) -> list[bytes]:
    """The proof with one hash changed, removed, added or moved."""
    kind = draw(st.sampled_from(["bit", "cut", "more", "swap"]))
    other = list(proof)
    if kind == "more" or not other:
        other.insert(draw(st.integers(0, len(other))), draw(st.binary(min_size=32, max_size=32)))
    elif kind == "cut":
        del other[draw(st.integers(0, len(other) - 1))]
    elif kind == "bit" or len(set(other)) < 2:
        place = draw(st.integers(0, len(other) - 1))
        bit = 1 << draw(st.integers(0, 255))
        other[place] = (int.from_bytes(other[place]) ^ bit).to_bytes(32)
    else:
        other.reverse()
    return other


@given(st.data())
def test_a_changed_inclusion_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    proof = changed(inclusion_proof(size, index, lookup(hashes)), data.draw)
    with pytest.raises(BadProof):
        verify_inclusion(size=size, index=index, leaf=hashes[index], proof=proof, root=by_definition(hashes))


@given(st.data())
def test_a_changed_consistency_proof_is_refused(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, LARGEST))
    old = data.draw(st.integers(0, new))
    hashes = leaves(new)
    proof = changed(consistency_proof(old, new, lookup(hashes)), data.draw)
    with pytest.raises(BadProof):
        verify_consistency(
            old=old, new=new, old_root=by_definition(hashes[:old]), new_root=by_definition(hashes), proof=proof
        )


@given(st.integers(2, LARGEST), st.data())
def test_a_rewritten_beginning_is_no_continuation(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    honest, place = leaves(new), data.draw(st.integers(0, old - 1))
    rewritten = [*honest[:place], leaf_hash(b"lain"), *honest[place + 1 :]]
    with pytest.raises(BadProof):
        verify_consistency(
            old=old, new=new, old_root=by_definition(honest[:old]), new_root=by_definition(rewritten),
            proof=consistency_proof(old, new, lookup(rewritten)),
        )  # fmt: skip


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_span_is_few_complete_subtrees(begin: int, width: int) -> None:
    at = begin
    for level, index in complete_subtrees(begin, begin + width):
        assert index << level == at
        at += 1 << level
    assert at == begin + width


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_no_proof_of_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(size, index, lookup(leaves(size)))
    with pytest.raises(BadProof, match="no leaf"):
        verify_inclusion(size=size, index=index, leaf=bytes(32), proof=[], root=bytes(32))


def test_a_smaller_tree_continues_nothing() -> None:
    with pytest.raises(ValueError, match="can't continue"):
        consistency_proof(4, 3, lookup(leaves(3)))
    with pytest.raises(BadProof, match="can't continue"):
        verify_consistency(old=4, new=3, old_root=bytes(32), new_root=bytes(32), proof=[])
