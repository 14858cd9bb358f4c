"""Every tag of the log is recorded by some act, and every act takes who and when by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.audit.events import Tag
from tests.architecture.source import functions, modules, named, tree

ABOUT_TAGS = ("app/audit/events.py", "app/audit/present.py", "app/inspection/fold/")
"""Where tags are declared, told and folded, but not recorded."""

ACTIONS = [path for path in modules("app") if "actions" in path.stem or path.parent.name == "actions"]


def recorded() -> set[str]:
    return {
        node.attr
        for path in modules("app")
        if not named(path).startswith(ABOUT_TAGS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Tag"
    }


def test_no_tag_is_unused() -> None:
    assert {tag.name for tag in Tag} - recorded() == set()


def test_tags_stand_in_order() -> None:
    tags = [tag.value for tag in Tag]
    assert tags == sorted(tags)


@pytest.mark.parametrize("path", ACTIONS, ids=named)
def test_an_act_takes_who_and_when_by_name(path: Path) -> None:
    for act in functions(path):
        if act.name.startswith("_"):
            continue
        by_position = {argument.arg for argument in (*act.args.posonlyargs, *act.args.args)}
        by_name = {argument.arg for argument in act.args.kwonlyargs}
        assert "by" not in by_position, f"{act.name}: `by` is keyword-only"
        if "by" in by_name:
            assert "at" in by_name, f"{act.name}: who acts says when"


def test_there_are_acts_to_look_at() -> None:
    acting = [f.name for path in ACTIONS for f in functions(path) if "by" in {a.arg for a in f.args.kwonlyargs}]
    assert len(acting) > 30
