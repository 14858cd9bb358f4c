"""The office in which everything happened, acted once through the application's own acts, copied for each test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from app.clock.current import SetClock
from app.demo.story import wita
from app.extensions import db
from app.settings import Settings
from app.web.database import sqlite_module
from tests.conftest import build
from tests.inspection.stories import act_everything
from tests.instances import ON_POSTGRESQL, copy_instance, database_url

LATER = wita("2026-11-25 15.00")
"""Wednesday 25 November 2026, after all that happened."""


@pytest.fixture(scope="session")
def template_instance(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = copy_instance(template_instance, tmp_path_factory.mktemp("inspected") / "instance")
    app = build(instance, SetClock(LATER))
    with app.app_context():
        act_everything()
        db.session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture
def clock() -> SetClock:
    return SetClock(LATER)


@pytest.fixture
def instance(app: Flask) -> Path:
    settings: Settings = app.config["SETTINGS"]
    return settings.instance_folder


@pytest.fixture
def insider(app: Flask, instance: Path) -> Callable[..., None]:
    """Somebody with the database file and a shell: no triggers, no foreign keys, no log."""

    def execute(*statements: str) -> None:
        db.session.rollback()
        if ON_POSTGRESQL:
            _in_postgresql(database_url(instance), statements)
        else:
            _in_sqlite(instance / "papan.db", statements)

    return execute


def _in_sqlite(file: Path, statements: tuple[str, ...]) -> None:
    connection = sqlite_module().connect(str(file))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, statement
    connection.commit()
    connection.close()


POSTGRESQL_WORDS = (
    (r"x'([0-9a-f]*)'", r"'\\x\1'"),
    (r"CAST\((.*) AS BLOB\)", r"\1"),
    (r"replace\(body, ('.*?'), ('.*?')\)", r"convert_to(replace(convert_from(body, 'UTF8'), \1, \2), 'UTF8')"),
    (r"body LIKE", r"convert_from(body, 'UTF8') LIKE"),
)
"""What the tests say to SQLite about bytes, in PostgreSQL's words."""


def _in_postgresql(url: str, statements: tuple[str, ...]) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            for there, here in POSTGRESQL_WORDS:
                statement = re.sub(there, here, statement)
            assert connection.execute(statement.encode()).rowcount != 0, statement


Told = tuple[int, dict[str, Any]]


@pytest.fixture
def audit_verify(app: Flask) -> Callable[[], Told]:
    """`flask audit verify --json`: its exit status and its JSON, the last line on standard output."""

    def run() -> Told:
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
        return result.exit_code, json.loads(result.stdout.splitlines()[-1])

    return run
