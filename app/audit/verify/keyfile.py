"""The file that holds a witness's secret key: sealed with his passphrase, or open where he said so himself.

The passphrase goes through scrypt; half of what comes out is the one-time pad over the 32-byte key, half
the key of an HMAC over the whole file. A sealed file gives nothing away that guessing wouldn't.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from .ed25519 import ed25519_public
from .notes import COSIGNATURE, Key, read_vkey, vkey_line
from .verdicts import Bad

FORMAT = "papan-kinerja-kunci-saksi/1"
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,79}")
SEALED = re.compile(
    rf"({FORMAT}\nkunci publik: ([^\n]+)\nsandi: scrypt ([0-9a-f]{{32}})\nkunci rahasia: ([0-9a-f]{{64}})\n)"
    r"segel: ([0-9a-f]{64})\n"
)
OPEN = re.compile(rf"{FORMAT}\nkunci publik: ([^\n]+)\nsandi: tidak ada\nkunci rahasia: ([0-9a-f]{{64}})\n")


class OwnKey(NamedTuple):
    key: Key
    seed: bytes


def new_key(name: str, seed: bytes | None = None) -> OwnKey:
    """A key under this name; `Bad` where a signed note couldn't carry the name."""
    if not NAME.fullmatch(name) or name.startswith("papan-kinerja/"):
        raise Bad("saksi", f"nama {name!r} tidak dapat dipakai: hanya huruf, angka, titik, garis, dan garis miring")
    seed = seed or secrets.token_bytes(32)
    return OwnKey(read_vkey(vkey_line(name, COSIGNATURE, ed25519_public(seed))), seed)


def key_line(key: Key) -> str:
    return vkey_line(key.name, key.kind, key.public)


def write_key(path: Path, own: OwnKey, passphrase: str | None) -> None:
    """Write the key for its owner's eyes only; an existing file is never replaced (FileExistsError)."""
    text = _opened(own) if passphrase is None else _sealed(own, passphrase)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(str(path), flags, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def is_sealed(text: str) -> bool:
    return SEALED.fullmatch(text) is not None


def read_key(text: str, passphrase: str | None) -> OwnKey:
    """The key of a file's text; `Bad` where it is damaged or the passphrase is wrong."""
    sealed, opened = SEALED.fullmatch(text), OPEN.fullmatch(text)
    if sealed is not None:
        pad, mac = _stretched(passphrase or "", bytes.fromhex(sealed[3]))
        if not hmac.compare_digest(_seal(mac, sealed[1]), sealed[5]):
            raise Bad("saksi", "sandi kunci salah, atau berkas kuncinya rusak")
        key, seed = read_vkey(sealed[2]), _xor(bytes.fromhex(sealed[4]), pad)
    elif opened is not None:
        key, seed = read_vkey(opened[1]), bytes.fromhex(opened[2])
    else:
        raise Bad("saksi", "berkas kunci tidak menurut bentuknya")
    if key.kind != COSIGNATURE or ed25519_public(seed) != key.public:
        raise Bad("saksi", "kunci rahasia dan kunci publik dalam berkas itu bukan sepasang")
    return OwnKey(key, seed)


def _opened(own: OwnKey) -> str:
    return f"{FORMAT}\nkunci publik: {key_line(own.key)}\nsandi: tidak ada\nkunci rahasia: {own.seed.hex()}\n"


def _sealed(own: OwnKey, passphrase: str) -> str:
    salt = secrets.token_bytes(16)
    pad, mac = _stretched(passphrase, salt)
    head = f"{FORMAT}\nkunci publik: {key_line(own.key)}\nsandi: scrypt {salt.hex()}\n"
    head += f"kunci rahasia: {_xor(own.seed, pad).hex()}\n"
    return f"{head}segel: {_seal(mac, head)}\n"


def _stretched(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    if not hasattr(hashlib, "scrypt"):
        raise Bad("saksi", "Python di komputer ini tidak mengenal scrypt; pakai Python dari python.org")
    data = hashlib.scrypt(passphrase.encode("utf-8", "surrogatepass"), salt=salt, dklen=64, **SCRYPT)
    return data[:32], data[32:]


def _seal(mac: bytes, head: str) -> str:
    return hmac.new(mac, head.encode(), hashlib.sha256).hexdigest()


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).to_bytes(len(left), "big")
