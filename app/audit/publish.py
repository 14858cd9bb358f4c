"""Checkpoints outside the database: one growing text file that an old backup doesn't take back.

Each note is appended only after its transaction has committed, so that no rolled-back event is ever
signed in public. The file is read from its end; a note cut short by a crash is dropped by the next one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.audit.checkpoint import BadNote, Checkpoint, read_note

TAIL = 4096
"""A note has about 260 bytes: the newest stands well within this."""

SHORTEST = 239
"""Bytes of the shortest note; a file with less holds at most one that a crash cut short."""

PENDING = "audit_notes_to_publish"


def install(sessions: Any) -> None:
    """Attach the publishing to a session factory; doing it twice is doing it once."""
    for name, listener in (("after_commit", _on_commit), ("after_rollback", _on_rollback)):
        if not event.contains(sessions, name, listener):
            event.listen(sessions, name, listener)


@dataclass(frozen=True, slots=True)
class Publication:
    """Notes for the file of one epoch, with the public keys of all epochs up to it."""

    file: Path
    notes: Sequence[str]
    origin: str
    key: Ed25519PublicKey
    vkey_file: Path
    vkeys: Sequence[str]


def checkpoint_file(instance: Path, log: str, epoch: int = 1) -> Path:
    return instance / "checkpoints" / (f"{log}.txt" if epoch == 1 else f"{log}.{epoch}.txt")


def vkey_file(instance: Path, log: str) -> Path:
    return instance / "checkpoints" / f"{log}.vkey"


def read_vkeys(path: Path) -> list[str]:
    """The public keys of the epochs, a line each; none before the first checkpoint."""
    return path.read_text(encoding="ascii").splitlines(keepends=True) if path.exists() else []


def keep_vkeys(path: Path, lines: Sequence[str]) -> None:
    """Add the lines of new epochs; what stands there is never replaced."""
    kept = read_vkeys(path)
    if len(kept) >= len(lines):
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("x", encoding="ascii") as stream:
        stream.write("".join([*kept, *lines[len(kept) :]]))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def newest(path: Path, *, origin: str, key: Ed25519PublicKey) -> Checkpoint | None:
    """The newest checkpoint in the file that this log's key signed."""
    if not path.exists():
        return None
    with path.open("rb") as stream:
        found, _end = _newest_in(stream.fileno(), origin=origin, key=key)
    return found


def append(path: Path, notes: Sequence[str], *, origin: str, key: Ed25519PublicKey) -> None:
    """Add the notes that are newer than the file's newest, and wait until they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        found, end = _newest_in(stream.fileno(), origin=origin, key=key)
        known = found.size if found else 0
        fresh = [note for note in notes if read_note(note, origin=origin, key=key).size > known]
        stream.seek(end)
        stream.truncate()
        stream.write("\n".join([""] * bool(end) + fresh).encode())
        stream.flush()
        os.fsync(stream.fileno())


def publish_after_commit(session: Session, publication: Publication) -> None:
    """Keep the notes until the running transaction has committed."""
    session.info[PENDING] = publication


def _on_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    pending: Publication | None = session.info.pop(PENDING, None)
    if pending is None:
        return
    try:
        append(pending.file, pending.notes, origin=pending.origin, key=pending.key)
        keep_vkeys(pending.vkey_file, pending.vkeys)
    except OSError:
        # The events are committed and the notes stand in the table: the next checkpoint appends them.
        current_app.logger.exception("checkpoint file could not be written")


def _on_rollback(session: Session) -> None:
    session.info.pop(PENDING, None)


def _newest_in(descriptor: int, *, origin: str, key: Ed25519PublicKey) -> tuple[Checkpoint | None, int]:
    """The newest whole note, and the offset at which it ends."""
    length = os.fstat(descriptor).st_size
    if length < SHORTEST:
        return None, 0
    start = max(0, length - TAIL)
    tail = os.pread(descriptor, TAIL, start)
    first_line = f"{origin}\n".encode()
    at = tail.rfind(first_line)
    while at >= 0:
        head, _, rest = tail[at:].partition(b"\n\n")
        note = head + b"\n\n" + rest.partition(b"\n")[0] + b"\n"
        try:
            return read_note(note.decode(), origin=origin, key=key), start + at + len(note)
        except ValueError:
            at = tail.rfind(first_line, 0, at)
    raise BadNote("The checkpoint file holds no note of this log: it was replaced or damaged.")
