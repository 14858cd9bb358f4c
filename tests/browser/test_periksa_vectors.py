"""periksa.html's own arithmetic gives the known answers of the standards, as periksa.pyz does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.audit.verify_html import modules

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "audit/vectors"


def cases(name: str) -> list[Any]:
    found = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    assert found
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The verifier's modules in an empty page from a file, where the browser's own Ed25519 may be asked."""
    blank = tmp_path_factory.mktemp("bench") / "kosong.html"
    blank.write_text("<!doctype html><title>Kosong</title>", encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(blank.as_uri())
    page.add_script_tag(content=f'"use strict";\n{modules()}')
    yield page
    context.close()


def test_the_browser_knows_ed25519_so_both_ways_are_tried(workbench: Page) -> None:
    assert workbench.evaluate("canBrowserEd25519()") is True


@pytest.mark.parametrize("case", cases("rfc6962-tree"))
def test_the_root_of_a_tree(workbench: Page, case: dict[str, Any]) -> None:
    root = """(leaves) => {
      const tree = new Tree();
      for (const leaf of leaves) tree.add(leafHash(fromHex(leaf)));
      return toHex(tree.root());
    }"""
    assert workbench.evaluate(root, case["leaves"]) == case["root"]


@pytest.mark.parametrize("case", cases("rfc6962-inclusion"))
def test_a_proof_that_a_record_is_in_the_tree(workbench: Page, case: dict[str, Any]) -> None:
    holds = """({ leaf_hash, index, size, proof, root }) => {
      const reached = rootOfProof(fromHex(leaf_hash), index, size, proof.map(fromHex));
      return reached !== null && toHex(reached) === root;
    }"""
    assert workbench.evaluate(holds, case) is case["valid"]


@pytest.mark.parametrize("case", cases("rfc6962-consistency"))
def test_a_proof_that_a_tree_continues_another(workbench: Page, case: dict[str, Any]) -> None:
    holds = """({ old_size, old_root, new_size, new_root, proof }) =>
      isConsistent(old_size, fromHex(old_root), new_size, fromHex(new_root), proof.map(fromHex))"""
    assert workbench.evaluate(holds, case) is case["valid"]


@pytest.mark.parametrize("case", cases("ed25519-verify"))
@pytest.mark.parametrize("way", ["ed25519Valid", "ed25519ByHand"])
def test_a_signature_by_the_browser_and_by_hand(workbench: Page, case: dict[str, Any], way: str) -> None:
    judged = f"({{ public: key, message, signature }}) => {way}(...[key, message, signature].map(fromHex))"
    assert workbench.evaluate(judged, case) is case["valid"]


@pytest.mark.parametrize("case", cases("rfc8032-sign"))
def test_a_signature_of_the_standard_is_good(workbench: Page, case: dict[str, Any]) -> None:
    judged = "({ public: key, message, signature }) => ed25519ByHand(...[key, message, signature].map(fromHex))"
    assert workbench.evaluate(judged, case) is True


@pytest.mark.parametrize("case", cases("rfc8785"))
def test_canonical_json_and_nothing_else_is_accepted(workbench: Page, case: dict[str, Any]) -> None:
    accepts = """(text) => {
      try {
        return readJson(toUtf8.encode(text)).canonical;
      } catch {
        return false;
      }
    }"""
    canonical = case["canonical"]
    assert workbench.evaluate(accepts, case["input"]) is (case["accepted"] and case["input"] == canonical)
    if canonical is not None:
        assert workbench.evaluate(accepts, canonical) is case["accepted"]


def test_a_byte_that_is_no_utf8_is_refused(workbench: Page) -> None:
    refused = "(bytes) => { try { readJson(Uint8Array.from(bytes)); return false; } catch { return true; } }"
    assert workbench.evaluate(refused, [0x22, 0xFF, 0x22]) is True
    assert workbench.evaluate(refused, [0x22, 0xED, 0xA0, 0x80, 0x22]) is True, "a surrogate spelled in UTF-8"


@pytest.mark.parametrize("case", cases("vkey"))
def test_the_line_of_a_key(workbench: Page, case: dict[str, Any]) -> None:
    assert workbench.evaluate("(line) => readKey(line)?.type ?? null", case["vkey"]) == case["type"]


@pytest.mark.parametrize("case", cases("signed-note"))
def test_who_signed_a_note(workbench: Page, case: dict[str, Any]) -> None:
    signers = """async ({ note, vkeys }) => {
      const found = await signersOf(note, vkeys.map(readKey));
      return found && found.map(({ key, time }) => [key.name, time]);
    }"""
    verified = case["verified"]
    expected = None if verified is None else [[*pair] for pair in zip(verified, case["times"], strict=True)]
    assert workbench.evaluate(signers, case) == expected


def test_another_key_with_the_same_id_is_another_witness(workbench: Page) -> None:
    """Four bytes of id are found again in hours, so a stranger's key with them must not pass for one's own."""
    told = """(line) => {
      const mine = readKey(line);
      const forged = { ...mine, bytes: mine.bytes.map((byte) => byte ^ 1) };
      const refused = (listed) => { try { ownWitness(line, listed); return null; } catch (bad) { return bad.kind; } };
      return [isSameKey(mine, readKey(line)), isSameKey(mine, forged), refused([mine]), refused([forged])];
    }"""
    line = next(case["vkey"] for case in json.loads((VECTORS / "vkey.json").read_text("utf-8"))["cases"]
                if case["type"] == 4)  # fmt: skip
    assert workbench.evaluate(told, line) == [True, False, None, "saksi"]


@pytest.mark.parametrize("case", cases("sample"))
def test_a_sample_is_drawn_again(workbench: Page, case: dict[str, Any]) -> None:
    assert workbench.evaluate("(told) => drawSample(told, told.population)", case) == case["members"]


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_our_sha256_and_sha512_are_the_browsers(workbench: Page, size: int) -> None:
    differ = """async (size) => {
      const data = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) & 255);
      const pairs = [["SHA-256", sha256(data)], ["SHA-512", sha512(data)]];
      const wrong = [];
      for (const [name, ours] of pairs) {
        const theirs = new Uint8Array(await crypto.subtle.digest(name, data));
        if (toHex(theirs) !== toHex(ours)) wrong.push(name);
      }
      return wrong;
    }"""
    assert workbench.evaluate(differ, size) == []
