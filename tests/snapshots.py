"""What a story of the office comes to, acted once in a process and then put back where it would come to the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Hashable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from flask import current_app

from app.extensions import db
from app.settings import Settings
from app.web.database import sqlite_module

Result = TypeVar("Result")


class Snapshot(NamedTuple):
    database: Any
    folder: Path
    result: Any


_folder = tempfile.TemporaryDirectory(prefix="papan-snapshots-")
_taken: dict[tuple[Hashable, str], Snapshot] = {}


def acted_once(story: Hashable, act: Callable[[], Result]) -> Result:
    """Act the story, or put back what it came to; `act` gives the same for the same name and database.

    Only a SQLite database that nobody has written to since it was copied is known to be the same as another.
    """
    db.session.rollback()
    state = _unwritten_state()
    if state is None:
        return act()
    kept = _taken.get((story, state))
    if kept is not None:
        _put_back(kept)
        return kept.result
    result = act()
    db.session.rollback()
    _taken[story, state] = _take(result)
    return result


def _unwritten_state() -> str | None:
    database = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not database:
        return None
    written = Path(f"{database}-wal")
    if written.exists() and written.stat().st_size:
        return None
    return sha256(Path(database).read_bytes()).hexdigest()


def _take(result: Any) -> Snapshot:
    kept = sqlite_module().connect(":memory:", check_same_thread=False)
    with closing(db.engine.raw_connection()) as here:
        here.driver_connection.backup(kept)
    folder = Path(_folder.name) / str(len(_taken))
    shutil.copytree(_instance(), folder, ignore=shutil.ignore_patterns("*.db", "*.db-*"))
    return Snapshot(kept, folder, result)


def _put_back(snapshot: Snapshot) -> None:
    with closing(db.engine.raw_connection()) as here:
        snapshot.database.backup(here.driver_connection)
    shutil.copytree(snapshot.folder, _instance(), dirs_exist_ok=True)
    db.session.expire_all()


def _instance() -> Path:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance_folder
