"""How a connection behaves: pragmas, a read that sees one state, and a write that begins as a write.

Both databases keep the same promise, so that no rule is checked against a state that has passed: writing
transactions run one after the other from their first statement on, and a reading one sees one moment.
"""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

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


PATIENCE = 10
"""Seconds that a write waits for the one before it."""

WRITERS = 0x7061_7061_6E
"""The advisory lock that PostgreSQL's writing transactions take, one database's own: "papan" in ASCII."""


class HintingCompiler(SQLiteCompiler):
    """SQLAlchemy drops a table's hint on SQLite, which knows one: INDEXED BY (sqlite.org/lang_indexedby.html)."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"timeout": PATIENCE}}
    return {"pool_pre_ping": True, "connect_args": {"options": f"-c lock_timeout={PATIENCE}s"}}


def prepare_engine(engine: Engine) -> None:
    """Attach what makes transactions alike on both databases."""
    if engine.dialect.name == "sqlite":
        engine.dialect.statement_compiler = HintingCompiler
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    else:
        event.listen(engine, "begin", _on_postgresql_begin)


def is_busy(error: BaseException) -> bool:
    """Whether the database gave up waiting for another write."""
    return "database is locked" in str(error) or "lock timeout" in str(error)


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver would begin a deferred transaction by itself, and an upgrade of a read to a write
    # fails at once whatever busy_timeout says. So it begins nothing, and _on_begin says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_intent.get() else "BEGIN")
    connection.info["writes"] = writing_intent.get()


def _on_postgresql_begin(connection: Any) -> None:
    if writing_intent.get():
        # Each statement of READ COMMITTED sees what is committed by then, so everything after the lock is current.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
