"""The office's SOP as the tests hold it: the text, what was read from it, and a version in force."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import User
from app.demo.people import Office
from app.sop.actions import activate_version, import_sop
from app.sop.document import ParsedSop
from app.sop.library import seed_text
from app.sop.parser import parse
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE


@pytest.fixture
def text() -> str:
    return seed_text()


@pytest.fixture
def parsed(text: str) -> ParsedSop:
    return parse(text)


def bring_in(text: str, *, by: User, activate: bool = False) -> int:
    """Import `text` as `by`; answers the version's id."""
    with writing():
        version = import_sop(parse(text), by=by, at=MONDAY_NINE)
        if activate:
            activate_version(version, by=by, at=MONDAY_NINE)
        return version.id


@pytest.fixture
def draft_id(app: Flask, office: Office, text: str) -> int:
    return bring_in(text, by=office.admin)


@pytest.fixture
def active_id(app: Flask, office: Office, text: str) -> int:
    return bring_in(text, by=office.admin, activate=True)
