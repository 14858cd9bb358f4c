"""People with a run on their desk."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.models import User
from tests.runs.desk import Desk


@pytest.fixture
def desk(app: Any, office: Any) -> Any:
    """`desk("tim")`: that person at a browser, signed in."""

    def sit_down(who: str) -> Desk:
        person: User = getattr(office, who)
        return Desk(app.test_client().sign_in(person), person)

    return sit_down
