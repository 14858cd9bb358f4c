"""The figures of the demo office, loaded through the application's own acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.demo.figures import load_figures
from app.demo.people import Office
from app.extensions import db
from app.performance.models import Indicator
from app.web.transaction import writing

EARLIER = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""Friday 20 November 2026, 10.30 WITA."""


@pytest.fixture
def figures(office: Office) -> Office:
    with writing():
        load_figures(office, at=EARLIER)
    return office


@pytest.fixture
def indicator(figures: Office) -> Callable[[str], Indicator]:
    """`indicator("1.2")`: a demo indikator by the code that people call it."""
    return lambda code: db.session.scalars(select(Indicator).where(Indicator.code == code)).one()
