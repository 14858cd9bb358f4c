"""Packages of format 2 made from the reference alone, without the application's writer: honest ones, and odd ones."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOG = "5f0c1d2e3b4a59687766554433221100"
PACKAGE = "00112233445566778899aabbccddeeff"
FOLDER = "paket-inspektorat/"
MARK = b"papan-kinerja-paket/2"
RIZKI = {"id": 7, "name": "Rizki Maulana, S.E.", "role": "tim"}
SURAT, LAPORAN = b"%PDF-1.7 surat perintah", b"%PDF-1.7 laporan yang ditandatangani"
DESCRIPTION = {
    "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    "BACA-SAYA.txt": b"Cara memeriksa paket ini.\n",
    "indeks.html": b"<!doctype html>\n<title>Isi paket</title>\n",
    "periksa.pyz": b"periksa",
    "periksa.html": b"<!doctype html>\n",
}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def written(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def root_of(bodies: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, level by level: an odd one out moves up as it is."""
    level = [hashlib.sha256(b"\0" + body).digest() for body in bodies]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


# --- The log --------------------------------------------------------------------------------------


def opening() -> dict[str, Any]:
    return {
        "act": "log:opened", "object": f"log:{LOG}", "actor": {"id": None, "name": "Sistem", "role": "sistem"},
        "data": {"demo": True, "office": "Sekretariat DPRD Kabupaten Balangan"},
    }  # fmt: skip


def exported(**data: Any) -> dict[str, Any]:
    if "first" in data:
        return {"act": "period:exported", "object": f"log:{LOG}", "data": {"package": PACKAGE} | data}
    return {"act": "log:exported", "object": "run:3", "data": {"package": PACKAGE, "run": "run:3"} | data}


def with_file(content: bytes = SURAT, **fields: Any) -> dict[str, Any]:
    file = {"role": "surat perintah", "sha256": sha256(content), "size": len(content)}
    return {"act": "step:item-filled", "data": {"item": 1, "label": "Surat"}, "files": [file]} | fields


def signed_report(content: bytes = LAPORAN, **fields: Any) -> dict[str, Any]:
    return {"act": "report:signed", "object": "report:1/version:1", "data": {"sha256": sha256(content)}} | fields


def requested_report() -> dict[str, Any]:
    return {"act": "report:requested", "object": "report:1", "data": {"kind": "lkjip", "run": "run:3"}}


def chained(fields: Iterable[dict[str, Any]], *, after: Sequence[bytes] = ()) -> list[bytes]:
    """Bodies in order, each linked to the one before it; ten minutes apart."""
    bodies = list(after)
    for some in fields:
        seq = len(bodies) + 1
        hours, minutes = divmod(10 * seq, 60)
        event = {
            "v": 1, "log": LOG, "seq": seq, "actor": RIZKI,
            "at": f"2026-11-{10 + hours // 24:02}T{hours % 24:02}:{minutes:02}:00.000000Z",
            "act": "step:started", "object": "run:3/step:4", "occurred": None,
            "data": {"attempt": 1, "started_at": "2026-11-23T01:00:00Z"}, "files": [], "request": f"r{seq}",
            "prev": sha256(b"\0" + bodies[-1]) if bodies else "0" * 64,
        }  # fmt: skip
        bodies.append(written(event | some))
    return bodies


def restored(bodies: Sequence[bytes], *, known: Sequence[bytes], epoch: int = 2, **changes: Any) -> dict[str, Any]:
    """A log:restored after `bodies`, which were the backup, where `known` is the newest checkpoint's log."""
    data = {
        "epoch": epoch, "backup": "cadangan-2026-11-12",
        "backup_size": len(bodies), "backup_root": root_of(bodies).hex(),
        "known_size": len(known), "known_root": root_of(known).hex(), "head_size": len(known),
        "lost": len(known) - len(bodies), "reason": "Cakram rusak.", "first": "Rina", "second": "Rizki",
    }  # fmt: skip
    return {"act": "log:restored", "object": f"log:{LOG}", "data": data | changes}


# --- Keys and notes -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signer:
    """A log's key of one epoch, or a witness's."""

    name: str
    kind: int = 1
    key: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(bytes(range(32))))

    @property
    def data(self) -> bytes:
        return bytes([self.kind]) + self.key.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self.data).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.data).decode()}\n"

    def line(self, text: str, *, time: int = 1_790_000_000) -> str:
        if self.kind == 4:
            message, stamp = f"cosignature/v1\ntime {time}\n{text}".encode(), time.to_bytes(8, "big")
        else:
            message, stamp = text.encode(), b""
        return f"— {self.name} {base64.b64encode(self.id + stamp + self.key.sign(message)).decode()}\n"

    def note(self, bodies: Sequence[bytes], *witnesses: Signer) -> str:
        text = f"{self.name}\n{len(bodies)}\n{base64.b64encode(root_of(bodies)).decode()}\n"
        return f"{text}\n{self.line(text)}" + "".join(witness.line(text) for witness in witnesses)


def other_key(number: int = 1) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


EPOCH_1 = Signer(f"papan-kinerja/{LOG}")
EPOCH_2 = Signer(f"papan-kinerja/{LOG}/2", key=other_key(2))
EPOCH_3 = Signer(f"papan-kinerja/{LOG}/3", key=other_key(3))
INSPECTOR = Signer("inspektorat/rahmat", kind=4, key=other_key(9))


# --- The package ----------------------------------------------------------------------------------


@dataclass
class Package:
    """What goes into a package; change a field and pack it."""

    bodies: list[bytes] = field(
        default_factory=lambda: chained([opening(), with_file(), {}, requested_report(), signed_report(), exported()])
    )
    scope: str = "run:3"
    epoch: int = 1
    checkpoints: list[str] | None = None
    vkeys: list[str] = field(default_factory=lambda: [EPOCH_1.vkey])
    evidence: dict[str, bytes] = field(default_factory=lambda: {f"{sha256(SURAT)}.pdf": SURAT})
    reports: dict[str, bytes] = field(default_factory=lambda: {"laporan.pdf": LAPORAN})
    witnesses: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, bytes]:
        notes = self.checkpoints or [EPOCH_1.note(self.bodies[:3]), EPOCH_1.note(self.bodies)]
        return {
            "data/log/log.jsonl": b"".join(body + b"\n" for body in self.bodies),
            "data/log/checkpoints.txt": "\n".join(notes).encode(),
            "data/log/log.vkey": "".join(self.vkeys).encode(),
            **{f"data/saksi/{name}": data for name, data in self.witnesses.items()},
            **{f"data/bukti/{name}": data for name, data in self.evidence.items()},
            **{f"data/laporan/{name}": data for name, data in self.reports.items()},
        }

    def files(self) -> dict[str, bytes]:
        """Everything in the bag by its path, lists included."""
        leaf = sha256(b"\0" + self.bodies[-1]) if self.bodies else "0" * 64
        about = {
            "format": MARK.decode(), "log": LOG, "epoch": self.epoch, "scope": self.scope, "package": PACKAGE,
            "checkpoint": {"size": len(self.bodies), "root": root_of(self.bodies).hex(), "leaf": leaf},
        } | self.about  # fmt: skip
        return bagged(self.payload() | DESCRIPTION | {"paket.json": written(about)})

    def pack(self, path: Path) -> Path:
        return zipped(path, self.files())


def bagged(files: dict[str, bytes]) -> dict[str, bytes]:
    """With bag-info.txt and both manifests made anew."""
    lists = ("bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    content = {name: data for name, data in files.items() if name not in lists}
    payload = {name: data for name, data in content.items() if name.startswith("data/")}
    content["bag-info.txt"] = (
        "Source-Organization: Sekretariat DPRD Kabupaten Balangan\nBagging-Date: 2026-11-23\n"
        "External-Description: Pengukuran Kinerja Triwulan III 2026\n"
        f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
    ).encode()
    content["manifest-sha256.txt"] = listed(payload)
    content["tagmanifest-sha256.txt"] = listed({name: content[name] for name in content.keys() - payload.keys()})
    return content


def listed(files: dict[str, bytes]) -> bytes:
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def zipped(path: Path, files: dict[str, bytes], *, comment: bytes = MARK, folder: str = FOLDER) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = comment
        for name, data in files.items():
            entry = zipfile.ZipInfo(folder + name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return path


def repacked(path: Path, files: dict[str, bytes]) -> Path:
    """As another program would zip it: compressed, dated today, without our mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(FOLDER + name, data)
    return path


def unpacked(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
