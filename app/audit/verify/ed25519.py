"""Ed25519 (RFC 8032 §5.1) in plain integers: checking signatures, and making those of a witness.

A signature is good only in one spelling: the key canonical and not of small order, S below L, R compared as
bytes, no cofactor. It need not run in constant time: nothing secret passes through a check, and a witness
signs on his own machine, once a visit.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
WINDOW = 4


class Point(NamedTuple):
    """A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


NEUTRAL = Point(0, 1, 1, 0)


def ed25519_valid(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a 64-byte signature over the message is this 32-byte key's; every encoding must be the only one."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, scalar = _decode(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= L or _is_small(key):
        return False
    challenge = _scalar(signature[:32] + public + message) % L
    minus = Point(P - key.x, key.y, 1, P - key.t)
    return _encode(_add(_times_base(scalar), _times(challenge, minus))) == signature[:32]


def ed25519_public(seed: bytes) -> bytes:
    """The public key of a 32-byte secret."""
    return _encode(_times_base(_expanded(seed)[0]))


def ed25519_sign(seed: bytes, message: bytes) -> bytes:
    """RFC 8032 §5.1.6."""
    secret, prefix = _expanded(seed)
    public = _encode(_times_base(secret))
    nonce = _scalar(prefix + message) % L
    commitment = _encode(_times_base(nonce))
    answer = (nonce + _scalar(commitment + public + message) * secret) % L
    return commitment + answer.to_bytes(32, "little")


def _expanded(seed: bytes) -> tuple[int, bytes]:
    digest = hashlib.sha512(seed).digest()
    return int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254, digest[32:]


def _scalar(data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(data).digest(), "little")


def _add(a: Point, b: Point) -> Point:
    m, n = (a.y - a.x) * (b.y - b.x) % P, (a.y + a.x) * (b.y + b.x) % P
    c, d = 2 * a.t * b.t * D % P, 2 * a.z * b.z % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def _double(a: Point) -> Point:
    m, n, c = a.x * a.x % P, a.y * a.y % P, 2 * a.z * a.z % P
    h = m + n
    e, g = h - (a.x + a.y) ** 2 % P, m - n
    f = c + g
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    """Four bits at a time, from the highest."""
    multiples = [NEUTRAL, point]
    while len(multiples) < 1 << WINDOW:
        multiples.append(_add(multiples[-1], point))
    product = NEUTRAL
    for shift in range(256 - WINDOW, -1, -WINDOW):
        product = _double(_double(_double(_double(product))))
        digit = scalar >> shift & (1 << WINDOW) - 1
        if digit:
            product = _add(product, multiples[digit])
    return product


@cache
def _powers() -> list[Point]:
    """The base point doubled 0 to 255 times."""
    powers = [_base()]
    for _ in range(255):
        powers.append(_double(powers[-1]))
    return powers


def _times_base(scalar: int) -> Point:
    product = NEUTRAL
    for power in _powers():
        if scalar & 1:
            product = _add(product, power)
        scalar >>= 1
    return product


def _base() -> Point:
    point = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert point is not None
    return point


def _is_small(point: Point) -> bool:
    eight = _double(_double(_double(point)))
    return eight.x == 0 and eight.y == eight.z


def _decode(data: bytes) -> Point | None:
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


def _encode(point: Point) -> bytes:
    inverse = pow(point.z, P - 2, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")
