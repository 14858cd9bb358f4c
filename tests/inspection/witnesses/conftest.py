"""A witness, a fresh checkpoint for him to see, and a time stamp authority on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.accounts.models import User
from app.audit.actions import make_checkpoint
from app.demo.people import Office
from app.inspection.witnesses import actions
from app.inspection.witnesses.models import LogWitness
from app.web.transaction import writing
from tests.conftest import OutsideClient
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import Witness
from tests.signing.pki import Pki


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def inspektur(office: Office) -> User:
    return office.inspektur


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


@pytest.fixture
def note(app: Flask) -> str:
    """The checkpoint over the log as it stands."""
    with writing():
        return make_checkpoint(at=LATER).note


@pytest.fixture
def registered(witness: Witness, inspektur: User) -> LogWitness:
    with writing():
        return actions.register_witness(witness.vkey, by=inspektur, at=LATER)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    authority = Pki(tmp_path_factory.mktemp("pencap"))
    yield authority
    authority.stop()
