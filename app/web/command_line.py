"""What every command checks before it reads: that there is an office to read from."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect, make_url

from app.extensions import db

NOT_READY = "Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu."


def check_database_exists() -> None:
    """Looking must not create a database where there is none; an empty one is none as well."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise click.ClickException(NOT_READY)
    if not inspect(db.engine).get_table_names():
        raise click.ClickException(NOT_READY)
