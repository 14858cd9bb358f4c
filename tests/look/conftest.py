"""One server for all looks; each test gets a fresh page that must not complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.look.acts import LEDGER, Ledger
from tests.look.office import build, served

Scheme = Literal["light", "dark"]
EXPECTED = ("Failed to load resource", "Failed to fetch")


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def look() -> Flask:
    return build()


@pytest.fixture
def ledger() -> Ledger:
    LEDGER.forget()
    return LEDGER


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`visit("/look/board", width=390, scheme="dark")`: the page, open; script errors fail the test."""
    contexts = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refused or lost request is a console error by itself; a broken script or policy is ours.
        if message.type == "error" and not any(known in message.text for known in EXPECTED):
            complaints.append(message.text)

    def open_page(path: str, *, width: int = 1366, scheme: Scheme = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 700 else 768},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
