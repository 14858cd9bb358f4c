"""Times come back from the database as they went in, and sort by when they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import UnitKerja
from app.audit import SYSTEM, Tag, record
from app.extensions import db
from app.web.columns import UtcDateTime
from app.web.transaction import writing

WITA = timezone(timedelta(hours=8))
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.sampled_from([UTC, WITA])  # noqa: DTZ001
)  # fmt: skip
COLUMN = UtcDateTime()


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
class TestBothDatabases:
    def test_a_time_without_a_zone_is_refused(self, dialect) -> None:
        with pytest.raises(ValueError, match="without a zone"):
            COLUMN.process_bind_param(datetime(2026, 11, 23), dialect)  # noqa: DTZ001

    def test_nothing_stays_nothing(self, dialect) -> None:
        assert COLUMN.process_bind_param(None, dialect) is None
        assert COLUMN.process_result_value(None, dialect) is None

    @given(moment=MOMENTS)
    def test_the_same_instant_comes_back_in_utc(self, dialect, moment: datetime) -> None:
        stored = COLUMN.process_bind_param(moment, dialect)
        assert COLUMN.process_result_value(stored, dialect) == moment
        assert COLUMN.process_result_value(stored, dialect).tzinfo is UTC

    @given(one=MOMENTS, other=MOMENTS)
    def test_what_is_stored_sorts_by_time(self, dialect, one: datetime, other: datetime) -> None:
        first, second = COLUMN.process_bind_param(one, dialect), COLUMN.process_bind_param(other, dialect)
        assert (first < second) == (one < other)


def test_the_database_gives_back_what_it_was_given(app, office) -> None:
    closed = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=WITA)
    with writing():
        unit = UnitKerja(
            code="LAMA", name="Bagian Lama", short_name="Lama", closed_at=closed, closed_by_id=office.admin.id
        )
        db.session.add(unit)
        db.session.flush()
        data = {"code": unit.code, "name": unit.name, "changes": {}}
        record(Tag.UNIT_ADDED, by=SYSTEM, about=unit.audit_ref, at=closed, data=data)
    db.session.expire_all()
    assert unit.closed_at == closed
    assert unit.closed_at.tzinfo is UTC
    assert db.session.query(UnitKerja).filter(UnitKerja.closed_at < closed + timedelta(microseconds=1)).count() == 1
    assert db.session.query(UnitKerja).filter(UnitKerja.closed_at < closed).count() == 0
