"""The inspector at his desk, and the office people who have no business in his papers."""

from __future__ import annotations

import pytest

from app.demo.people import Office
from tests.conftest import OutsideClient


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)
