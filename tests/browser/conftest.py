"""A served office for each file of tests, and people who sit down in front of a browser of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from tests.browser.desk import Desk
from tests.browser.office import act_out_runs, found_office, served

expect.set_options(timeout=10_000)

EXPECTED = "Failed to load resource"
"""What Chromium itself says about an answer of 4xx."""


@pytest.fixture(scope="session")
def founded(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with the demo office and no run; copied for each file of tests."""
    instance = tmp_path_factory.mktemp("founded")
    found_office(instance)
    return instance


@pytest.fixture(scope="session")
def acted(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one run signed, one frozen and one in step 5."""
    instance = shutil.copytree(founded, tmp_path_factory.mktemp("acted") / "instance")
    act_out_runs(instance)
    return instance


@pytest.fixture(scope="module")
def new_office(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office that has not run anything yet."""
    with served(shutil.copytree(founded, tmp_path_factory.mktemp("served") / "instance")) as address:
        yield address


@pytest.fixture(scope="module")
def busy_office(acted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office in which every state of a run is found."""
    with served(shutil.copytree(acted, tmp_path_factory.mktemp("served") / "instance")) as address:
        yield address


@pytest.fixture
def sit_down(chromium: Browser) -> Iterator[Callable[..., Desk]]:
    """`sit_down(address, "tim")`: her desk, signed in. A script error or a broken policy fails the test."""
    desks: list[Desk] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            complaints.append(message.text)

    def open_desk(address: str, who: str = "", *, script: bool = True, width: int = 1366) -> Desk:
        context = chromium.new_context(
            base_url=address,
            java_script_enabled=script,
            accept_downloads=True,
            locale="id-ID",
            viewport={"width": width, "height": 844 if width < 700 else 768},
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        desks.append(Desk(page))
        return desks[-1].sign_in(who) if who else desks[-1]

    yield open_desk
    for desk in desks:
        desk.page.context.close()
    assert complaints == []
