"""What the inspector kept from an earlier visit: checkpoint notes in a file, or the whole package they came in.

It is his own file: where it can't be read, that says nothing about the office's log.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .bag import CHECKPOINTS
from .container import opened
from .notes import Key, SignedCheckpoint, check_signed_by_log, split_checkpoints
from .verdicts import Bad, Unchecked

LARGEST = 16 << 20


def read_kept(path: Path, keys: Sequence[Key]) -> list[SignedCheckpoint]:
    """The checkpoints, cosigned or not; `Bad` where the log's key didn't sign one, `Unchecked` where there are none."""
    found = list(_split(path, _from_package(path) if _is_package(path) else kept_text(path)))
    for signed in found:
        check_signed_by_log(signed, keys)
    return found


def kept_text(path: Path) -> str:
    """A file of notes as it was meant: a notepad may have given its lines another end, or one more at the end."""
    try:
        with path.open("rb") as stream:
            return _normal(stream.read(LARGEST).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise _unreadable(path) from None


def split_kept(path: Path) -> list[SignedCheckpoint]:
    """The notes of a file, whoever signed them."""
    return _split(path, kept_text(path))


def _split(path: Path, text: str) -> list[SignedCheckpoint]:
    try:
        return list(split_checkpoints(text))
    except Bad:
        raise _unreadable(path) from None


def _is_package(path: Path) -> bool:
    if path.is_dir():
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\3\4"
    except OSError:
        return False


def _from_package(path: Path) -> str:
    try:
        with opened(path) as source:
            return _normal(source.read(CHECKPOINTS, LARGEST).decode("utf-8"))
    except Exception:  # whatever is wrong with it, it is his own file
        raise _unreadable(path) from None


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n") + "\n"


def _unreadable(path: Path) -> Unchecked:
    return Unchecked(
        f"Berkas checkpoint Anda ({path}) tidak memuat checkpoint yang dapat dibaca."
        " Pakai checkpoints.txt atau paket utuh yang Anda simpan."
    )
