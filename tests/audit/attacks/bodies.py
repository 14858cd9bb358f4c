"""What an attacker does to the records, wherever they lie: each gives them changed, with what must be said of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from tests.audit.attacks.rounds import Expected
from tests.audit.verify.packer import sha256, written

Bodies = list[bytes]
Changed = tuple[Bodies, Expected]


def leaf(body: bytes) -> str:
    return sha256(b"\0" + body)


def word(rng: random.Random) -> str:
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=8))


def relinked(bodies: Sequence[bytes], start: int) -> Bodies:
    """Every `prev` after index `start` made anew."""
    kept = list(bodies[: start + 1])
    for later in bodies[start + 1 :]:
        kept.append(written(json.loads(later) | {"prev": leaf(kept[-1])}))
    return kept


# --- One record's content ---------------------------------------------------------------------------


def _other_data(rng: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    data = dict(event["data"])
    data[rng.choice([*data, "baru"])] = rng.choice([word(rng), rng.randrange(10**6), None, True])
    return {"data": data}


def _other_files(rng: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    digest = f"{rng.getrandbits(256):064x}"
    return {"files": [*event["files"], {"role": "bukti", "sha256": digest, "size": rng.randrange(10**6)}]}


def other_time(rng: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    return {"at": f"20{rng.randrange(10, 40)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}{event['at'][10:]}"}


FIELDS: dict[str, Callable[[random.Random, dict[str, Any]], dict[str, Any]]] = {
    "actor": lambda rng, event: {"actor": event["actor"] | {"name": word(rng)}},
    "account": lambda rng, event: {"actor": event["actor"] | {"id": rng.randrange(100, 1000)}},
    "data": _other_data,
    "files": _other_files,
    "at": other_time,
    "request": lambda rng, event: {"request": word(rng)},
    "occurred": lambda rng, event: {"occurred": f"2026-11-0{rng.randrange(1, 9)}T01:00:00.000000Z"},
    "object": lambda rng, event: {"object": f"run:{rng.randrange(100, 1000)}/step:1"},
    "act": lambda rng, event: {"act": "step:returned"},
}


def edited(rng: random.Random, body: bytes, names: Sequence[str] = tuple(FIELDS)) -> bytes:
    """The same record with one field changed, in canonical form."""
    event = json.loads(body)
    while True:
        other = written(event | FIELDS[rng.choice(names)](rng, event))
        if other != body:
            return other


def _spoiled(rng: random.Random, body: bytes) -> bytes:
    """One byte replaced, lost or added; a line feed would be another record."""
    place, byte = rng.randrange(len(body)), rng.choice([byte for byte in range(256) if byte != 10])
    way = rng.randrange(3)
    if way == 0:
        return body[:place] + bytes([byte if byte != body[place] else 126 - (byte == 126)]) + body[place + 1 :]
    return body[:place] + (bytes([byte]) if way == 1 else b"") + body[place + (way == 2) :]


def edit(rng: random.Random, bodies: Bodies) -> Changed:
    """A field or a byte of one record."""
    index = rng.randrange(len(bodies))
    body = bodies[index]
    other = edited(rng, body) if rng.random() < 0.6 else _spoiled(rng, body)
    kinds = ["diubah"]
    if index == 0:
        kinds.append("dihapus")  # another first record: the opening is not there
    if b'"act":"sample:drawn"' in body:
        kinds.append("sampel")
    return [*bodies[:index], other, *bodies[index + 1 :]], Expected(tuple(kinds), index + 1)


def backdate(rng: random.Random, bodies: Bodies) -> Changed:
    """The time of one record, set to another."""
    index = rng.randrange(1, len(bodies))
    other = edited(rng, bodies[index], ["at"])
    kinds = ("diubah", "sampel") if b"sample:drawn" in other else ("diubah",)
    return [*bodies[:index], other, *bodies[index + 1 :]], Expected(kinds, index + 1)


# --- Their number and order -------------------------------------------------------------------------


def delete(rng: random.Random, bodies: Bodies) -> Changed:
    """One to five records in a row, from the middle; sometimes one more elsewhere."""
    first = rng.randrange(len(bodies) - 1)
    after = min(first + rng.randint(1, 5), len(bodies) - 1)
    left = bodies[:first] + bodies[after:]
    if rng.random() < 0.3 and len(left) > first + 3:
        del left[rng.randrange(first + 2, len(left) - 1)]
    return left, Expected(("dihapus",), first + 1)


def insert(rng: random.Random, bodies: Bodies) -> Changed:
    """A forged record under a number that is taken, linked as it should be, or a record once more."""
    index = rng.randrange(1, len(bodies))
    forged = bodies[index - 1]
    if rng.random() < 0.7:
        forged = edited(rng, bodies[index], ["actor", "request"])
    return [*bodies[:index], forged, *bodies[index:]], Expected(("disisipkan",), index + 1)


def reorder(rng: random.Random, bodies: Bodies) -> Changed:
    """Two neighbours, two that lie apart, or a stretch in any other order."""
    way = rng.randrange(3)
    first = rng.randrange(len(bodies) - 3)
    order = list(range(len(bodies)))
    if way == 0:
        order[first], order[first + 1] = order[first + 1], order[first]
        kinds: tuple[str, ...] = ("ditukar",)
    elif way == 1:
        other = rng.randrange(first + 2, len(bodies))
        order[first], order[other] = order[other], order[first]
        kinds = ("ditukar",)
    else:
        end = rng.randint(first + 3, len(bodies))
        stretch = order[first:end]
        while stretch == order[first:end]:
            rng.shuffle(stretch)
        order[first:end] = stretch
        kinds = ("ditukar", "dihapus")
    displaced = next(place for place, index in enumerate(order) if place != index)
    return [bodies[index] for index in order], Expected(kinds, displaced + 1)


def truncate(rng: random.Random, bodies: Bodies) -> Changed:
    """The tail."""
    size = rng.randrange(1, len(bodies))
    return bodies[:size], Expected(("dipotong",), size + 1)


def rechain(rng: random.Random, bodies: Bodies, sizes: Sequence[int]) -> Changed:
    """A record edited and every link after it made anew; `sizes` are those that were signed."""
    index = rng.randrange(1, max(sizes) - 1)
    other = edited(rng, bodies[index], ["actor", "account", "data", "request", "occurred", "files"])
    changed = relinked([*bodies[:index], other, *bodies[index + 1 :]], index)
    kinds, seq = stretch(index + 1, sizes)
    if b"sample:drawn" in other:
        return changed, Expected((*kinds, "sampel"))
    return changed, Expected(kinds, seq)


def stretch(seq: int, sizes: Sequence[int]) -> tuple[tuple[str, ...], int]:
    """What a rewrite from `seq` on is called, and the earliest record it can have begun with."""
    good = max((size for size in sizes if size < seq), default=0)
    met = min(size for size in sizes if size >= seq)
    return (("diubah",) if met == good + 1 else ("ditulis-ulang",)), good + 1


def renumbered(bodies: Sequence[bytes], start: int) -> Bodies:
    """Numbers and links made anew from index `start` on."""
    kept = list(bodies[:start])
    for later in bodies[start:]:
        kept.append(written(json.loads(later) | {"seq": len(kept) + 1, "prev": leaf(kept[-1])}))
    return kept
