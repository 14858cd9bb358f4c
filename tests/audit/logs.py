"""Logs and packages made by hand, without a database: what an honest office, and an attacker, would leave."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.canonical import canonical
from app.audit.checkpoint import Checkpoint, origin_of, sign, vkey
from app.audit.merkle import Frontier, leaf_hash
from app.audit.package import write_package
from app.audit.verify.log import Checkpoint as Signed

LOG = "5f0c1d2e3b4a59687766554433221100"
PACKAGE = "00112233445566778899aabbccddeeff"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RIZKI = {"id": 7, "name": "Rizki Maulana, S.E.", "role": "tim"}
SYSTEM = {"id": None, "name": "Sistem", "role": "sistem"}


def body(seq: int, prev: bytes, **fields: Any) -> bytes:
    event = {
        "v": 1,
        "log": LOG,
        "seq": seq,
        "at": f"2026-11-23T01:{seq // 60 % 60:02}:{seq % 60:02}.000000Z",
        "actor": RIZKI,
        "act": "step:started",
        "object": "run:3/step:4",
        "occurred": None,
        "data": {"attempt": 1, "started_at": "2026-11-23T01:00:00Z"},
        "files": [],
        "request": f"r{seq}",
        "prev": prev.hex(),
    }
    return canonical(event | fields)


def opening() -> dict[str, Any]:
    data = {"demo": True, "office": "Sekretariat DPRD Kabupaten Balangan"}
    return {"act": "log:opened", "object": f"log:{LOG}", "actor": SYSTEM, "data": data}


def chained(all_fields: list[dict[str, Any]]) -> list[bytes]:
    """Bodies in order, each linked to the one before it."""
    bodies, prev = [], bytes(32)
    for seq, fields in enumerate(all_fields, 1):
        bodies.append(body(seq, prev, **fields))
        prev = leaf_hash(bodies[-1])
    return bodies


def honest_log(events: int) -> list[bytes]:
    return chained([opening(), *({} for _ in range(events - 1))])


def relinked(bodies: list[bytes], *, start: int) -> list[bytes]:
    """What an attacker with the database makes of it: every `prev` after index `start` computed anew."""
    kept = bodies[: start + 1]
    for later in bodies[start + 1 :]:
        event = json.loads(later)
        event["prev"] = leaf_hash(kept[-1]).hex()
        kept.append(canonical(event))
    return kept


def edited(data: bytes, **fields: Any) -> bytes:
    return canonical(json.loads(data) | fields)


def frontier(bodies: list[bytes]) -> Frontier:
    tree = Frontier()
    for data in bodies:
        tree = tree.append(leaf_hash(data))
    return tree


def signed(bodies: list[bytes], *sizes: int) -> list[Signed]:
    """Checkpoints as the verifier takes them, after their signatures were checked."""
    return [Signed(size, frontier(bodies[:size]).root) for size in sizes]


def notes(bodies: list[bytes], *sizes: int, key: Ed25519PrivateKey = KEY) -> list[str]:
    return [sign(Checkpoint(origin_of(LOG), size, frontier(bodies[:size]).root), key) for size in sizes]


@dataclass
class Story:
    """A small run with evidence and a report, ready to be packed."""

    folder: Path
    evidence: bytes = b"%PDF-1.7 surat perintah"
    report: bytes = b"%PDF-1.7 laporan yang ditandatangani"
    sizes: tuple[int, ...] = (3, 5)
    bodies: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.bodies = self.bodies or chained(
            [
                opening(),
                {"files": [self.file(self.evidence, "surat perintah")]},
                {"act": "step:completed"},
                {"act": "report:signed", "object": "report:1/version:1", "data": {"sha256": digest(self.report)}},
                {"act": "log:exported", "object": "run:3", "data": {"run": "run:3", "package": PACKAGE}},
            ]
        )

    def file(self, content: bytes, role: str) -> dict[str, Any]:
        return {"sha256": digest(content), "size": len(content), "role": role}

    def stored(self, content: bytes) -> Path:
        path = self.folder / digest(content)
        path.write_bytes(content)
        return path

    def pack(self, name: str = "paket.zip", **changes: Any) -> Path:
        out = self.folder / name
        content: dict[str, Any] = {
            "scope": "run:3",
            "package": PACKAGE,
            "epoch": 1,
            "bodies": self.bodies,
            "checkpoints": notes(self.bodies, *self.sizes),
            "vkeys": [vkey(origin_of(LOG), KEY.public_key())],
            "files": {digest(self.evidence): (self.stored(self.evidence), "pdf")},
            "reports": {"laporan.pdf": self.stored(self.report)},
            "readme": "Cara memeriksa paket ini.\n",
            "index": "<!doctype html>\n<title>Isi paket</title>\n",
            "office": "Sekretariat DPRD Kabupaten Balangan",
            "at": datetime(2026, 11, 23, 2, tzinfo=UTC),
            "title": "Pengukuran Kinerja Triwulan III 2026",
        }
        write_package(out, **(content | changes))
        return out


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
