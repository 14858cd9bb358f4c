"""A small run with evidence and a report, to be packed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.logs import Story

ROOT = "paket-inspektorat/"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path / "cerita")


@pytest.fixture
def unpacked() -> Callable[[Path], dict[str, bytes]]:
    """The files of a package by their path in the bag."""

    def read(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as archive:
            return {name.removeprefix(ROOT): archive.read(name) for name in archive.namelist()}

    return read
