"""A rehearsal: a backup is rebuilt in a folder of its own and judged, so that the day of need is not the first try."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.audit import Tag, record
from app.audit.record import Actor
from app.inspection.backup import create_backup
from app.inspection.errors import RestoreRefused
from app.inspection.restore.draft import rebuilt
from app.inspection.restore.restoring import check_whole
from app.inspection.verification import Verification
from app.settings import Settings
from app.web.transaction import writing

ONLY_SQLITE = "Di PostgreSQL latihan dilakukan dengan `flask backup restore` ke instans dan basis data kosong."


@dataclass(frozen=True, slots=True)
class Drill:
    """How a rehearsal came out. `backup` is the folder's name, "" for one that was made for it."""

    backup: str
    judged: Verification


def drill(backup: Path | None, *, by: Actor, at: datetime) -> Drill:
    """Rebuild `backup`, or one that is made for it, and judge it; the log keeps that it was tried.

    Raises RestoreRefused where it can't be rebuilt or is not whole, BackupRefused where none can be made.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.database_url:
        raise RestoreRefused(ONLY_SQLITE)
    with tempfile.TemporaryDirectory(prefix="latihan-") as folder:
        tried = backup if backup is not None else _fresh(Path(folder) / "cadangan", by=by, at=at)
        with rebuilt(tried, beside=Path(folder) / "instans", settings=settings) as draft:
            judged = check_whole(draft)
    name = backup.name if backup is not None else ""
    with writing():
        data = {"backup": name, "events": judged.log.events, "root": judged.log.root}
        record(Tag.BACKUP_DRILLED, by=by, about=f"backup:{judged.log.events}", at=at, data=data)
    return Drill(name, judged)


def _fresh(target: Path, *, by: Actor, at: datetime) -> Path:
    create_backup(target, by=by, at=at)
    return target
