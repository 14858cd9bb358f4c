"""Putting a judged draft where the office's instance stands; what stood there is moved aside, never deleted."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

from app.audit.keys import KEY_FILE
from app.inspection.copies import SQLITE_COPY, copy_tree, sync_folder, sync_tree
from app.inspection.digests import problem_with
from app.inspection.restore.draft import Draft
from app.web.words import WITA

ASIDE = "before-restore"
DATABASE_FILES = tuple(f"{SQLITE_COPY}{end}" for end in ("", "-wal", "-shm"))
QUEUE_FILES = tuple(f"huey.db{end}" for end in ("", "-wal", "-shm"))
"""The worker's queue speaks of rows that the restored database may not have."""


def put_in_place(draft: Draft, instance: Path, *, at: datetime) -> Path | None:
    """Let the instance continue as the draft; gives the folder in which the replaced database lies, if there was one.

    Files come first (they only become more), the database last and by one rename, so that a stop on the way
    leaves either the old office or none, and never a mixed one.
    """
    # A backup from before the key was handed over holds it still; where a signer has it, nobody else may again.
    without = KEY_FILE if draft.settings.log_signer else ""
    for name in ("files", "keys", "checkpoints"):
        _add_missing(draft.backup / name, instance / name, private=name == "keys", without=without)
    aside = None
    if not draft.settings.database_url:
        aside = _move_aside(instance, at=at)
        (draft.folder / SQLITE_COPY).rename(instance / SQLITE_COPY)
    sync_folder(instance)
    return aside


def who_uses(instance: Path) -> str:
    """The process that has the instance's database or queue open: "granian (pid 412)"; "" where none is seen."""
    names = {str(instance.resolve() / name) for name in (*DATABASE_FILES, *QUEUE_FILES)}
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            opened = {os.readlink(link) for link in (process / "fd").iterdir()}
            called = (process / "comm").read_text(encoding="utf-8").strip()
        except OSError:
            continue  # it ended meanwhile, or belongs to somebody else
        if opened & names:
            return f"{called} (pid {process.name})"
    return ""


def _add_missing(source: Path, target: Path, *, private: bool, without: str) -> None:
    """Copy what the instance lacks or holds damaged. Its own keys and checkpoints stay as they are."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if not path.is_file() or path.name.startswith(".") or path.name == without:
            continue
        if copy.exists() and not _is_damaged(copy, target):
            continue
        copy.unlink(missing_ok=True)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o600 if private else path.stat().st_mode & 0o777)
    sync_tree(target)


def _is_damaged(copy: Path, folder: Path) -> bool:
    return folder.name == "files" and len(copy.name) == 64 and bool(problem_with(copy.name, size=None, folder=folder))


def _move_aside(instance: Path, *, at: datetime) -> Path | None:
    """The database and the queue that stood there, with the checkpoints as they were then."""
    there = [instance / name for name in (*DATABASE_FILES, *QUEUE_FILES) if (instance / name).exists()]
    if not there:
        return None
    (instance / ASIDE).mkdir(exist_ok=True, mode=0o700)
    aside = Path(tempfile.mkdtemp(prefix=f"{at.astimezone(WITA):%Y-%m-%d-%H%M%S}-", dir=instance / ASIDE))
    copy_tree(instance / "checkpoints", aside / "checkpoints")
    # The log beside the database goes first: a database without it is an older, whole one.
    for path in sorted(there, key=lambda one: one.name == SQLITE_COPY):
        path.rename(aside / path.name)
    sync_tree(aside)
    return aside
