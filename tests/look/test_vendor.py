"""What others made stands in the repository with its version, its licence and its digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.settings import ROOT

STATIC = ROOT / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text())
LICENCE_TEXTS = {"LICENSE", "LICENSE.txt", "OFL-plus-jakarta-sans.txt"}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_each_vendored_file_is_the_one_that_was_reviewed(entry: dict[str, str]) -> None:
    assert hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_each_vendored_file_says_where_it_came_from(entry: dict[str, str]) -> None:
    assert set(entry) == {"file", "name", "version", "licence", "source", "sha256"}
    assert all(entry.values())


def test_nothing_is_vendored_without_an_entry() -> None:
    vendored = [path for folder in ("vendor", "fonts") for path in (STATIC / folder).rglob("*") if path.is_file()]
    unlisted = {path.relative_to(STATIC).as_posix() for path in vendored if path.name not in LICENCE_TEXTS}

    assert unlisted - {"vendor/manifest.json"} == {entry["file"] for entry in MANIFEST}


def test_scripts_carry_their_version_in_the_name_and_in_the_text() -> None:
    scripts = [entry for entry in MANIFEST if entry["file"].endswith(".js")]

    assert scripts
    for entry in scripts:
        assert entry["version"] in Path(entry["file"]).name
        assert f'"{entry["version"]}"' in (STATIC / entry["file"]).read_text()


def test_the_licences_lie_beside_what_they_cover() -> None:
    assert "Zero-Clause BSD" in (STATIC / "vendor/htmx/LICENSE").read_text()
    for text in ("fonts/OFL-plus-jakarta-sans.txt", "fonts/liberation/LICENSE.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / text).read_text()
