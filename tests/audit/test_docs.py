"""The reference says what the code does: every tag with its keys, every kind of attack, every file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.audit.events import KEYS, Tag
from app.audit.verify.log import SENTENCES
from app.audit.verify.package import FORMAT, REQUIRED
from tests.audit.logs import honest_log

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
LOG = (REFERENCE / "audit-log.md").read_text(encoding="utf-8")
PACKAGE = (REFERENCE / "audit-package.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", list(Tag))
def test_every_tag_stands_in_the_reference_with_its_keys(tag: Tag) -> None:
    keys = ", ".join(f"`{key}`" for key in sorted(KEYS[tag])) or "none"
    assert f"| `{tag.value}` | {keys} |\n" in LOG, "add this row to docs/reference/audit-log.md"


def test_the_reference_knows_no_other_tags() -> None:
    assert set(re.findall(r"^\| `([a-z]+:[a-z-]+)` \|", LOG, re.MULTILINE)) == {tag.value for tag in Tag}


def test_every_kind_of_attack_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \| \w", LOG, re.MULTILINE)) >= set(SENTENCES)


def test_every_field_of_an_event_is_explained() -> None:
    import json

    for field in json.loads(honest_log(1)[0]):
        assert f"| `{field}` |" in LOG


def test_every_file_of_a_package_is_explained() -> None:
    for name in REQUIRED:
        assert re.search(rf"^\| [^|]*`{re.escape(name)}`[^|]* \|", PACKAGE, re.MULTILINE), name
    assert FORMAT in PACKAGE
