"""Where a package's files come from: our zip, a zip that another program packed again, or an unpacked folder.

Nothing is ever written or unpacked. A zip that carries our mark has to be ours to the last bit; any other
is read by its names, and what it holds is judged by the manifests.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .verdicts import Bad, Unchecked

FORMAT = "papan-kinerja-paket/2"
MARK = FORMAT.encode()
FOLDER = "paket-inspektorat/"
CHUNK = 1 << 20
LARGEST = 2**32
MOST_FILES = 200_000
LARGEST_DIRECTORY = 64 << 20
REPACKED = "Paket ini pernah dibongkar dan dikemas ulang; isinya diperiksa penuh."
UNPACKED = "Yang diperiksa adalah folder yang sudah dibongkar; isinya diperiksa penuh."
NO_PACKAGE = "Ini bukan paket Inspektorat. Pilih berkas zip yang diterima dari kantor, atau folder hasil bongkarannya."
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Source(ABC):
    """The files of a bag by their paths inside it, with the sizes that the container claims."""

    sizes: dict[str, int]
    notes: list[str]

    @abstractmethod
    def open(self, path: str) -> Any:
        """A readable binary stream, as a context manager."""

    def chunks(self, path: str) -> Iterator[bytes]:
        with self.open(path) as stream:
            yield from iter(lambda: stream.read(CHUNK), b"")

    def checksum(self, path: str) -> int | None:
        """The CRC-32 that the container notes for a file, where it notes one."""
        return None

    def read(self, path: str, most: int) -> bytes:
        """A small file's content; what is larger than it can honestly be is not read."""
        if self.sizes[path] > most:
            raise Bad("paket", f"{path} terlalu besar untuk isinya")
        with self.open(path) as stream:
            data: bytes = stream.read(most + 1)
        return data


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield FolderSource(path)
        return
    _check_directory(path)
    with zipfile.ZipFile(path) as archive:
        yield ZipSource(path, archive)


# --- Zip ------------------------------------------------------------------------------------------


class ZipSource(Source):
    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.archive, self.notes = archive, []
        infos = archive.infolist()
        if not any(info.orig_filename.startswith(FOLDER) for info in infos):
            raise Unchecked(NO_PACKAGE)
        if archive.comment == MARK:
            _check_container(path, infos)
        elif archive.comment == b"":
            self.notes = [REPACKED]
        else:
            raise Bad("paket", "tanda format pada berkas zip diubah")
        self.infos: dict[str, zipfile.ZipInfo] = {}
        files = [info for info in infos if not (info.is_dir() and info.file_size == 0)]
        for info in files:
            check_name(info.orig_filename)
        for info in files:
            self._take(info)
        self.sizes = {name: info.file_size for name, info in self.infos.items()}
        if sum(self.sizes.values()) > LARGEST:
            raise Bad("paket", "isinya mengaku lebih besar daripada paket mana pun")

    def _take(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        if name != info.filename or not name.startswith(FOLDER):
            raise Bad("berkas", f"{name!r} bukan bagian paket")
        if info.flag_bits & 0x1:
            raise Bad("paket", f"{name} dikunci dengan sandi")
        if info.compress_type not in METHODS:
            raise Bad("paket", f"{name} dipadatkan dengan cara yang tidak dikenal")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Bad("paket", f"{name} hanya tautan ke berkas lain")
        inside = name[len(FOLDER) :]
        if inside in self.infos:
            raise Bad("berkas", f"{inside} ada dua kali")
        self.infos[inside] = info

    def checksum(self, path: str) -> int | None:
        return self.infos[path].CRC

    @contextmanager
    def open(self, path: str) -> Iterator[Any]:
        with self.archive.open(self.infos[path]) as stream:
            # The zip's own checksum would only say that something changed; the digests and the chain say what.
            stream._expected_crc = None  # type: ignore[attr-defined]
            yield stream


def check_name(name: str) -> None:
    parts = name.split("/")
    absolute = name.startswith("/") or ":" in parts[0]
    if absolute or "\\" in name or "\x00" in name or any(part in ("", ".", "..") for part in parts):
        raise Bad("paket", f"nama {name!r} menunjuk ke luar paket")


def _check_directory(path: Path) -> None:
    """A zip's list of members is read into memory as a whole, so it is looked at first how long and where it is."""
    with path.open("rb") as raw:
        end = raw.seek(0, os.SEEK_END)
        raw.seek(-min(end, 22 + 0xFFFF), os.SEEK_END)
        tail = raw.read()
    at = tail.rfind(b"PK\5\6", 0, max(0, len(tail) - 18))
    if at < 0 and not _begins_like_ours(path):
        raise Unchecked(NO_PACKAGE)
    if at < 0:
        raise Bad("paket", "ini bukan berkas zip yang utuh")
    count, size, start, comment = struct.unpack_from("<HIIH", tail, at + 10)
    if count == 0xFFFF or size > LARGEST_DIRECTORY:
        raise Bad("paket", "daftar isi zip lebih panjang daripada paket mana pun")
    # A file cut short may end in a document, which is a zip too; that one's list must not be taken for ours.
    if start + size != end - len(tail) + at or at + 22 + comment != len(tail):
        raise Bad("paket", "berkas zip tidak utuh, mungkin belum tersalin seluruhnya")


def _begins_like_ours(path: Path) -> bool:
    """A package that was cut off has lost its end, and is judged; any other file without one is none."""
    with path.open("rb") as raw:
        head = raw.read(30 + len(FOLDER))
    return head[:4] == b"PK\3\4" and head[30:] == FOLDER.encode()


def _check_container(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Every byte around the members is the one that our writer makes."""
    offset, directory = 0, b""
    parts = []
    with path.open("rb") as raw:
        for info in infos:
            name, size = info.filename.encode(), info.file_size
            # Version 2.0, no flags, stored, 1 January 1980 00:00: the only header our writer makes.
            common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, info.CRC, size, size, len(name), 0)
            raw.seek(offset)
            if raw.read(30 + len(name)) != b"PK\3\4" + common + name:
                raise Bad("paket", f"kepala zip untuk {info.filename!r} diubah")
            tail = struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, offset)
            parts.append(b"PK\1\2" + bytes((20, 3)) + common + tail + name)
            offset += 30 + len(name) + size
        directory = b"".join(parts)
        counts = struct.pack("<HHHHIIH", 0, 0, len(infos), len(infos), len(directory), offset, len(MARK))
        raw.seek(offset)
        if raw.read(len(directory) + 22 + len(MARK) + 1) != directory + b"PK\5\6" + counts + MARK:
            raise Bad("paket", "daftar isi zip diubah")


# --- Folder ---------------------------------------------------------------------------------------


class FolderSource(Source):
    """An unpacked bag: the folder itself, or the one that holds it under its own name."""

    def __init__(self, path: Path) -> None:
        inside = path / FOLDER.rstrip("/")
        self.root = inside if not (path / "bagit.txt").exists() and inside.is_dir() else path
        self.notes, self.sizes = [UNPACKED], {}
        self._walk(self.root, "")
        if not any(path == "bagit.txt" or path.startswith("data/") for path in self.sizes):
            raise Unchecked(NO_PACKAGE)

    def _walk(self, folder: Path, prefix: str) -> None:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = prefix + entry.name
                if entry.is_symlink() or _is_reparse_point(entry):
                    raise Bad("berkas", f"{path} hanya tautan ke tempat lain")
                if entry.is_dir(follow_symlinks=False):
                    self._walk(Path(entry.path), path + "/")
                elif entry.is_file(follow_symlinks=False):
                    self.sizes[path] = entry.stat(follow_symlinks=False).st_size
                else:
                    raise Bad("berkas", f"{path} bukan berkas biasa")
                if len(self.sizes) > MOST_FILES:
                    raise Bad("berkas", "folder ini berisi lebih banyak berkas daripada paket mana pun")

    @contextmanager
    def open(self, path: str) -> Iterator[Any]:
        with (self.root / path).open("rb") as stream:
            yield stream


def _is_reparse_point(entry: os.DirEntry[str]) -> bool:
    """A junction of Windows, which is no symbolic link by name."""
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0))
