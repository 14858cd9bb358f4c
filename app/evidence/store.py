"""The files' own place: written beside, hashed while writing, synced, renamed to their SHA-256, then read-only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from app.evidence.errors import EmptyFile, FileMissing, FileTooLarge
from app.evidence.kinds import Kind, kind_of

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is on disk for good: SHA-256 in hex, size in bytes, media type, and the name it came with."""

    sha256: str
    size: int
    media_type: str
    name: str


def receive(stream: IO[bytes], *, filename: str, limit: int, folder: Path) -> StoredFile:
    """Store an upload of an accepted kind. Raises EmptyFile, FileTooLarge, WrongType; then nothing is kept."""
    name = clean_name(filename)

    def check(path: Path) -> Kind:
        return kind_of(path, filename=name, limit=limit)

    return _store(stream, name=name, limit=limit, folder=folder, check=check)


def put(data: bytes, *, name: str, media_type: str, folder: Path) -> StoredFile:
    """Store what the system made itself, such as a frozen report."""

    def check(_path: Path) -> Kind:
        return Kind(name=media_type, media_type=media_type, endings=())

    return _store(BytesIO(data), name=name, limit=len(data), folder=folder, check=check)


def path_of(sha256: str, *, folder: Path) -> Path:
    """Where a stored file is. Raises FileMissing."""
    path = _address(sha256, folder)
    if not path.is_file():
        raise FileMissing("Berkas ini tidak ada di penyimpanan. Hubungi admin.")
    return path


def open_file(sha256: str, *, folder: Path) -> BinaryIO:
    return path_of(sha256, folder=folder).open("rb")


def read(sha256: str, *, folder: Path) -> bytes:
    return path_of(sha256, folder=folder).read_bytes()


def clean_name(filename: str) -> str:
    """The last part of the name as the person gave it, without what a path or a header could trip over."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(char for char in last if char.isprintable() and char not in '"<>|:*?')
    return printable.strip(" .")[-120:] or "berkas"


def _address(sha256: str, folder: Path) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise FileMissing("Alamat berkas ini tidak sah.")
    return folder / sha256[:2] / sha256[2:4] / sha256


def _store(stream: IO[bytes], *, name: str, limit: int, folder: Path, check: Callable[[Path], Kind]) -> StoredFile:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=".masuk-", dir=folder)
    path = Path(beside)
    try:
        with os.fdopen(descriptor, "wb") as target:
            sha256, size = _copy(stream, target, name=name, limit=limit)
            target.flush()
            os.fsync(target.fileno())
        kind = check(path)
        _settle(path, _address(sha256, folder))
    finally:
        path.unlink(missing_ok=True)
    return StoredFile(sha256=sha256, size=size, media_type=kind.media_type, name=name)


def _copy(stream: IO[bytes], target: IO[bytes], *, name: str, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(f"Berkas “{name}” melebihi {limit // (1024 * 1024)} MB. Perkecil, lalu unggah lagi.")
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise EmptyFile(f"Berkas “{name}” kosong. Pilih berkas yang berisi.")
    return digest.hexdigest(), size


def _settle(path: Path, final: Path) -> None:
    """Rename into place and sync the folders, so that a row never points to a file that a crash took."""
    if final.exists():
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(path, 0o440)
    os.replace(path, final)
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
