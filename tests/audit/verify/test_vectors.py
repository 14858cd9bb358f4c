"""periksa gives the known answers of the public standards: tests/audit/vectors, shared with periksa.html."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.audit.proofs import BadProof, verify_consistency
from app.audit.verify import notes
from app.audit.verify.ed25519 import ed25519_public, ed25519_sign, ed25519_valid
from app.audit.verify.events import decode_json, encode_json, is_plain
from app.audit.verify.sample import drawn_members
from app.audit.verify.tree import Tree, root_from_inclusion
from app.audit.verify.verdicts import Bad

FOLDER = Path(__file__).parents[1] / "vectors"


def cases(name: str) -> Any:
    read = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert read["source"] and read["cases"]
    return pytest.mark.parametrize("case", read["cases"], ids=lambda case: case["name"])


def octets(texts: list[str]) -> list[bytes]:
    return list(map(bytes.fromhex, texts))


@cases("rfc6962-tree")
def test_the_tree_is_rfc_6962s(case: dict[str, Any]) -> None:
    tree = Tree()
    for leaf in octets(case["leaves"]):
        tree.add(hashlib.sha256(b"\0" + leaf).digest())
    assert tree.root().hex() == case["root"]


@cases("rfc6962-inclusion")
def test_an_inclusion_proof_is_accepted_only_if_it_proves(case: dict[str, Any]) -> None:
    leaf, root = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
    assert (root_from_inclusion(case["index"], case["size"], leaf, octets(case["proof"])) == root) is case["valid"]


@cases("rfc6962-consistency")
def test_a_consistency_proof_is_accepted_only_if_it_proves(case: dict[str, Any]) -> None:
    """periksa reads whole logs and needs none: this is the server's."""
    roots = {name: bytes.fromhex(case[name]) for name in ("old_root", "new_root")}
    try:
        verify_consistency(old=case["old_size"], new=case["new_size"], proof=octets(case["proof"]), **roots)
        valid = True
    except BadProof:
        valid = False
    assert valid is case["valid"]


@cases("ed25519-verify")
def test_a_signature_is_good_in_one_spelling_only(case: dict[str, Any]) -> None:
    public, message, signature = octets([case["public"], case["message"], case["signature"]])
    assert ed25519_valid(public, message, signature) is case["valid"]


@cases("rfc8032-sign")
def test_a_witness_signs_as_rfc_8032_says(case: dict[str, Any]) -> None:
    seed, message = octets([case["seed"], case["message"]])
    assert ed25519_public(seed).hex() == case["public"]
    assert ed25519_sign(seed, message).hex() == case["signature"]


@cases("rfc8785")
def test_json_has_the_form_of_rfc_8785_or_is_refused(case: dict[str, Any]) -> None:
    form = case["canonical"]
    assert accepted((form or "").encode()) is case["accepted"]
    assert accepted(case["input"].encode()) is (case["accepted"] and case["input"] == form)
    if case["accepted"] and ".0" not in case["input"]:
        assert encode_json(decode_json(case["input"].encode())) == form.encode()


def accepted(data: bytes) -> bool:
    try:
        value = decode_json(data)
        return encode_json(value) == data and is_plain(value)
    except ValueError:
        return False


@cases("vkey")
def test_a_key_line_is_read_or_refused(case: dict[str, Any]) -> None:
    try:
        kind = notes.read_vkey(case["vkey"]).kind
    except Bad:
        kind = None
    assert kind == case["type"]


@cases("signed-note")
def test_a_note_tells_whose_signatures_are_good(case: dict[str, Any]) -> None:
    keys = notes.named([notes.read_vkey(line) for line in case["vkeys"]])
    if case["verified"] is None:
        with pytest.raises(Bad):
            notes.open_note(case["note"], keys)
        return
    signatures = notes.open_note(case["note"], keys)
    assert [signature.key.name for signature in signatures] == case["verified"]
    assert [signature.time for signature in signatures] == case["times"]


@cases("sample")
def test_a_sample_is_the_same_for_everybody(case: dict[str, Any]) -> None:
    drawn = {name: case[name] for name in ("seed", "kind", "scope", "upto", "size")}
    assert drawn_members(case["population"], **drawn) == case["members"]
