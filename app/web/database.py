"""How a connection behaves: pragmas, and a write that begins as a write."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

writing_intent: ContextVar[bool] = ContextVar("writing_intent", default=False)

SAFE_SQLITE = (3, 51, 3)
"""Older SQLite can corrupt a WAL database in a rare race (sqlite.org, WAL-reset bug)."""


def sqlite_module() -> Any:
    """The interpreter's sqlite3 where it is new enough, else the bundled newer one.

    The two must never open the same file in one process: closing one drops the other's locks.
    """
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return sqlite3
    import pysqlite3

    return pysqlite3


def engine_options(url: str) -> dict[str, Any]:
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True}
    return {"module": sqlite_module(), "connect_args": {"timeout": 10}}


def prepare_engine(engine: Engine) -> None:
    """Attach the pragmas and the explicit BEGIN to a SQLite engine; PostgreSQL needs neither."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver would begin a deferred transaction by itself, and an upgrade of a read to a write
    # fails at once whatever busy_timeout says. So it begins nothing, and _on_begin says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_intent.get() else "BEGIN")
    connection.info["writes"] = writing_intent.get()
