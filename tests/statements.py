"""Counts SQL statements: what a page costs is a number that a test can hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.extensions import db

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET TRANSACTION", "SELECT PG_ADVISORY")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that reach the database, the transaction's own brackets left out."""
    seen: list[str] = []

    def heard(_conn: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if not sql.lstrip().upper().startswith(BRACKETS):
            seen.append(sql)

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
