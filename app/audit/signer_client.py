"""Asking the signer beside the application: what it signed last, and for the next signature."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.audit.checkpoint import Checkpoint
from app.audit.errors import SignerAway, SignerRefused

PATIENCE = 3.0
"""Seconds that a page may wait for it."""

LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class SignerState:
    """What the signer signed last; `log` is empty before its first signature. `keys` are by epoch."""

    log: str
    epoch: int
    size: int
    root: bytes
    keys: Mapping[int, Ed25519PublicKey]


class Signer:
    """The process that listens at `path`. Raises SignerAway where it does not answer, SignerRefused where it won't."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def state(self) -> SignerState:
        told = self._ask({"ask": "state"})
        try:
            keys = {int(no): Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)) for no, key in told["keys"].items()}
            return SignerState(told["log"], told["epoch"], told["size"], bytes.fromhex(told["root"]), keys)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SignerAway from error

    def sign(self, *, log: str, epoch: int, checkpoint: Checkpoint, old_size: int, proof: Sequence[bytes]) -> str:
        """The signed note."""
        told = self._ask(
            {
                "ask": "sign", "log": log, "epoch": epoch, "size": checkpoint.size, "root": checkpoint.root.hex(),
                "old_size": old_size, "proof": [one.hex() for one in proof],
            }
        )  # fmt: skip
        return str(told.get("note", ""))

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        try:
            told = json.loads(self._exchange(json.dumps(question).encode("ascii") + b"\n"))
        except (OSError, ValueError) as error:
            raise SignerAway from error
        if not isinstance(told, dict):
            raise SignerAway
        if told.get("ok") is not True:
            raise SignerRefused(str(told.get("why", "tanpa alasan")))
        return told

    def _exchange(self, line: bytes) -> bytes:
        received = bytearray()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self.path))
            connection.sendall(line)
            while not received.endswith(b"\n") and len(received) <= LARGEST_ANSWER:
                some = connection.recv(4096)
                if not some:
                    break
                received += some
        return bytes(received)
