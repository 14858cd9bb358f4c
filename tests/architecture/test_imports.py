"""The house's import contracts hold: imports go down only, and what is pure stays pure."""

from __future__ import annotations

import configparser
import subprocess
import sys

from app import DOMAINS
from app.settings import ROOT
from tests.architecture.source import modules, named

PURE_NAMES = ("policies.py", "worktime.py", "capaian.py", "merkle.py", "checkpoint.py", "parser.py")
"""What every domain keeps free of Flask and SQLAlchemy, by the names such modules have."""


def contracts() -> configparser.ConfigParser:
    written = configparser.ConfigParser()
    written.read(ROOT / ".importlinter", encoding="utf-8")
    return written


def listed(contract: str, key: str) -> list[str]:
    return contracts()[f"importlinter:contract:{contract}"][key].split()


def test_the_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_domain_has_its_floor_in_the_house() -> None:
    floors = {name for line in listed("house", "layers") for name in line.split("|") if name}
    assert {f"app.{domain}" for domain in DOMAINS} <= floors


def test_every_module_of_a_pure_name_is_held_pure() -> None:
    pure = {named(path).removesuffix(".py").replace("/", ".") for path in modules("app") if path.name in PURE_NAMES}
    assert pure - set(listed("pure", "source_modules")) == set()
