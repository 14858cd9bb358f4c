"""A backup rebuilt as an instance of its own, beside what is in use: migrated, judged, thrown away or taken."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.inspection.copies import POSTGRESQL_COPY, SQLITE_COPY, copy_keys, copy_tree
from app.inspection.errors import RestoreRefused
from app.inspection.verification import Verification, verify
from app.settings import Settings

CHECKPOINTS = "checkpoints"
NO_BACKUP = "{folder} bukan cadangan: {problem}."
NEEDS_POSTGRESQL = "Cadangan ini dari PostgreSQL. Arahkan DATABASE_URL ke basis data PostgreSQL baru yang kosong."
NEEDS_SQLITE = "Cadangan ini dari SQLite. Kosongkan DATABASE_URL, lalu ulangi."
NOT_EMPTY = "Basis data yang dituju tidak kosong. Buat basis data baru, lalu arahkan DATABASE_URL ke sana."
NO_PG_RESTORE = "pg_restore tidak ada di mesin ini. Pasang postgresql-client seversi server, lalu ulangi."
NEWER = "Cadangan ini dari versi aplikasi yang lebih baru. Pasang versi itu lebih dahulu."
NOT_READABLE = "Cadangan tidak dapat dibangun kembali: {problem}"


@dataclass(frozen=True, slots=True)
class Draft:
    """An instance rebuilt from `backup` in `folder`; its files are the backup's own, which nobody changes."""

    backup: Path
    folder: Path
    settings: Settings

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        """The draft as an application; its database is closed again afterwards."""
        with opened(self.settings) as app:
            yield app

    def judge(self) -> Verification:
        """Log, state and files of the draft, as `flask audit verify` judges them."""
        with self.opened():
            return verify()

    def upgrade(self) -> None:
        """An older release's backup gets today's tables. Raises RestoreRefused where it is no database of ours."""
        try:
            with self.opened():
                upgrade()
        except SQLAlchemyError as error:
            raise RestoreRefused(NOT_READABLE.format(problem=_last_line(str(error)))) from None
        except SystemExit:  # Flask-Migrate's way of saying that it knows no such release
            raise RestoreRefused(NEWER) from None

    def use_checkpoints_of(self, instance: Path) -> None:
        """What was published here is what the restored log has to answer to."""
        copy_tree(instance / CHECKPOINTS, self.folder / CHECKPOINTS)


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """An application on these settings with the clock of the one that runs; its database is closed again."""
    from app import create_app

    app = create_app(settings, CLOCK=current_app.extensions["clock"], TESTING=current_app.testing)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def rebuilt(backup: Path, *, beside: Path, settings: Settings) -> Iterator[Draft]:
    """The backup as a draft in a hidden folder of `beside`, removed at the end. Raises RestoreRefused.

    SQLite: the database is copied into the draft. PostgreSQL: it is restored into the empty database that
    `settings` name, and stays there.
    """
    _check_kind(backup, settings)
    beside.mkdir(parents=True, exist_ok=True)
    folder = beside.resolve() / f".restore-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        (folder / "files").symlink_to((backup / "files").resolve(), target_is_directory=True)
        copy_keys(backup / "keys", folder / "keys")
        copy_tree(backup / CHECKPOINTS, folder / CHECKPOINTS)
        if settings.database_url:
            _fill_postgresql(backup / POSTGRESQL_COPY, settings)
        else:
            shutil.copyfile(backup / SQLITE_COPY, folder / SQLITE_COPY)
            (folder / SQLITE_COPY).chmod(0o600)
        yield Draft(backup, folder, settings.model_copy(update={"instance": folder}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_kind(backup: Path, settings: Settings) -> None:
    if not (backup / "files").is_dir() or not (backup / "keys").is_dir():
        raise RestoreRefused(NO_BACKUP.format(folder=backup, problem="folder files atau keys tidak ada"))
    kinds = [name for name in (SQLITE_COPY, POSTGRESQL_COPY) if (backup / name).is_file()]
    if len(kinds) != 1:
        raise RestoreRefused(NO_BACKUP.format(folder=backup, problem="salinan basis data tidak ada"))
    if kinds == [POSTGRESQL_COPY] and not settings.database_url:
        raise RestoreRefused(NEEDS_POSTGRESQL)
    if kinds == [SQLITE_COPY] and settings.database_url:
        raise RestoreRefused(NEEDS_SQLITE)


def _fill_postgresql(dump: Path, settings: Settings) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise RestoreRefused(NO_PG_RESTORE)
    if inspect(db.engine).get_table_names():
        raise RestoreRefused(NOT_EMPTY)
    db.session.remove()
    db.engine.dispose()
    url = db.engine.url
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [program, "--single-transaction", "--no-owner", f"--dbname={address}", str(dump)],
        env=os.environ | secret, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RestoreRefused(NOT_READABLE.format(problem=_last_line(done.stderr)))


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "tanpa keterangan"
