"""What the application stands on: documented with version, and licensed so that the office may use it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import Distribution, distributions, packages_distributions, version
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.docs.pages import REFERENCE, rows, text

PAGE = text(REFERENCE / "dependencies.md")
STRONG = re.compile(r"(?<!L)(?:GPL|General Public License)|Affero")
LESSER = re.compile(r"LGPL|Lesser")
PERMISSIVE = re.compile(r"MIT|BSD|Apache|MPL|Mozilla|ISC|Zlib|PSF|Python Software|Unlicense|0BSD")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def direct() -> dict[str, list[str]]:
    """The names in pyproject.toml: what runs, and what is optional."""
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    groups = {"run": project["dependencies"], **project["optional-dependencies"]}
    return {group: [re.split(r"[=<>\[;~! ]", line)[0] for line in lines] for group, lines in groups.items()}


def documented() -> dict[str, str]:
    """Version by name, from the two tables."""
    tables = [row for columns in (4, 5) for row in rows(PAGE, columns=columns)]
    return {plain(row[0].partition("[")[0]): row[1] for row in tables}


@pytest.mark.parametrize("name", [name for group in ("run", "dev") for name in direct()[group]])
def test_a_direct_dependency_is_documented_with_its_version(name: str) -> None:
    assert documented().get(plain(name)) == version(name), f"{name} {version(name)} in docs/reference/dependencies.md"


@pytest.mark.parametrize("name", direct()["postgres"])
def test_the_optional_dependency_is_documented_with_its_version(name: str) -> None:
    assert re.search(rf"{re.escape(name)}(\[\w+\])? {re.escape(version(name))} \(", PAGE)


def test_the_tables_know_no_dependency_that_is_gone() -> None:
    known = {plain(name) for group in ("run", "dev") for name in direct()[group]}
    listed = {name for name, number in documented().items() if re.match(r"\d", number)}
    assert listed == known


def imported_by_the_app() -> set[str]:
    """The top-level modules that app/ imports, wherever the import stands."""
    found: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"app"}


def test_everything_that_the_application_imports_is_documented() -> None:
    owners = packages_distributions()
    names = {plain(owner) for module in imported_by_the_app() for owner in owners[module]}
    line = next(line for line in PAGE.splitlines() if line.startswith("What comes with these"))
    unknown = {name for name in names if name not in documented() and name not in line}
    assert unknown == set()


def licence_of(found: Distribution) -> str:
    meta = found.metadata
    classifiers = [line for line in meta.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join([meta.get("License-Expression") or "", (meta.get("License") or "")[:200], *classifiers])


def only_strong(licence: str) -> bool:
    """Whether the words offer a GPL or AGPL and nothing else that could be chosen instead."""
    return bool(STRONG.search(licence)) and not LESSER.search(licence) and not PERMISSIVE.search(licence)


def test_nothing_that_is_installed_is_under_the_gpl_or_agpl_alone() -> None:
    assert [found.metadata["Name"] for found in distributions() if only_strong(licence_of(found))] == []


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("MPL-2.0 OR GPL-3.0-or-later", False),
        ("MIT", False),
    ],
)
def test_a_strong_licence_is_told_from_one_with_a_choice(licence: str, strong: bool) -> None:
    assert only_strong(licence) is strong


def test_the_lock_files_pin_with_hashes_and_name_no_source() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        lines = text(Path(lock)).splitlines()
        pins = [number for number, line in enumerate(lines) if re.match(r"[A-Za-z0-9]", line)]
        assert pins and all("==" in lines[number] and lines[number].endswith("\\") for number in pins)
        assert all(lines[number + 1].strip().startswith("--hash=sha256:") for number in pins)
        assert not any("://" in line or "index-url" in line for line in lines)
