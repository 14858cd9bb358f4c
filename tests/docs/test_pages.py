"""The pages themselves: links lead somewhere, decisions stay short, words on pages are quoted as they stand there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from app.accounts.roles import Role
from app.settings import ROOT
from tests.docs.pages import ADR, CODE_BLOCK, DOCS, GUIDE, README, anchors, named, pages, text, tracked_text

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LONGEST_DECISION = 40
LARGEST_PICTURE = 200_000
NUMBERED = sorted(ADR.glob("[0-9]*.md"))
GUIDES = {
    Role.SEKRETARIS: "sekretaris.md",
    Role.KABAG: "kabag.md",
    Role.TIM: "tim.md",
    Role.STAF: "staf.md",
    Role.INSPEKTORAT: "inspektorat.md",
    Role.ADMIN: "admin.md",
}

# Written apart, so that this file doesn't hold what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("unpkg", "com"),
        ("jsdelivr", "net"), ("yarnpkg", "com"), ("docker", "io"), ("ghcr", "io"), ("crates", "io"),
    )
)  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w./\-}])/(?:work|root|home|Users)/[A-Za-z0-9_.]")


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_relative_link_and_picture_exists(page: Path) -> None:
    for target in LINK.findall(CODE_BLOCK.sub("", text(page))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), f"{named(page)} leads to {target}, which isn't there"
        assert not anchor or anchor in anchors(text(found)), f"{named(page)}: {target} has no such heading"


@pytest.mark.parametrize("page", [page for page in pages() if page != README], ids=named)
def test_every_page_can_be_reached_from_the_readme(page: Path) -> None:
    reached, todo = set(), [README]
    while todo:
        here = todo.pop()
        reached.add(here)
        for target in LINK.findall(text(here)):
            found = (here.parent / target.partition("#")[0]).resolve()
            if found.suffix == ".md" and found not in reached and found.exists():
                todo.append(found)
    assert page in reached


@pytest.mark.parametrize("picture", sorted((DOCS / "img").iterdir()), ids=named)
def test_a_picture_is_small_and_shown_somewhere(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST_PICTURE
    assert any(f"img/{picture.name})" in text(page) for page in pages())


@pytest.mark.parametrize("decision", NUMBERED, ids=named)
def test_a_decision_is_short_and_says_what_was_ruled_out(decision: Path) -> None:
    lines = text(decision).splitlines()
    assert len(lines) <= LONGEST_DECISION
    assert lines[0].startswith(f"# {decision.name[:4]} ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Ruled out",
        "## Consequences",
    ]
    assert f"({decision.name})" in text(ADR / "README.md")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(decision.name[:4]) for decision in NUMBERED] == list(range(1, len(NUMBERED) + 1))


def test_no_tracked_file_names_a_registry() -> None:
    named_in = [(named(path), host) for path in tracked_text() for host in REGISTRIES if host in text(path)]
    assert named_in == []


def test_no_tracked_file_holds_the_path_of_one_machine() -> None:
    found = [(named(path), hit[0]) for path in tracked_text() for hit in MACHINE_PATH.finditer(text(path))]
    assert found == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_page_in_the_guide(role: Role) -> None:
    assert (GUIDE / GUIDES[role]).is_file()
    assert f"({GUIDES[role]})" in text(GUIDE / "README.md")


@cache
def words_of_the_app() -> str:
    """Everything that a page may show: templates, also without their markup, and the strings of the code."""
    templates = [text(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    unmarked = [re.sub(r"<[^>]+>", "", template) for template in templates]
    code = [*sorted((ROOT / "app/audit/verify_html/src").iterdir()), *sorted((ROOT / "app").rglob("*.py"))]
    return "\n".join(templates + unmarked + [text(path) for path in code])


@pytest.mark.parametrize("page", sorted(GUIDE.glob("*.md")), ids=named)
def test_what_the_guide_quotes_in_bold_stands_in_the_application(page: Path) -> None:
    quoted = re.findall(r"\*\*(.+?)\*\*", text(page))
    missing = [words for words in quoted if re.sub(r" \d+$", "", words) not in words_of_the_app()]
    assert [words for words in missing if words != "tebal"] == []
