"""Packages for the two verifiers: an honest one of every kind, and what an attacker would make of it."""

from __future__ import annotations

import base64
import hashlib
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.checkpoint import Checkpoint, join_notes, sign, vkey
from app.audit.package import write_package
from tests.audit.logs import KEY, LOG, PACKAGE, chained, digest, edited, frontier, opening, relinked

SECOND_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(96, 128)))
KEYS = {1: KEY, 2: SECOND_KEY}
WITNESS_NAME = "inspektorat.contoh/saksi-1"
SEEN_AT = 1_795_400_000

LETTER = b"%PDF-1.7 surat perintah tugas"
ELSEWHERE = b"%PDF-1.7 milik pelaksanaan lain"
FROZEN = b"%PDF-1.7 laporan dibekukan"
SIGNED = b"%PDF-1.7 laporan ditandatangani"
STRANGE = b"surat yang dibuat belakangan"

Point = tuple[int, int]
"""A checkpoint to be signed: its epoch and size."""


def attached(content: bytes, role: str = "bukti") -> dict[str, Any]:
    return {"sha256": digest(content), "size": len(content), "role": role}


def filled(run: int, content: bytes) -> dict[str, Any]:
    return {"act": "step:item-filled", "object": f"run:{run}/step:1", "files": [attached(content)]}


def drawn(**changes: Any) -> dict[str, Any]:
    """Two of three completed steps; the scores were calculated apart from both verifiers."""
    told = {"kind": "steps", "scope": "log", "seed": "0815", "upto": 8, "size": 2, "population": 3}
    return {
        "act": "sample:drawn",
        "object": "sample:1",
        "data": told | {"members": members(told), "purpose": ""} | changes,
    }


def members(told: dict[str, Any], population: tuple[int, ...] = (3, 7, 8)) -> list[int]:
    words = ("papan-kinerja-sampel/1", *(str(told[key]) for key in ("seed", "kind", "scope", "upto")))
    score = {seq: hashlib.sha256("\n".join((*words, str(seq))).encode()).digest() for seq in population}
    return sorted(sorted(population, key=score.__getitem__)[: told["size"]])


def honest_acts() -> list[dict[str, Any]]:
    """Ten records: two runs, a report, a sample, a file that was only looked at, and the package's own."""
    return [
        opening(),
        filled(3, LETTER),
        {"act": "step:completed", "object": "run:3/step:1"},
        filled(4, ELSEWHERE),
        {"act": "report:frozen", "object": "report:1/version:1", "data": {"run": "run:3", "sha256": digest(FROZEN)}},
        {"act": "report:signed", "object": "report:1/version:1", "data": {"sha256": digest(SIGNED)}},
        {"act": "step:completed", "object": "run:4/step:1"},
        {"act": "step:completed", "object": "run:3/step:2", "files": [attached(STRANGE, "diperiksa")]},
        drawn(),
        {"act": "log:exported", "object": "run:3", "data": {"run": "run:3", "package": PACKAGE}},
    ]


def restored(bodies: list[bytes], **changes: Any) -> list[bytes]:
    """The log put back to its fifth record, though seven had been signed and eight were there; then packed again."""
    told: dict[str, Any] = {
        "epoch": 2, "backup": "cadangan-1", "backup_size": 5, "backup_root": frontier(bodies[:5]).root.hex(),
        "known_size": 7, "known_root": frontier(bodies[:7]).root.hex(), "head_size": 8, "lost": 3,
        "reason": "disk rusak", "first": "Rina", "second": "Ahmad",
    }  # fmt: skip
    acts = honest_acts()[:5] + [
        {"act": "log:restored", "object": f"log:{LOG}", "data": told | changes},
        honest_acts()[5],
        {},
        honest_acts()[-1],
    ]
    return chained(acts)


def origin(epoch: int) -> str:
    return f"papan-kinerja/{LOG}" + (f"/{epoch}" if epoch > 1 else "")


def note(bodies: list[bytes], point: Point, key: Ed25519PrivateKey | None = None) -> str:
    epoch, size = point
    return sign(Checkpoint(origin(epoch), size, frontier(bodies[:size]).root), key or KEYS[epoch])


def key_line(key: Ed25519PrivateKey, epoch: int = 1) -> str:
    return vkey(origin(epoch), key.public_key())


def witness_id(name: str, key: Ed25519PrivateKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x04" + key.public_key().public_bytes_raw()).digest()[:4]


def witness_line(key: Ed25519PrivateKey = WITNESS, name: str = WITNESS_NAME) -> str:
    data = b"\x04" + key.public_key().public_bytes_raw()
    return f"{name}+{witness_id(name, key).hex()}+{base64.b64encode(data).decode()}"


def cosigned(signed: str, key: Ed25519PrivateKey = WITNESS, name: str = WITNESS_NAME, time: int = SEEN_AT) -> str:
    text = signed.partition("\n\n")[0] + "\n"
    signature = key.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
    data = witness_id(name, key) + struct.pack(">Q", time) + signature
    return f"{signed}— {name} {base64.b64encode(data).decode()}\n"


@dataclass(frozen=True)
class Office:
    """What a package is made of; an attacker changes a part of it."""

    bodies: list[bytes] = field(default_factory=lambda: chained(honest_acts()))
    points: tuple[Point, ...] = ((1, 3), (1, 7), (1, 10))
    signed: list[bytes] | None = None
    key: Ed25519PrivateKey | None = None
    vkeys: tuple[str, ...] = (key_line(KEY),)
    notes: list[str] | None = None
    scope: str = "run:3"
    package: str = PACKAGE
    epoch: int = 1
    files: tuple[bytes, ...] = (LETTER,)
    reports: tuple[bytes, ...] = (FROZEN, SIGNED)
    witnesses: tuple[list[str], list[str], dict[int, bytes]] = ((), (), {})  # type: ignore[assignment]

    def checkpoints(self) -> list[str]:
        return self.notes or [note(self.signed or self.bodies, point, self.key) for point in self.points]

    def pack(self, out: Path) -> Path:
        def stored(content: bytes) -> Path:
            path = out.parent / digest(content)
            path.write_bytes(content)
            return path

        write_package(
            out,
            scope=self.scope,
            package=self.package,
            epoch=self.epoch,
            bodies=self.bodies,
            checkpoints=self.checkpoints(),
            vkeys=self.vkeys,
            files={digest(content): (stored(content), "pdf") for content in self.files},
            reports={f"laporan-{no}.pdf": stored(content) for no, content in enumerate(self.reports, 1)},
            readme="Cara memeriksa paket ini.\n",
            index="<!doctype html>\n<title>Isi paket</title>\n",
            office="Sekretariat DPRD Kabupaten Balangan",
            at=datetime(2026, 11, 23, 2, tzinfo=UTC),
            title="Pengukuran Kinerja Triwulan III 2026",
            witnesses=self.witnesses,
        )
        return out


HONEST = Office()
WITNESSED = replace(HONEST, witnesses=([witness_line()], [cosigned(note(HONEST.bodies, (1, 7)))], {}))
RESTORED = replace(
    HONEST,
    bodies=restored(HONEST.bodies),
    vkeys=(key_line(KEY), key_line(SECOND_KEY, 2)),
    points=((1, 3), (2, 6), (2, 9)),
    epoch=2,
)
PERIOD = replace(
    HONEST,
    bodies=chained(
        [*honest_acts()[:-1], {"act": "period:exported", "object": f"log:{LOG}",
         "data": {"first": "2026-11-23", "last": "2026-11-23", "package": PACKAGE}}]
    ),
    scope="period:2026-11-23..2026-11-23",
    files=(LETTER, ELSEWHERE),
)  # fmt: skip
SOMEBODY = {"id": 9, "name": "Orang Lain", "role": "staf"}


def changed(index: int, **fields: Any) -> list[bytes]:
    """The honest log with one record edited, the links left as they were."""
    bodies = [*HONEST.bodies]
    bodies[index] = edited(bodies[index], **fields)
    return bodies


def rechained(index: int, **fields: Any) -> list[bytes]:
    return relinked(changed(index, **fields), start=index)


# --- What is done to the finished zip -------------------------------------------------------------

FOLDER = "paket-inspektorat/"
Content = dict[str, bytes]


def unpacked(path: Path) -> Content:
    with zipfile.ZipFile(path) as archive:
        return {name.removeprefix(FOLDER): archive.read(name) for name in archive.namelist()}


def repacked(path: Path, content: Content) -> Path:
    """As another program would zip it: compressed, dated today, without our mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(FOLDER + name, data)
    return path


def listed(content: Content) -> Content:
    """The bag's own lists made anew over what lies in it now."""
    content = {name: data for name, data in content.items() if not name.endswith("manifest-sha256.txt")}
    payload = {name: data for name, data in content.items() if name.startswith("data/")}
    octets = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
    info = content["bag-info.txt"].decode()
    content["bag-info.txt"] = (info[: info.index("Payload-Oxum")] + octets).encode()

    def lines(names: list[str]) -> bytes:
        return "".join(f"{digest(content[name])}  {name}\n" for name in sorted(names)).encode()

    content["manifest-sha256.txt"] = lines(list(payload))
    content["tagmanifest-sha256.txt"] = lines([name for name in content if name not in payload])
    return content


def rebagged(path: Path, change: Callable[[Content], None]) -> Path:
    content = unpacked(path)
    change(content)
    return repacked(path, listed(content))


def rezipped(path: Path, change: Callable[[Content], None]) -> Path:
    """The same, with the bag's lists left as they were."""
    content = unpacked(path)
    change(content)
    return repacked(path, content)


def patched(path: Path, old: bytes, new: bytes) -> Path:
    data = path.read_bytes()
    assert old in data and len(old) == len(new)
    path.write_bytes(data.replace(old, new, 1))
    return path


def kept(path: Path, *notes: str) -> Path:
    path.write_text(join_notes(list(notes)), encoding="utf-8")
    return path
