"""The migrations give the tables that the models describe, with nothing missing and nothing over."""

from __future__ import annotations

import re
from contextvars import Context
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.audit.triggers import install
from app.extensions import db
from app.settings import Settings
from app.web.transaction import writing


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
