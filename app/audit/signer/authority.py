"""The one who signs: a question as bytes in, an answer as bytes out, and never two histories of one log."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.checkpoint import Checkpoint, origin_of, sign
from app.audit.proofs import BadProof, verify_consistency
from app.audit.signer.state import Folder, State

HASH, LOG = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")
LARGEST = 2**31 - 1
LONGEST_PROOF = 64
SIGN_KEYS = {"ask", "log", "epoch", "size", "root", "old_size", "proof"}


class Refused(Exception):
    """Why nothing is signed: one word for the program, then words for a person."""


class Authority:
    """Holds the key; what it signed last stands in the folder, which is read anew for each question."""

    def __init__(self, key: Ed25519PrivateKey, folder: Folder) -> None:
        self.key, self.folder = key, folder

    def answer(self, line: bytes) -> bytes:
        """One question, one answer, each a line of JSON. Whatever is asked, this returns."""
        try:
            told = self._told(_object(line))
        except Refused as refused:
            told = {"ok": False, "why": str(refused)}
        except (ValueError, OSError) as error:
            told = {"ok": False, "why": f"keadaan penanda tidak dapat dibaca atau ditulis ({type(error).__name__})"}
        return json.dumps(told).encode("ascii") + b"\n"

    def _told(self, question: dict[str, Any]) -> dict[str, Any]:
        with self.folder.locked():
            state = self.folder.read()
            if state is None:
                raise Refused("penanda belum punya keadaan")
            if question == {"ask": "state"}:
                return {
                    "ok": True, "log": state.log, "epoch": state.epoch, "size": state.size, "root": state.root,
                    "keys": dict(state.keys),
                }  # fmt: skip
            return {"ok": True, "note": self._signed(question, state)}

    def _signed(self, question: dict[str, Any], state: State) -> str:
        _check_form(question)
        size, root = question["size"], question["root"]
        if state.log not in ("", question["log"]):
            raise Refused("penanda ini milik log lain")
        if question["epoch"] != state.epoch:
            raise Refused(f"penanda ada pada masa {state.epoch}; masa baru dimulai oleh operatornya")
        if size < state.size:
            raise Refused(f"log lebih pendek daripada yang sudah ditandatangani ({state.size} rekaman)")
        if question["old_size"] != state.size:
            raise Refused(f"buktinya tidak mulai dari {state.size} rekaman")
        try:
            verify_consistency(
                old=state.size, new=size, old_root=bytes.fromhex(state.root), new_root=bytes.fromhex(root),
                proof=[bytes.fromhex(one) for one in question["proof"]],
            )  # fmt: skip
        except BadProof:
            raise Refused(f"log tidak melanjutkan yang sudah ditandatangani ({state.size} rekaman)") from None
        grown = replace(state, log=question["log"], size=size, root=root)
        if grown != state:
            self.folder.write(grown)
        point = Checkpoint(origin_of(question["log"], state.epoch), size, bytes.fromhex(root))
        return sign(point, self.key)


def _object(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        question = None
    if not isinstance(question, dict):
        raise Refused("pertanyaan tidak menurut bentuknya")
    return question


def _check_form(question: dict[str, Any]) -> None:
    proof = question.get("proof")
    well = (
        question.keys() == SIGN_KEYS
        and question["ask"] == "sign"
        and all(type(question[key]) is int and 0 <= question[key] <= LARGEST for key in ("epoch", "size", "old_size"))
        and question["size"] > 0
        and _matches(LOG, question["log"])
        and _matches(HASH, question["root"])
        and isinstance(proof, list)
        and len(proof) <= LONGEST_PROOF
        and all(_matches(HASH, one) for one in proof)
    )
    if not well:
        raise Refused("pertanyaan tidak menurut bentuknya")


def _matches(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
