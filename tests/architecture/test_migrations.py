"""The migrations give the tables that the models describe, with nothing missing and nothing over."""

from __future__ import annotations

import re
from contextvars import Context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.audit.triggers import install
from app.clock.current import SetClock
from app.extensions import db
from app.settings import Settings
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE, build
from tests.instances import ON_POSTGRESQL


def _schema(instance: Path, *, migrated: bool) -> dict[str, set[str]]:
    """Every table with its columns and constraints, every index and trigger, in one way of writing."""
    app = create_app(Settings(instance=instance), TESTING=True)
    with app.app_context():
        if migrated:
            upgrade()
        else:
            with writing():
                db.create_all()
                install(db.session.connection())
        rows = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
        db.session.remove()
        db.engine.dispose()
    return {name: _parts(sql) for name, sql in rows if name != "alembic_version"}


def _parts(sql: str) -> set[str]:
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).casefold()
    return {part.strip(" ()") for part in re.split(r",(?![^(]*\))", plain)}


def test_migrated_tables_are_the_models_tables(tmp_path):
    described = Context().run(_schema, tmp_path / "described", migrated=False)
    migrated = Context().run(_schema, tmp_path / "migrated", migrated=True)
    assert migrated.keys() == described.keys()
    for name, parts in described.items():
        assert migrated[name] == parts, name


TRIGGERS = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"


@pytest.mark.skipif(not ON_POSTGRESQL, reason="Runs on PostgreSQL: make test-postgres.")
def test_on_postgresql_the_migrated_tables_are_the_models_tables_too(tmp_path):
    def differences() -> tuple[list[object], list[object]]:
        with build(tmp_path / "migrated", SetClock(MONDAY_NINE)).app_context():
            upgrade()
            connection = db.session.connection()
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found = compare_metadata(context, db.metadata), connection.execute(text(TRIGGERS)).all()
            db.session.remove()
            db.engine.dispose()
        return found

    unlike, triggers = Context().run(differences)
    assert unlike == []
    assert {table for _, table in triggers} == {"audit_event", "audit_checkpoint", "audit_tile"}
