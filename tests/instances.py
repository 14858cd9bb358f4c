"""Instance folders for tests, each with a database of its own: a SQLite file in it, or one on a PostgreSQL server.

`TEST_DATABASE_URL` names that server (deploy/with-postgres.sh starts one that is thrown away). A database
there is named after its folder, so whoever knows the folder knows the database.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SERVER = os.environ.get("TEST_DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")

_made: set[str] = set()


def database_url(instance: Path) -> str:
    """What `DATABASE_URL` would be for this folder; empty for SQLite. The database exists afterwards."""
    if not ON_POSTGRESQL:
        return ""
    name = _name(instance)
    if name not in _made:
        _make(name)
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def copy_instance(template: Path, instance: Path) -> Path:
    """The folder and its database once more, under another name. Nobody may be connected to the template."""
    shutil.copytree(template, instance)
    if ON_POSTGRESQL:
        _make(_name(instance), template=_name(template))
    return instance


def discard_instance(instance: Path) -> None:
    """Drop the folder's database; the folder itself is pytest's to remove."""
    if ON_POSTGRESQL:
        _drop(_name(instance))


def discard_all() -> None:
    """Drop every database that is left from this process."""
    for name in list(_made):
        _drop(name)


def _name(instance: Path) -> str:
    return f"papan_test_{sha256(str(instance.resolve()).encode()).hexdigest()[:24]}"


@cache
def _server() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(SERVER, autocommit=True)


def _make(name: str, *, template: str = "template0") -> None:
    # Copying files beats writing each page to the log where the server does not wait for its disk.
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    _server().execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    _made.add(name)


def _drop(name: str) -> None:
    _server().execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    _made.discard(name)
