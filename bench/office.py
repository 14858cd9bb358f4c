"""The office that is measured: the demo's people and runs in a folder of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, event

from app import create_app
from app.audit.triggers import install
from app.calendars.queries import current_version
from app.demo import runs
from app.demo.load import FOUNDED, give_sekretaris_a_key, load_figures
from app.demo.office import found_demo_office
from app.demo.people import PASSWORD, find_office
from app.demo.story import wita
from app.extensions import db
from app.runs.actions import exempt_item, fill_item, start_run
from app.runs.models import Run
from app.runs.queries import find_run
from app.settings import Settings
from app.sop.queries import active_version_or_refuse
from app.web.transaction import writing

YEARLY, GOING = 1, 2
"""The runs: one signed, one in step 5."""

FIRST_SPARE_YEAR = 2030
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""argon2 takes its cost from the hash: with this one a confirmed act costs what the act costs."""

WHY = "Tidak diperlukan pada pelaksanaan ini."


@contextmanager
def measured_office() -> Iterator[Flask]:
    """The demo office with one run signed and one going on."""
    with TemporaryDirectory(prefix="papan-bench-") as folder:
        app = create_app(Settings(instance=Path(folder)))
        with app.app_context():
            with writing():
                db.create_all()
                install(db.session.connection())
                found_demo_office(at=FOUNDED, password_hash=CHEAP.hash(PASSWORD))
                give_sekretaris_a_key(at=FOUNDED)
                load_figures(find_office(), at=wita("2026-01-09 10.00"))
            runs.year_2025()
            runs.third_quarter_2026(now=datetime.now(UTC))
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


def runs_ready_to_complete(app: Flask, count: int) -> list[int]:
    """New runs whose step 1 lacks nothing but its pengesahan."""
    made = []
    with app.app_context():
        at = datetime.now(UTC) - timedelta(minutes=1)
        for no in range(count):
            year, quarter = FIRST_SPARE_YEAR + no // 4, no % 4 + 1
            with writing():
                by = find_office().sekretaris
                run = start_run(
                    active_version_or_refuse(), calendar_version=current_version(), year=year, quarter=quarter,
                    by=by, at=at,
                )  # fmt: skip
                _fill(run, at=at)
                made.append(run.id)
        db.session.remove()
    return made


def _fill(run: Run, *, at: datetime) -> None:
    by, items = find_office().sekretaris, run.steps[0].items
    known = next(fill for step in find_run(YEARLY).steps for fill in step.attempts[0].fills if fill.evidence)
    assert known.evidence is not None
    for item in items:
        if item.kind == "keluaran":
            fill_item(item, file=known.evidence, name=known.name, by=by, at=at)
        else:
            exempt_item(item, reason=WHY, by=by, at=at)


def cookie_of(app: Flask, who: str) -> str:
    """The session cookie of a person, as the login page would have set it."""
    with app.app_context():
        session_id = getattr(find_office(), who).get_id()
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_id, True
    kept = client.get_cookie("papan")
    assert kept is not None
    return f"papan={kept.value}"


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, transactions and pragmas apart."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not re.match(r"(BEGIN|COMMIT|ROLLBACK|PRAGMA|SAVEPOINT|RELEASE)", statement):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)
