"""The database itself refuses to change what was logged."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from app.audit.actions import make_checkpoint
from app.audit.queries import bodies
from app.audit.triggers import install
from app.clock.current import SetClock
from app.extensions import db
from app.web.transaction import writing
from tests.instances import ON_POSTGRESQL

REPLACING = {
    False: (
        "INSERT OR REPLACE INTO audit_event (seq, body, at, act, subject, root)"
        " VALUES (1, :body, '2026-01-01', 'a:b', 'a', 'log:1')",
        "REPLACE INTO audit_checkpoint (size, at, peaks, note) VALUES (1, '2026-01-01', :body, '')",
    ),
    True: (
        "INSERT INTO audit_event (seq, body, at, act, subject, root)"
        " VALUES (1, :body, '2026-01-01', 'a:b', 'a', 'log:1') ON CONFLICT (seq) DO UPDATE SET body = EXCLUDED.body",
        "INSERT INTO audit_checkpoint (size, at, peaks, note)"
        " VALUES (1, '2026-01-01', :body, '') ON CONFLICT (size) DO UPDATE SET peaks = EXCLUDED.peaks",
        "TRUNCATE audit_event",
    ),
}
"""The ways of putting another row in the place of one, by whether the database is PostgreSQL."""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET body = :body WHERE seq = 1",
        "UPDATE audit_event SET actor_id = 99",
        "DELETE FROM audit_event WHERE seq = 2",
        "DELETE FROM audit_event",
        "UPDATE audit_checkpoint SET note = ''",
        "DELETE FROM audit_checkpoint",
        *REPLACING[ON_POSTGRESQL],
    ],
)
def test_what_is_logged_stays(log_of: Any, clock: SetClock, statement: str) -> None:
    before = log_of(3)
    with writing():
        make_checkpoint(at=clock.at)
    with pytest.raises(DatabaseError, match=r"append-only|no gaps|only grows"), writing():
        db.session.execute(db.text(statement), {"body": b"\0"} if ":body" in statement else {})
    assert list(bodies()) == before


def test_a_gap_is_refused(log_of: Any) -> None:
    size = len(log_of(3))
    row = "(seq, body, at, act, subject, root) VALUES (:seq, :body, '2026-01-01', 'a:b', 'a', 'log:1')"
    for wrong in (size, size + 2, 0):
        with pytest.raises(DatabaseError, match="no gaps"), writing():
            db.session.execute(db.text(f"INSERT INTO audit_event {row}"), {"seq": wrong, "body": b"\0"})


def test_installing_again_changes_nothing(log_of: Any) -> None:
    with writing():
        install(db.session.connection())
        install(db.session.connection())
    assert log_of(1)
