"""A consistent copy of the instance, made while people work, and checked before it counts as a backup."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.audit import Tag, record
from app.audit.actions import make_checkpoint
from app.audit.errors import NotSealed
from app.audit.record import Actor
from app.extensions import db
from app.inspection import copies
from app.inspection.backup_check import check_copy
from app.inspection.errors import BackupRefused
from app.settings import Settings
from app.web.transaction import writing


@dataclass(frozen=True, slots=True)
class Backup:
    """What the copy holds: events of the log, their root, and stored files."""

    events: int
    root: str
    files: int


def create_backup(target: Path, *, by: Actor, at: datetime) -> Backup:
    """Copy the instance to `target`, which must not exist yet; whole and verified, or not at all.

    Order matters, since work goes on: checkpoints before the database (a copy must not be older than what
    was signed of it), files after it (they only become more). Raises BackupRefused.
    """
    settings: Settings = current_app.config["SETTINGS"]
    _check_target(target, settings.instance_folder)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    # Without the signer beside the application the copy ends in records that are not signed yet.
    with suppress(NotSealed), writing():
        make_checkpoint(at=at)
    draft.mkdir(parents=True, mode=0o700)
    try:
        copies.copy_tree(settings.instance_folder / "checkpoints", draft / "checkpoints")
        database = copies.copy_database(db.engine, draft)
        files = copies.copy_tree(settings.files_folder, draft / "files")
        copies.copy_keys(settings.keys_folder, draft / "keys")
        events, root = check_copy(draft, database=database)
        copies.sync_tree(draft)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    copies.sync_folder(target.parent)
    with writing():
        data = {"backup": target.name, "events": events, "root": root}
        record(Tag.BACKUP_CREATED, by=by, about=f"backup:{events}", at=at, data=data)
    return Backup(events=events, root=root, files=files)


def _check_target(target: Path, instance: Path) -> None:
    if target.exists() or target.is_symlink():
        raise BackupRefused(f"{target} sudah ada. Pilih folder yang belum ada; cadangan tidak menimpa apa pun.")
    if target.resolve().is_relative_to(instance.resolve()):
        raise BackupRefused("Cadangan tidak boleh di dalam folder yang dicadangkan. Pilih folder di luarnya.")
