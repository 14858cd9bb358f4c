"""One commit per request, and writes that begin as writes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.web.transaction import WroteInReadTransaction, writing
from tests.instances import ON_POSTGRESQL


def test_a_write_outside_a_declared_write_transaction_is_an_error(app, office, clock):
    with pytest.raises(WroteInReadTransaction):
        office.tim.jabatan = "Perencana"
        db.session.flush()


def test_a_declared_write_commits_at_its_end(app, office, clock):
    with writing():
        office.tim.jabatan = "Perencana"
        record(Tag.USER_CHANGED, by=office.admin, about=office.tim.audit_ref, at=clock.at, data={"changes": {}})
    db.session.expire_all()
    assert db.session.get(User, office.tim.id).jabatan == "Perencana"


def test_a_failed_write_leaves_nothing_behind(app, office, clock):
    before = office.tim.jabatan
    with pytest.raises(ZeroDivisionError), writing():
        office.tim.jabatan = "Perencana"
        db.session.flush()
        raise ZeroDivisionError
    assert db.session.get(User, office.tim.id).jabatan == before


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL is durable by its own defaults, which its owner sets.")
def test_the_database_keeps_what_it_acknowledged(app):
    names = ("journal_mode", "synchronous", "foreign_keys")
    pragmas = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in names}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
