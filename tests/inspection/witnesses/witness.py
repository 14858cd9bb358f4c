"""A witness with a key of his own, as periksa.pyz makes it: keys and cosigned notes for the tests."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNED = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass
class Witness:
    """By C2SP tlog-cosignature v1, written here a second time, from the standard."""

    name: str = "inspektorat-balangan"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n\x04" + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        data = text_of(b"\x04" + self.public)
        return f"{self.name}+{self.id.hex()}+{data}"

    def line(self, note: str, *, at: datetime = SIGNED) -> str:
        body = note.partition("\n\n")[0] + "\n"
        seconds = int(at.timestamp())
        signature = self.key.sign(f"cosignature/v1\ntime {seconds}\n{body}".encode())
        return f"— {self.name} {text_of(self.id + seconds.to_bytes(8, 'big') + signature)}\n"

    def cosign(self, note: str, *, at: datetime = SIGNED) -> bytes:
        return (note + self.line(note, at=at)).encode()
