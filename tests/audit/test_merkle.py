"""The tree is RFC 6962's: its published vectors, and its definition written out plainly."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from app.audit.verify.log import Tree

LEAVES = [bytes.fromhex(h) for h in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The reference tree of the Certificate Transparency project, after 1 to 8 leaves."""


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + root_by_definition(leaves[:k]) + root_by_definition(leaves[k:])).digest()


def grown(leaves: list[bytes]) -> Frontier:
    tree = Frontier()
    for leaf in leaves:
        tree = tree.append(leaf_hash(leaf))
    return tree


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_vectors_hold(size: int) -> None:
    assert grown(LEAVES[:size]).root.hex() == ROOTS[size - 1]


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root == EMPTY_ROOT == Tree().root()
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_writer_verifier_and_definition_agree(leaves: list[bytes]) -> None:
    tree = Tree()
    for leaf in leaves:
        tree.add(sha256(b"\x00" + leaf).digest())
    assert grown(leaves).root == tree.root() == root_by_definition(leaves)


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_a_frontier_survives_being_stored(leaves: list[bytes]) -> None:
    tree = grown(leaves)
    assert Frontier.from_bytes(tree.size, tree.to_bytes()) == tree
    assert len(tree.peaks) <= max(1, len(leaves).bit_length())


def test_a_frontier_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, (bytes(32),))
    with pytest.raises(ValueError, match="cut short"):
        Frontier.from_bytes(1, bytes(31))
