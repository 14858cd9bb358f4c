"""What every command checks before it reads: that there is an office to read from."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DatabaseError

from app.extensions import db

NOT_READY = "Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu."
DAMAGED = (
    "Basis data rusak dan tidak dapat dibaca. Jangan menimpanya: simpan berkasnya untuk Inspektorat, "
    "lalu pulihkan dari cadangan (docs/reference/storage-and-backup.md)."
)


class DatabaseDamaged(click.ClickException):
    """There is a database, and it can't be read."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)


def is_damaged(error: DatabaseError) -> bool:
    """Whether the file is no longer a database; one that is away, locked or empty is not damaged."""
    return type(error) is DatabaseError or "disk I/O error" in str(error)


def check_database_exists() -> None:
    """Looking must not create a database where there is none; an empty one is none as well."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise click.ClickException(NOT_READY)
    try:
        tables = inspect(db.engine).get_table_names()
    except DatabaseError as error:
        raise DatabaseDamaged if is_damaged(error) else click.ClickException(NOT_READY) from None
    if not tables:
        raise click.ClickException(NOT_READY)
