"""A package of the signed run, and the inspector's own machine to check it on."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.audit.package import build_verifier
from app.demo.people import Office
from app.inspection.packages.export import export_package
from app.inspection.packages.scope import OfRun
from tests.inspection.conftest import LATER
from tests.inspection.stories import SIGNED_RUN

ROOT = "paket-inspektorat/"
Checked = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def package(app: Flask, office: Office, tmp_path: Path) -> Path:
    out = tmp_path / "paket.zip"
    export_package(OfRun(SIGNED_RUN), out, by=office.inspektur, at=LATER)
    return out


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """As the inspector does it: with the periksa.pyz that he kept, in an isolated Python, in another folder."""
    stick = tmp_path / "stik"
    stick.mkdir()
    build_verifier(stick / "periksa.pyz")

    def check(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(stick / "periksa.pyz"), str(package), *arguments]
        return subprocess.run(command, cwd=stick, capture_output=True, text=True, check=False)

    return check


def names_in(package: Path) -> set[str]:
    with zipfile.ZipFile(package) as archive:
        return {name.removeprefix(ROOT) for name in archive.namelist()}


def text_in(package: Path, name: str) -> str:
    with zipfile.ZipFile(package) as archive:
        return archive.read(ROOT + name).decode()
