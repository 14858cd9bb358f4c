"""Signed statements of the log's size and root: C2SP signed notes under Ed25519.

Pure: bytes and text in, bytes and text out. The note's text is `origin\\nsize\\nroot\\n` with the root in
base64 (c2sp.org/tlog-checkpoint), the signature line `— name base64(key id ‖ signature)`
(c2sp.org/signed-note).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
"""The signature type that a signed note gives Ed25519."""


class BadNote(ValueError):
    """A note that this log's key did not sign, or that is not a note."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's origin, how many events it holds, and the RFC 6962 root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def origin_of(log: str, epoch: int = 1) -> str:
    """The name under which a log signs; each restore from a backup begins another."""
    return f"papan-kinerja/{log}" if epoch == 1 else f"papan-kinerja/{log}/{epoch}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note."""
    identity = _key_id(checkpoint.origin, key.public_key())
    return _note(checkpoint, identity + key.sign(checkpoint.text.encode()))


def read_note(note: str, *, origin: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint of a signed note, its signature checked."""
    text, separator, signed = note.partition("\n\n")
    lines = text.split("\n")
    prefix = f"— {origin} "
    if not separator or len(lines) != 3 or lines[0] != origin or not signed.startswith(prefix):
        raise BadNote("Not a checkpoint of this log.")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        signature = base64.b64decode(signed.removeprefix(prefix).removesuffix("\n"), validate=True)
        key.verify(signature[4:], f"{text}\n".encode())
    except (ValueError, InvalidSignature) as error:
        raise BadNote("The checkpoint's signature is not this log's.") from error
    checkpoint = Checkpoint(origin, size, root)
    # Written once more it must be the same text: base64 alone would let the last letter stand for its neighbours.
    if signature[:4] != _key_id(origin, key) or note != _note(checkpoint, signature):
        raise BadNote("The checkpoint is not written as this log writes it.")
    return checkpoint


def split_notes(text: str) -> list[str]:
    """The notes of a file in which an empty line stands between two."""
    parts = text.split("\n\n")
    return [f"{head}\n\n{tail.removesuffix(chr(10))}\n" for head, tail in zip(parts[::2], parts[1::2], strict=True)]


def join_notes(notes: list[str]) -> str:
    return "\n".join(notes)


def vkey(origin: str, key: Ed25519PublicKey) -> str:
    """The public key as one line of text, `name+key id+key`, as note verifiers expect it."""
    data = _base64(ED25519 + key.public_bytes_raw())
    return f"{origin}+{_key_id(origin, key).hex()}+{data}\n"


def read_vkey(line: str) -> tuple[str, Ed25519PublicKey]:
    """Origin and key of such a line. Raises BadNote where it is not exactly as `vkey` writes it."""
    name, _, rest = line.partition("+")
    try:
        data = base64.b64decode(rest.partition("+")[2].removesuffix("\n"), validate=True)
        key = Ed25519PublicKey.from_public_bytes(data[1:])
    except ValueError as error:
        raise BadNote("Not a public key of a log.") from error
    if line != vkey(name, key):
        raise BadNote("The public key is not written as this log writes it.")
    return name, key


def _note(checkpoint: Checkpoint, signature: bytes) -> str:
    return f"{checkpoint.text}\n— {checkpoint.origin} {_base64(signature)}\n"


def _key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
