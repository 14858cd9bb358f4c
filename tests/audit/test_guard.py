"""Workflow state doesn't change in silence: no event, no commit."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.audit import Tracked, guard
from app.audit.errors import GuardError
from app.extensions import db
from app.web.transaction import writing
from tests.audit.conftest import Act, Cupboard


@pytest.fixture
def filled(cupboards: type[Cupboard], act: Act) -> int:
    with writing():
        cupboard = cupboards()
        db.session.add(cupboard)
        db.session.flush()
        act(about=f"cupboard:{cupboard.id}")
        return cupboard.id


def content(number: int) -> str | None:
    db.session.expire_all()
    return db.session.scalar(select(Cupboard.content).where(Cupboard.id == number))


def test_a_change_with_its_event_is_committed(filled: int, act: Act) -> None:
    with writing():
        db.session.get_one(Cupboard, filled).content = "berkas"
        act(about=f"cupboard:{filled}/shelf:2")
    assert content(filled) == "berkas"


def test_a_change_without_an_event_is_refused_and_undone(filled: int) -> None:
    with pytest.raises(GuardError, match=f"Cupboard cupboard:{filled}/shelf:1"), writing():
        db.session.get_one(Cupboard, filled).content = "diam-diam"
    assert content(filled) == "kosong"


def test_a_new_row_without_an_event_is_refused(cupboards: type[Cupboard]) -> None:
    with pytest.raises(GuardError), writing():
        db.session.add(cupboards())


def test_a_deleted_row_without_an_event_is_refused(filled: int) -> None:
    with pytest.raises(GuardError), writing():
        db.session.delete(db.session.get_one(Cupboard, filled))
    assert content(filled) == "kosong"


def test_an_event_about_something_else_does_not_cover_it(filled: int, act: Act) -> None:
    with pytest.raises(GuardError), writing():
        act(about=f"cupboard:{filled}0")
        db.session.get_one(Cupboard, filled).content = "diam-diam"


def test_a_change_flushed_long_before_the_commit_is_remembered(filled: int) -> None:
    with pytest.raises(GuardError), writing():
        db.session.get_one(Cupboard, filled).content = "diam-diam"
        db.session.flush()
        db.session.expunge_all()


def test_a_change_that_is_not_one_needs_no_event(filled: int) -> None:
    with writing():
        db.session.get_one(Cupboard, filled).content = "kosong"


def test_the_next_transaction_starts_with_a_clean_slate(filled: int, act: Act) -> None:
    with writing():
        act(about=f"cupboard:{filled}")
    with pytest.raises(GuardError), writing():
        db.session.get_one(Cupboard, filled).content = "diam-diam"
    with writing():
        act()


def test_an_event_taken_back_with_its_savepoint_covers_nothing(filled: int, act: Act) -> None:
    with pytest.raises(GuardError), writing():
        savepoint = db.session.begin_nested()
        act(about=f"cupboard:{filled}")
        savepoint.rollback()
        db.session.get_one(Cupboard, filled).content = "diam-diam"


def test_a_change_taken_back_with_its_savepoint_needs_nothing(filled: int) -> None:
    with writing():
        savepoint = db.session.begin_nested()
        db.session.get_one(Cupboard, filled).content = "dicoba"
        db.session.flush()
        savepoint.rollback()
    assert content(filled) == "kosong"


def test_a_change_kept_by_its_savepoint_is_judged_at_the_end(filled: int, act: Act) -> None:
    with writing():
        with db.session.begin_nested():
            db.session.get_one(Cupboard, filled).content = "berkas"
        act(about=f"cupboard:{filled}")
    assert content(filled) == "berkas"
    with pytest.raises(GuardError), writing(), db.session.begin_nested():
        db.session.get_one(Cupboard, filled).content = "diam-diam"


@pytest.mark.parametrize(
    "statement",
    [
        update(Cupboard).values(content="semua"),
        delete(Cupboard),
        insert(Cupboard).values(content="baru"),
        update(Cupboard.__table__).values(content="semua"),
        delete(Cupboard.__table__),
    ],
)
def test_a_bulk_statement_on_a_tracked_table_is_refused(filled: int, act: Act, statement: Any) -> None:
    with pytest.raises(GuardError, match="one by one"), writing():
        act(about=f"cupboard:{filled}")
        db.session.execute(statement)
    assert content(filled) == "kosong"


def test_a_legacy_bulk_query_is_refused_too(filled: int) -> None:
    with pytest.raises(GuardError), writing():
        db.session.query(Cupboard).update({"content": "semua"})


def test_installing_twice_is_installing_once(filled: int, app: Flask) -> None:
    guard.install(db.session)
    with writing():
        db.session.get_one(Cupboard, filled).content = "kosong"


def test_a_tracked_row_has_to_say_what_it_is() -> None:
    with pytest.raises(NotImplementedError, match="needs audit_ref"):
        _ = Tracked().audit_ref
