"""Signed checkpoints, read without any library: C2SP signed notes under Ed25519 (RFC 8032 §5.1.7).

Part of periksa.pyz: standard library only. Slow on purpose of clarity, about 10 ms a signature; nothing
secret passes through it, so it need not run in constant time.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NamedTuple

from .log import Bad, Checkpoint

NAME = "papan-kinerja/[0-9a-f]{32}"
VKEY = re.compile(rf"({NAME})\+([0-9a-f]{{8}})\+([0-9A-Za-z+/]{{44}})\n")
NOTE = re.compile(rf"({NAME})\n([1-9][0-9]*)\n([0-9A-Za-z+/]{{43}}=)\n\n— ({NAME}) ([0-9A-Za-z+/]{{91}}=)\n")
ED25519 = b"\x01"

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


class Point(NamedTuple):
    """A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


def _add(a: Point, b: Point) -> Point:
    m, n = (a.y - a.x) * (b.y - b.x) % P, (a.y + a.x) * (b.y + b.x) % P
    c, d = 2 * a.t * b.t * D % P, 2 * a.z * b.z % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    product = Point(0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = _add(product, point)
        point = _add(point, point)
        scalar >>= 1
    return product


def _decode_point(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    u, v = y * y - 1, D * y * y + 1
    square = u * pow(v, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if (x & 1) != sign else x
    return Point(x, y, 1, x * y % P)


def _encode_point(point: Point) -> bytes:
    inverse = pow(point.z, P - 2, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = _decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_valid(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a 64-byte signature over the message is this 32-byte key's; every encoding must be the only one."""
    if len(public) != 32 or len(signature) != 64 or _BASE is None:
        return False
    key, scalar = _decode_point(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = Point(P - key.x, key.y, 1, P - key.t)
    return _encode_point(_add(_times(scalar, _BASE), _times(challenge, minus))) == signature[:32]


class Key(NamedTuple):
    name: str
    id: bytes
    public: bytes


def read_vkey(text: str) -> Key:
    """The log's public key from its one-line text; `Bad` when a character is not as it must be."""
    match = VKEY.fullmatch(text)
    if match is None:
        raise Bad("tanda-tangan", "kunci publik log tidak menurut bentuknya")
    name, data = match[1], base64.b64decode(match[3])
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if data[:1] != ED25519 or expected.hex() != match[2]:
        raise Bad("tanda-tangan", "sidik kunci publik log tidak cocok")
    return Key(name, expected, data[1:])


def read_notes(text: str, key: Key) -> list[Checkpoint]:
    """The checkpoints of a file of signed notes, an empty line between two, sizes growing."""
    checkpoints: list[Checkpoint] = []
    position = 0
    while True:
        match = NOTE.match(text, position)
        if match is None:
            raise Bad("tanda-tangan", "daftar checkpoint tidak menurut bentuknya")
        checkpoints.append(_read_note(match, key))
        if len(checkpoints) > 1 and checkpoints[-1].size <= checkpoints[-2].size:
            raise Bad("tanda-tangan", "urutan checkpoint tidak naik")
        position = match.end()
        if position == len(text):
            return checkpoints
        if text[position] != "\n":
            raise Bad("tanda-tangan", "daftar checkpoint tidak menurut bentuknya")
        position += 1


def _read_note(match: re.Match[str], key: Key) -> Checkpoint:
    size, root, signature = int(match[2]), _decode_base64(match[3]), _decode_base64(match[5])
    message = f"{match[1]}\n{match[2]}\n{match[3]}\n".encode()
    if (match[1], match[4]) != (key.name, key.name) or signature[:4] != key.id:
        raise Bad("tanda-tangan", f"checkpoint {size} ditandatangani dengan kunci lain")
    if not ed25519_valid(key.public, message, signature[4:]):
        raise Bad("tanda-tangan", f"tanda tangan checkpoint {size} tidak sah")
    return Checkpoint(size, root)


def _decode_base64(text: str) -> bytes:
    data = base64.b64decode(text)
    if base64.b64encode(data).decode() != text:
        raise Bad("tanda-tangan", "sebuah nilai base64 tidak kanonik")
    return data
