"""A log in a real database, and a tracked table of its own to try the guard on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.orm import Mapped

from app.audit import SYSTEM, Tag, Tracked, record
from app.audit.models import AuditEvent
from app.clock.current import SetClock
from app.extensions import db
from app.web.transaction import writing

settings.register_profile("office", deadline=None)  # a busy machine is no failure
settings.load_profile("office")

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


class Cupboard(Tracked, db.Model):
    """A tracked row that belongs to no domain; its table is no part of the application's schema."""

    __table__ = Table(
        "test_cupboard",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("content", String(20), default="kosong"),
    )
    id: Mapped[int]
    content: Mapped[str]

    @property
    def audit_ref(self) -> str:
        return f"cupboard:{self.id}/shelf:1"


@pytest.fixture
def cupboards(app: Flask) -> type[Cupboard]:
    with writing():
        Cupboard.__table__.create(db.session.connection(), checkfirst=True)
    return Cupboard


Act = Callable[..., AuditEvent]


@pytest.fixture
def act(app: Flask, clock: SetClock) -> Act:
    """Record something harmless, one second after the last time."""

    def recorded(tag: Tag = Tag.STEP_STARTED, **fields: Any) -> AuditEvent:
        clock.set(clock.at + timedelta(seconds=1))
        data = {"attempt": 1, "started_at": "2026-11-23T01:00:00Z"}
        return record(tag, **{"by": SYSTEM, "about": "run:3/step:4", "at": clock.at, "data": data} | fields)

    return recorded


@pytest.fixture
def log_of(act: Act) -> Callable[[int], list[bytes]]:
    """Add so many events and give all bodies of the log."""

    def grown(events: int) -> list[bytes]:
        with writing():
            for _ in range(events):
                act()
        from app.audit.queries import bodies

        return list(bodies())

    return grown


@pytest.fixture
def tampering(app: Flask) -> Iterator[Callable[..., None]]:
    """Somebody with the database file and a shell: drops the triggers, then does as he likes."""

    def execute(statement: str, **values: Any) -> None:
        with writing():
            connection = db.session.connection()
            for name, table in connection.exec_driver_sql(TRIGGERS[connection.dialect.name]).all():
                on_table = "" if connection.dialect.name == "sqlite" else f" ON {table}"
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on_table}")
            db.session.execute(db.text(statement), values)

    yield execute


@pytest.fixture
def later(clock: SetClock) -> Callable[[int], datetime]:
    return lambda seconds: clock.at + timedelta(seconds=seconds)
