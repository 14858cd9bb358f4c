"""The log: making a record's bytes, and reading a hundred thousand of them with distrust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import orjson

from app.audit.canonical import canonical
from app.audit.merkle import leaf_hash
from app.audit.verify import log as verify
from bench.measure import Cost, Figure, figure

EVENTS = 100_000
LOG = "5f0c1d2e3b4a59687766554433221100"
RINA = {"id": 5, "name": "Rina Maharani, S.AP.", "role": "tim"}
DATA = {
    "item": "14", "kind": "kelengkapan", "label": "Struktur organisasi", "name": "struktur-organisasi-2026.docx",
    "attempt": 1, "reason": "", "evidence": 12,
}  # fmt: skip
FILE = {"role": "bukti", "sha256": "ab" * 32, "size": 38_412}


def figures() -> Iterator[Figure]:
    record = event(7, bytes(32))
    append = Cost(lambda: leaf_hash(canonical(record)), 5_000)
    plain = Cost(lambda: hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest(), 5_000)
    yield figure("Rekaman log: bentuk kanonik dan sidik", append, plain, goal=2, against="json.dumps dan sha256")

    bodies = honest_log(EVENTS)
    check = Cost(lambda: checked(bodies), 1)
    name = f"Memeriksa {EVENTS:,} rekaman".replace(",", ".")
    yield figure(name, check, Cost(lambda: hashed(bodies), 1), goal=3, against="sha256 berantai saja", rounds=5)


def event(seq: int, prev: bytes, **other: Any) -> dict[str, Any]:
    minute, second = divmod(seq // 30, 60)
    return {
        "v": 1, "log": LOG, "seq": seq, "at": f"2026-11-23T{minute // 60:02}:{minute % 60:02}:{second:02}.000000Z",
        "actor": RINA, "act": "step:item-filled", "object": "run:3/step:4", "occurred": None, "data": DATA,
        "files": [FILE], "request": "5f0c9a7e1b2c3d4e", "prev": prev.hex(),
    } | other  # fmt: skip


def honest_log(size: int) -> list[bytes]:
    """As the application writes it, each record linked to the one before."""
    opened = {"act": "log:opened", "object": f"log:{LOG}", "data": {"demo": True, "office": "Kantor"}, "files": []}
    bodies, prev = [], bytes(32)
    for seq in range(1, size + 1):
        bodies.append(canonical(event(seq, prev, **(opened if seq == 1 else {}))))
        prev = leaf_hash(bodies[-1])
    return bodies


def checked(bodies: list[bytes]) -> None:
    verdict = verify.verify_log(
        bodies, decode=orjson.loads, encode=lambda value: orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    )
    assert verdict.ok and verdict.events == len(bodies), verdict.sentence


def hashed(bodies: list[bytes]) -> bytes:
    chain = bytes(32)
    for body in bodies:
        chain = hashlib.sha256(chain + body).digest()
    return chain
