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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET body = x'00' WHERE seq = 1",
        "UPDATE audit_event SET actor_id = 99",
        "DELETE FROM audit_event WHERE seq = 2",
        "DELETE FROM audit_event",
        "UPDATE audit_checkpoint SET note = ''",
        "DELETE FROM audit_checkpoint",
        "INSERT OR REPLACE INTO audit_event (seq, body, at, act, subject, root)"
        " VALUES (1, x'00', '2026-01-01', 'a:b', 'a', 'log:1')",
        "REPLACE INTO audit_checkpoint (size, at, peaks, note) VALUES (1, '2026-01-01', x'00', '')",
    ],
)
def test_what_is_logged_stays(log_of: Any, clock: SetClock, statement: str) -> None:
    before = log_of(3)
    with writing():
        make_checkpoint(at=clock.at)
    with pytest.raises(DatabaseError, match=r"append-only|no gaps|only grows"), writing():
        db.session.execute(db.text(statement))
    assert list(bodies()) == before


def test_a_gap_is_refused(log_of: Any) -> None:
    size = len(log_of(3))
    row = "(seq, body, at, act, subject, root) VALUES (:seq, x'00', '2026-01-01', 'a:b', 'a', 'log:1')"
    for wrong in (size, size + 2, 0):
        with pytest.raises(DatabaseError), writing():
            db.session.execute(db.text(f"INSERT INTO audit_event {row}"), {"seq": wrong})


def test_installing_again_changes_nothing(log_of: Any) -> None:
    with writing():
        install(db.session.connection())
        install(db.session.connection())
    assert log_of(1)
