"""The zip file of a package: the same content is the same file to the last bit, so any other bit is refused.

Stored, dated 1980, no flags, no extra fields, nothing before, between or after the members. Written by
hand, since zipfile turns to ZIP64's extra fields at 2 GiB already; any program reads it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import IO

from app.audit.package.errors import PackageTooLarge

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
VERSION = 20
MADE_BY_UNIX = 3
FIRST_OF_JANUARY_1980 = 33
MODE = 0o644 << 16
LARGEST = 2**32 - 2
"""The last offset and size that need no ZIP64: 0xFFFFFFFF means "look in the extra field"."""

MOST_MEMBERS = 2**16 - 2


class StoredZip:
    """Members added one after the other to a new file that can be sought; `close` writes the directory."""

    def __init__(self, stream: IO[bytes], *, comment: bytes) -> None:
        self._stream, self._comment = stream, comment
        self._offset, self._members = 0, 0
        self._directory = bytearray()
        self._names: set[str] = set()

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """One member, its bytes as they come. Raises PackageTooLarge."""
        if name in self._names:
            raise ValueError(f"{name} stands in it already.")
        if self._members == MOST_MEMBERS:
            raise PackageTooLarge(name)
        self._names.add(name)
        path = name.encode("ascii")
        self._stream.write(LOCAL + _common(0, 0, path) + path)
        size, checksum = 0, 0
        begin = self._offset + len(LOCAL) + 26 + len(path)
        for chunk in chunks:
            size += len(chunk)
            self._check(begin + size)
            checksum = zlib.crc32(chunk, checksum)
            self._stream.write(chunk)
        common = _common(checksum, size, path)
        self._stream.seek(self._offset)
        self._stream.write(LOCAL + common)
        self._stream.seek(begin + size)
        tail = struct.pack("<HHHII", 0, 0, 0, MODE, self._offset)
        self._directory += CENTRAL + bytes((VERSION, MADE_BY_UNIX)) + common + tail + path
        self._offset = begin + size
        self._members += 1

    def close(self) -> None:
        self._check(self._offset + len(self._directory))
        sizes = (self._members, self._members, len(self._directory), self._offset, len(self._comment))
        self._stream.write(self._directory + END + struct.pack("<HHHHIIH", 0, 0, *sizes) + self._comment)

    def _check(self, size: int) -> None:
        if size > LARGEST:
            raise PackageTooLarge(f"{size} bytes")


def _common(checksum: int, size: int, path: bytes) -> bytes:
    """The fields that a member's own header and its line in the directory have alike."""
    return struct.pack("<HHHHHIIIHH", VERSION, 0, 0, 0, FIRST_OF_JANUARY_1980, checksum, size, size, len(path), 0)
