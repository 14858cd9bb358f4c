"""An office whose calendar has its first version."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.audit import SYSTEM
from app.calendars import actions, queries
from app.calendars.models import CalendarVersion
from app.web.transaction import writing

OPENED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def calendar(app: object) -> CalendarVersion:
    if queries.find_current_version() is None:
        with writing():
            actions.publish_library_calendar(by=SYSTEM, at=OPENED)
    return queries.current_version()
