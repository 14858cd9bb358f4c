"""periksa.pyz: checks a package of the Inspektorat on any machine with Python, without a network.

Standard library only, like the two modules beside it. What a package holds is
docs/reference/audit-package.md. A package that was unpacked and packed again by another program is read
too; one that carries our mark must be ours to the last bit.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .log import HEX32, HEX64, Bad, Checkpoint, LogVerdict, decode_json, encode_json, verify_log
from .notes import Key, read_notes, read_vkey

FORMAT = "papan-kinerja-paket/1"
MARK = FORMAT.encode()
REQUIRED = ("BACA-SAYA.txt", "checkpoints.txt", "log.jsonl", "log.vkey", "periksa.pyz")
OPTIONAL = re.compile(r"berkas/[0-9a-f]{64}|laporan/[0-9A-Za-z][0-9A-Za-z._-]*")
RUN = re.compile(r"run:[0-9]+")
CHUNK = 1 << 20


@dataclass
class PackageVerdict:
    ok: bool
    sentence: str
    kind: str
    first_bad_seq: int | None = None
    events: int = 0
    root: str = ""
    files: int = 0
    notes: list[str] = field(default_factory=list)


def verify_package(path: Path, *, last_checkpoint: Path | None = None) -> PackageVerdict:
    """Check one package, and that its log continues the checkpoint that the inspector kept."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _verify_archive(path, archive, last_checkpoint)
    except Bad as bad:
        return PackageVerdict(False, str(bad), bad.kind, bad.seq)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        return _broken(error)
    except (OSError, EOFError, ValueError, KeyError, struct.error, zlib.error) as error:
        return _broken(error)


def _broken(error: Exception) -> PackageVerdict:
    bad = Bad("paket", f"berkas zip tidak dapat dibaca ({type(error).__name__})")
    return PackageVerdict(False, str(bad), bad.kind)


def _verify_archive(path: Path, archive: zipfile.ZipFile, last_checkpoint: Path | None) -> PackageVerdict:
    notes = _check_container(path, archive)
    manifest = _read_manifest(archive)
    key = read_vkey(_text(archive, "log.vkey"))
    checkpoints = read_notes(_text(archive, "checkpoints.txt"), key)
    newest = checkpoints[-1]
    if last_checkpoint is not None:
        kept = _read_kept(last_checkpoint, key)
        checkpoints = sorted({*checkpoints, *kept})
        notes.append(f"Log melanjutkan checkpoint {kept[-1].size} yang Anda simpan.")
    # The log comes first: a changed record is to be named, not only the file that it stands in.
    mentions = _Mentions(manifest)
    verdict = _verify_log(archive, checkpoints, mentions, last_leaf=manifest["checkpoint"]["leaf"])
    if not verdict.ok:
        return PackageVerdict(
            False, verdict.sentence, verdict.kind, verdict.first_bad_seq, verdict.events, verdict.root
        )
    _check_manifest_head(manifest, key, newest, verdict)
    _check_digests(archive, manifest)
    mentions.check()
    files = len(mentions.digests)
    return PackageVerdict(True, verdict.sentence, "utuh", None, verdict.events, verdict.root, files, notes)


def _verify_log(
    archive: zipfile.ZipFile, checkpoints: list[Checkpoint], mentions: _Mentions, *, last_leaf: str
) -> LogVerdict:
    with archive.open("log.jsonl") as stream:
        # The zip's checksum would only say that something changed; the chain says which record did.
        stream._expected_crc = None  # type: ignore[attr-defined]
        return verify_log(_lines(stream), checkpoints=checkpoints, watch=mentions.watch, last_leaf=last_leaf)


# --- The container --------------------------------------------------------------------------------


def _check_container(path: Path, archive: zipfile.ZipFile) -> list[str]:
    if archive.comment == b"":
        return ["Paket ini pernah dibongkar dan dikemas ulang; isinya diperiksa penuh."]
    if archive.comment != MARK:
        raise Bad("paket", "tanda format pada berkas zip diubah")
    offset, directory, infos = 0, b"", archive.infolist()
    with path.open("rb") as raw:
        for info in infos:
            name = info.filename.encode()
            # Version 2.0, no flags, stored, 1 January 1980 00:00: the only header our writer makes.
            size = info.file_size
            common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, info.CRC, size, size, len(name), 0)
            raw.seek(offset)
            if raw.read(30 + len(name)) != b"PK\3\4" + common + name:
                raise Bad("paket", f"kepala zip untuk {info.filename!r} diubah")
            tail = struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, offset)
            directory += b"PK\1\2" + bytes((20, 3)) + common + tail + name
            offset += 30 + len(name) + size
        counts = struct.pack("<HHHHIIH", 0, 0, len(infos), len(infos), len(directory), offset, len(MARK))
        raw.seek(offset)
        if raw.read() != directory + b"PK\5\6" + counts + MARK:
            raise Bad("paket", "daftar isi zip diubah")
    return []


# --- The manifest ---------------------------------------------------------------------------------


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    data = archive.read("manifest.json")
    try:
        manifest = decode_json(data)
        canonical = encode_json(manifest) == data
    except (ValueError, TypeError, RecursionError):
        raise Bad("paket", "manifest.json bukan JSON yang dapat dibaca") from None
    if not canonical or not _is_manifest(manifest):
        raise Bad("paket", "manifest.json tidak menurut bentuknya")
    names = [info.filename for info in archive.infolist() if not _is_folder(info)]
    listed = [entry["path"] for entry in manifest["files"]]
    if sorted(names) != sorted([*listed, "manifest.json"]) or len(set(names)) != len(names):
        raise Bad("berkas", "isi paket tidak sama dengan daftar di manifest.json")
    if not set(REQUIRED) <= set(listed):
        raise Bad("berkas", "berkas wajib tidak ada: " + ", ".join(sorted(set(REQUIRED) - set(listed))))
    return manifest


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() and info.file_size == 0


def _is_manifest(manifest: Any) -> bool:
    if type(manifest) is not dict or manifest.keys() != {"checkpoint", "files", "format", "log", "package", "run"}:
        return False
    texts = ((FORMAT, "format"), (HEX32, "log"), (HEX32, "package"), (RUN, "run"))
    if not all(type(manifest[key]) is str and re.fullmatch(form, manifest[key]) for form, key in texts):
        return False
    head, files = manifest["checkpoint"], manifest["files"]
    if type(head) is not dict or head.keys() != {"leaf", "root", "size"} or type(head["size"]) is not int:
        return False
    if not all(type(head[key]) is str and HEX64.fullmatch(head[key]) for key in ("leaf", "root")):
        return False
    if type(files) is not list or not all(map(_is_entry, files)):
        return False
    paths = [entry["path"] for entry in files]
    return paths == sorted(set(paths))


def _is_entry(entry: Any) -> bool:
    if type(entry) is not dict or entry.keys() != {"path", "sha256", "size"}:
        return False
    path, digest, size = entry["path"], entry["sha256"], entry["size"]
    if type(path) is not str or type(digest) is not str or type(size) is not int or not HEX64.fullmatch(digest):
        return False
    return path in REQUIRED or bool(OPTIONAL.fullmatch(path))


def _check_manifest_head(manifest: dict[str, Any], key: Key, newest: Checkpoint, verdict: LogVerdict) -> None:
    if verdict.events != newest.size:
        raise Bad("paket", f"log berisi {verdict.events} rekaman, checkpoint terbaru menandatangani {newest.size}")
    head = manifest["checkpoint"]
    if key.name != "papan-kinerja/" + manifest["log"]:
        raise Bad("paket", "manifest.json menyebut log lain daripada kuncinya")
    if (head["size"], head["root"]) != (newest.size, newest.root.hex()):
        raise Bad("paket", "manifest.json menyebut checkpoint lain daripada yang ditandatangani")


def _check_digests(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for entry in manifest["files"]:
        path, digest = entry["path"], hashlib.sha256()
        if archive.getinfo(path).file_size != entry["size"]:
            raise Bad("berkas", f"ukuran {path} tidak sama dengan manifest.json")
        try:
            with archive.open(path) as stream:
                for chunk in iter(lambda: stream.read(CHUNK), b""):
                    digest.update(chunk)
        except zipfile.BadZipFile:
            raise Bad("berkas", f"isi {path} berubah") from None
        if digest.hexdigest() != entry["sha256"]:
            raise Bad("berkas", f"isi {path} berubah")
        if path.startswith("berkas/") and path != "berkas/" + entry["sha256"]:
            raise Bad("berkas", f"isi {path} tidak sesuai dengan namanya")


# --- What the log says of the files ---------------------------------------------------------------


class _Mentions:
    """Gathers, while the log is read, which files its events speak of."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.run, self.package = manifest["run"], manifest["package"]
        self.digests = {e["sha256"]: e["path"] for e in manifest["files"] if OPTIONAL.fullmatch(e["path"])}
        self.needed: dict[str, int] = {}
        self.seen: set[str] = set()
        self.exported = False

    def watch(self, seq: int, event: Any) -> None:
        digests = {file["sha256"] for file in event["files"]}
        if event["object"].partition("/")[0] == self.run:
            for digest in digests:
                self.needed.setdefault(digest, seq)
        self.seen |= self.digests.keys() & digests
        if event["act"].startswith("report:"):
            self.seen |= {v for v in event["data"].values() if type(v) is str and v in self.digests}
        if event["act"] == "log:exported":
            self.exported |= event["data"] == {"run": self.run, "package": self.package}

    def check(self) -> None:
        if not self.exported:
            raise Bad("paket", "log tidak memuat pembuatan paket ini")
        missing = sorted((seq, digest) for digest, seq in self.needed.items() if digest not in self.digests)
        if missing:
            seq, digest = missing[0]
            raise Bad("berkas", f"berkas {digest} yang disebut rekaman {seq} tidak ada dalam paket", seq)
        strange = sorted(path for digest, path in self.digests.items() if digest not in self.seen)
        if strange:
            raise Bad("berkas", f"{strange[0]} tidak pernah disebut dalam log")


def _lines(stream: Any) -> Iterator[bytes]:
    for line in stream:
        if not line.endswith(b"\n"):
            raise Bad("paket", "baris terakhir log.jsonl terpotong")
        yield line[:-1]


def _text(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return archive.read(name).decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("paket", f"{name} bukan teks UTF-8") from None


def _read_kept(path: Path, key: Key) -> list[Checkpoint]:
    try:
        return read_notes(path.read_bytes().decode("utf-8"), key)
    except (OSError, UnicodeDecodeError):
        raise Bad("tanda-tangan", f"checkpoint yang Anda simpan ({path}) tidak dapat dibaca") from None


# --- The command ----------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Print the verdict; 0 when the package is whole, else 1."""
    parser = argparse.ArgumentParser(prog="periksa.pyz", description="Memeriksa paket Inspektorat tanpa jaringan.")
    parser.add_argument("paket", type=Path, metavar="FILE.zip", help="paket yang diperiksa")
    parser.add_argument("--last-checkpoint", type=Path, metavar="FILE", help="checkpoint yang Anda simpan dulu")
    options = parser.parse_args(arguments)
    verdict = verify_package(options.paket, last_checkpoint=options.last_checkpoint)
    sys.stdout.write(render(verdict))
    return 0 if verdict.ok else 1


def render(verdict: PackageVerdict) -> str:
    if not verdict.ok:
        lines = ["TIDAK UTUH", verdict.sentence, f"Jenis: {verdict.kind}"]
        if verdict.first_bad_seq is not None:
            lines.append(f"Rekaman pertama yang bermasalah: {verdict.first_bad_seq}")
        return "\n".join(lines) + "\n"
    lines = ["UTUH", verdict.sentence, f"Akar log: {verdict.root}", f"Berkas bukti dan laporan: {verdict.files}"]
    lines += verdict.notes
    lines.append("Simpan checkpoints.txt dari paket ini di luar kantor untuk pemeriksaan berikutnya.")
    return "\n".join(lines) + "\n"
