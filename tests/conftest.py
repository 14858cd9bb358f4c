"""The office that every test works in: a fresh database, named people, a clock that is set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from app import create_app
from app.accounts.models import User
from app.clock.current import SetClock
from app.demo.office import found_demo_office
from app.demo.people import PASSWORD, Office, find_office
from app.extensions import db
from app.settings import Settings
from app.web.transaction import writing
from tests.instances import copy_instance, database_url, discard_all, discard_instance
from tests.warm import (
    compile_routes_once,
    hash_passwords_lightly,
    keep_templates,
    make_papers_once,
    share_statements,
)

compile_routes_once()
hash_passwords_lightly()
make_papers_once()

MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 09.00 WITA: a plain working day."""


QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class OutsideClient(FlaskClient):
    """A client that shares no app context with the test, as a browser doesn't.

    Flask would reuse the test's context, and with it the session, `g` and the signed-in person.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():  # a thread of a test has none
            db.session.rollback()
        return Context().run(super().open, *args, **kwargs)

    def sign_in(self, person: User) -> OutsideClient:
        """Put the person into the session cookie, without the login page."""
        session_id = person.get_id()

        def put() -> None:
            with self.session_transaction() as session:
                session["_user_id"] = session_id
                session["_fresh"] = True

        Context().run(put)
        return self


def build(instance: Path, clock: SetClock, **chosen: Any) -> Flask:
    settings = Settings(instance=instance, DATABASE_URL=database_url(instance), **chosen)
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, CLOCK=clock)
    app.test_client_class = OutsideClient
    return share_statements(keep_templates(app))


@pytest.fixture(scope="session", autouse=True)
def leave_no_database() -> Iterator[None]:
    yield
    discard_all()


@pytest.fixture(scope="session")
def template_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with tables, triggers, and the founded office; copied for each test."""
    from app.audit.triggers import install

    instance = tmp_path_factory.mktemp("template")
    app = build(instance, SetClock(MONDAY_NINE))
    with app.app_context():
        with writing():
            db.create_all()
            install(db.session.connection())
            found_demo_office(at=MONDAY_NINE)
        db.session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY_NINE)


@pytest.fixture
def app(template_instance: Path, tmp_path: Path, clock: SetClock) -> Iterator[Flask]:
    instance = copy_instance(template_instance, tmp_path / "instance")
    app = build(instance, clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    discard_instance(instance)


@pytest.fixture
def client(app: Flask) -> OutsideClient:
    client = app.test_client()
    assert isinstance(client, OutsideClient)
    return client


@pytest.fixture
def office(app: Flask) -> Office:
    return find_office()


@pytest.fixture
def sign_in() -> Any:
    """`sign_in(client, person)`; the login page has tests of its own."""
    return lambda client, person: client.sign_in(person)


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium), so no page is looked at.")
    return found


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium for one file of tests: while it lives, nothing else in the process can use asyncio."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
        yield browser
        browser.close()
