"""What is tracked and what is documented, as the tests of the documents read it."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from app.settings import ROOT

DOCS = ROOT / "docs"
REFERENCE, GUIDE, ADR = DOCS / "reference", DOCS / "guide", DOCS / "adr"
README = ROOT / "README.md"
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def pages() -> list[Path]:
    """README and every page under docs/."""
    return [README, *sorted(DOCS.rglob("*.md"))]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def rows(page: str, *, columns: int) -> list[list[str]]:
    """The cells of every table row with that many columns, heads and rules included."""
    lines = (line.strip() for line in page.splitlines())
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|"))
    return [row for row in cells if len(row) == columns]


def tracked_text() -> list[Path]:
    """Every tracked file that is text; a folder without git has none to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    found = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in found if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def anchors(page: str) -> set[str]:
    """The addresses of a page's headings, as Git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", CODE_BLOCK.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
