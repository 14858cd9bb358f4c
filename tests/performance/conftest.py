"""The figures of the demo office, loaded once through the application's own acts, then copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock.current import SetClock
from app.demo.figures import load_figures
from app.demo.people import Office, find_office
from app.extensions import db
from app.performance.models import Indicator
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE, OutsideClient, build
from tests.instances import copy_instance

EARLIER = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""Friday 20 November 2026, 10.30 WITA."""


@pytest.fixture(scope="session")
def template_instance(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with its figures; beside it, "bare", the office before it had any."""
    folder = tmp_path_factory.mktemp("figures")
    copy_instance(template_instance, folder / "bare")
    copy_instance(template_instance, folder / "loaded")
    app = build(folder / "loaded", SetClock(MONDAY_NINE))
    with app.app_context():
        with writing():
            load_figures(find_office(), at=EARLIER)
        db.session.remove()
        db.engine.dispose()
    return folder / "loaded"


@pytest.fixture
def figures(office: Office) -> Office:
    return office


@pytest.fixture
def indicator(figures: Office) -> Callable[[str], Indicator]:
    """`indicator("1.2")`: a demo indikator by the code that people call it."""
    return lambda code: db.session.scalars(select(Indicator).where(Indicator.code == code)).one()


@pytest.fixture
def empty_client(template_instance: Path, tmp_path: Path) -> Iterator[OutsideClient]:
    """The Tim's browser in an office without any figures."""
    copy_instance(template_instance.parent / "bare", tmp_path / "instance")
    app = build(tmp_path / "instance", SetClock(MONDAY_NINE))
    with app.app_context():
        client = app.test_client()
        yield client.sign_in(find_office().tim)
        db.session.remove()
        db.engine.dispose()
