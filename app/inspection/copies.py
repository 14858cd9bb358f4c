"""Copying the parts of an instance: the database through its own backup, immutable files, private keys."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.inspection.errors import BackupRefused
from app.web.database import sqlite_module

SQLITE_COPY, POSTGRESQL_COPY = "papan.db", "papan.pgdump"
NO_PG_DUMP = "pg_dump tidak ada di mesin ini. Pasang postgresql-client seversi server, lalu ulangi."


def copy_database(engine: Engine, folder: Path) -> Path:
    """A copy of one moment, while others write. SQLite: its backup interface; PostgreSQL: pg_dump."""
    if engine.dialect.name == "sqlite":
        return _copy_sqlite(engine, folder / SQLITE_COPY)
    return _dump_postgresql(engine, folder / POSTGRESQL_COPY)


def copy_tree(source: Path, target: Path) -> int:
    """Copy the regular files that are there for good; what is still being received begins with a dot."""
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
            count += 1
    return count


def copy_keys(source: Path, target: Path) -> None:
    """Keys for their owner's eyes only, also where the source was more open."""
    copy_tree(source, target)
    for path in (target, *target.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def sync_tree(folder: Path) -> None:
    """Wait until everything under the folder is on the disk."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_sqlite(engine: Engine, target: Path) -> Path:
    # The same module as the engine's: two SQLite libraries on one file would drop each other's locks.
    source = engine.raw_connection()
    try:
        driver: Any = source.driver_connection
        copy = sqlite_module().connect(str(target))
        try:
            driver.backup(copy)
        finally:
            copy.close()
    finally:
        source.close()
    target.chmod(0o600)
    return target


def _dump_postgresql(engine: Engine, target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupRefused(NO_PG_DUMP)
    url = engine.url
    # The password goes through the environment: a command line is everybody's to read.
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [program, "--format=custom", f"--file={target}", f"--dbname={address}"],
        env=os.environ | secret, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BackupRefused(f"pg_dump gagal: {' '.join(done.stderr.split())[:300]}")
    target.chmod(0o600)
    return target
