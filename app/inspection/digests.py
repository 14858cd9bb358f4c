"""What a stored file hashes to now, read in pieces."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.evidence.errors import FileMissing
from app.evidence.store import open_file

CHUNK = 1024 * 1024
MISSING, OTHER, UNREADABLE = "tidak ada di penyimpanan", "isinya bukan yang tercatat", "tidak dapat dibaca"


def problem_with(sha256: str, *, size: int | None, folder: Path) -> str:
    """Why the stored file is not the one that the log names; empty where it is."""
    digest, length = hashlib.sha256(), 0
    try:
        with open_file(sha256, folder=folder) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
    except FileMissing:
        return MISSING
    except OSError:
        return UNREADABLE
    return "" if digest.hexdigest() == sha256 and size in (None, length) else OTHER
