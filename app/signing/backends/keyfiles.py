"""The encrypted key files in the instance folder: mode 0600, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.signing.errors import KeyNotReady

FOLDER = "people"
MISSING = "Berkas kunci Anda tidak ditemukan di server. Unggah lagi kunci Anda di profil."
CHANGED = "Berkas kunci Anda di server berubah. Unggah lagi kunci Anda di profil dan beri tahu Admin."


def keep(data: bytes, *, session: Session) -> str:
    """Write the file durably and return its name relative to the keys folder; a rollback takes it back."""
    folder = _keys_folder() / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{FOLDER}/{secrets.token_hex(16)}.p12"
    path = _keys_folder() / name
    draft = path.with_suffix(".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(path)
    _sync_folder(folder)
    _when_settled(session, on_commit=lambda: None, on_rollback=lambda: _delete(path))
    return name


def discard(name: str, *, session: Session) -> None:
    """Delete the file once the transaction that removed its row is committed, not before."""
    path = _keys_folder() / name
    _when_settled(session, on_commit=lambda: _delete(path), on_rollback=lambda: None)


def read(name: str, *, sha256: str) -> bytes:
    """The file as it was uploaded. Raises KeyNotReady when it is gone or no longer the same."""
    try:
        data = (_keys_folder() / name).read_bytes()
    except OSError:
        raise KeyNotReady(MISSING) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise KeyNotReady(CHANGED)
    return data


def _keys_folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].keys_folder
    return folder


def _delete(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _when_settled(session: Session, *, on_commit: Callable[[], None], on_rollback: Callable[[], None]) -> None:
    """Run one of the two when the running transaction ends; whichever comes first, and once."""
    settled = False

    def settle(action: Callable[[], None]) -> None:
        nonlocal settled
        if not settled:
            settled = True
            action()

    def on_end(_session: Session, ended: SessionTransaction) -> None:
        if not ended.nested:
            settle(on_rollback)

    event.listen(session, "after_commit", lambda _: settle(on_commit))
    event.listen(session, "after_soft_rollback", on_end)
