"""A BagIt bag (RFC 8493) inside the container: each file is digested while it is written, then listed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from app.audit.package.container import LOCAL, StoredZip

FOLDER = "paket-inspektorat/"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
CHUNK = 1 << 20
HEADER_BYTES = 30
"""Of a zip file, before its first member's name (APPNOTE 4.3.7)."""

Progress = Callable[[int, int, str], None]
"""Called with the bytes done, the bytes in all, and what is being written."""


class Bag:
    """What went in, by path, with its digest; `finish` writes the lists."""

    def __init__(self, archive: StoredZip, *, total: int, progress: Progress | None) -> None:
        self._archive, self._progress = archive, progress
        self._digests: dict[str, str] = {}
        self._done, self._total = 0, total
        self._octets, self._streams = 0, 0

    def add(self, path: str, data: bytes) -> None:
        self.add_stream(path, [data])

    def add_file(self, path: str, source: Path) -> str:
        """The digest of what was read."""
        with source.open("rb") as stream:
            return self.add_stream(path, iter(lambda: stream.read(CHUNK), b""))

    def add_stream(self, path: str, chunks: Iterable[bytes]) -> str:
        digest, size = hashlib.sha256(), 0

        def seen() -> Iterable[bytes]:
            nonlocal size
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                self._tell(len(chunk), path)
                yield chunk

        self._archive.add(FOLDER + path, seen())
        self._digests[path] = digest.hexdigest()
        if path.startswith(PAYLOAD):
            self._octets += size
            self._streams += 1
        return digest.hexdigest()

    def finish(self, *, organization: str, day: date, description: str) -> None:
        """bag-info.txt and the two manifests, which list everything before them."""
        lines = (
            ("Source-Organization", organization),
            ("Bagging-Date", day.isoformat()),
            ("External-Description", description),
            ("Payload-Oxum", f"{self._octets}.{self._streams}"),
        )
        self.add("bag-info.txt", "".join(f"{label}: {_one_line(value)}\n" for label, value in lines).encode())
        self.add("manifest-sha256.txt", self._listed(payload=True))
        self.add("tagmanifest-sha256.txt", self._listed(payload=False))

    def _listed(self, *, payload: bool) -> bytes:
        paths = sorted(path for path in self._digests if path.startswith(PAYLOAD) == payload)
        return "".join(f"{self._digests[path]}  {path}\n" for path in paths).encode()

    def _tell(self, size: int, path: str) -> None:
        self._done += size
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, path)


def _one_line(value: str) -> str:
    return " ".join(value.split())


def makes_room(path: Path) -> bool:
    """Whether a file may be written over: an empty one, or a package that was made before."""
    with path.open("rb") as stream:
        beginning = stream.read(HEADER_BYTES + len(FOLDER))
    return not beginning or (beginning.startswith(LOCAL) and beginning.endswith(FOLDER.encode()))
