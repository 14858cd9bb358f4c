"""The documents say what the code does: add a permission, a setting or a command, and a page has to know it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import click
import pytest
from flask import Flask
from pydantic import SecretStr

from app.accounts.permissions import PERMISSIONS, Permission
from app.accounts.roles import ROLE_LABELS, Role
from app.audit.events import Tag
from app.calendars.library import library_calendar
from app.clock.allowance import parse_allowance
from app.clock.worktime import due, elapsed
from app.demo.people import PASSWORD, PEOPLE
from app.demo.story import PASSPHRASE
from app.settings import ROOT, Settings
from tests.docs.pages import README, REFERENCE, rows, text

FLASKS_OWN = {"db", "routes", "run", "shell"}
WITHOUT_FLASK = {"python periksa.pyz", "python periksa.pyz kunci-saksi", "python periksa.pyz saksikan"}


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below the group that is ours, with its whole name."""
    for name, command in group.commands.items():
        if not path and name in FLASKS_OWN:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


def sections(page: str) -> dict[str, str]:
    """The text under each `### \\`command …\\`` heading, by the command's name without its arguments."""
    found = re.split(r"^### `(.+?)`$", page, flags=re.MULTILINE)[1:]
    headings, bodies = found[::2], found[1::2]
    names = [re.split(r" (?:[A-Z\[]|--)", heading)[0] for heading in headings]
    return {name: f"{heading}\n{body}" for name, heading, body in zip(names, headings, bodies, strict=True)}


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_stands_in_the_table_with_its_roles(permission: Permission) -> None:
    granted = " | ".join("yes" if permission in PERMISSIONS[role] else "" for role in Role)
    row = f"| `{permission.name}` | {permission.value} | {granted} |"
    assert row in text(REFERENCE / "permissions.md").splitlines(), f"put into docs/reference/permissions.md: {row}"


def test_the_table_of_permissions_names_every_role_in_order_and_nothing_that_is_gone() -> None:
    table = rows(text(REFERENCE / "permissions.md"), columns=2 + len(Role))
    assert table[0] == ["Permission", "Lets a person", *(ROLE_LABELS[role] for role in Role)]
    assert [row[0].strip("`") for row in table[2:]] == [permission.name for permission in Permission]


@pytest.mark.parametrize("tag", list(Tag))
def test_every_event_stands_in_the_reference(tag: Tag) -> None:
    assert f"| `{tag.value}` |" in text(REFERENCE / "audit-log.md")


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_every_setting_stands_in_the_table_with_its_variable_and_default(field: str) -> None:
    info = Settings.model_fields[field]
    variable = str(info.validation_alias or f"PAPAN_{field.upper()}")
    row = next(row for row in rows(text(REFERENCE / "settings.md"), columns=4) if row[0] == f"`{field}`")
    assert row[1] == f"`{variable}`"
    expected = {"instance": "`instance` in the project's folder", "": "empty"}
    default = info.default.get_secret_value() if isinstance(info.default, SecretStr) else info.default
    shown = expected.get(field) or expected.get(default) or f"`{default}`"
    assert row[2] == shown


def test_the_table_of_settings_knows_no_other() -> None:
    table = rows(text(REFERENCE / "settings.md"), columns=4)[2:]
    assert {row[0].strip("`") for row in table} == set(Settings.model_fields)


def test_every_command_has_a_section_with_its_options_and_there_is_no_other(app: Flask) -> None:
    group = app.cli
    documented = sections(text(REFERENCE / "commands.md"))
    assert set(documented) == {f"flask {name}" for name, _ in commands(group)} | WITHOUT_FLASK


def test_every_option_of_a_command_is_told(app: Flask) -> None:
    documented = sections(text(REFERENCE / "commands.md"))
    for name, command in commands(app.cli):
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option in documented[f"flask {name}"], f"flask {name} {option} is not documented"


def test_every_make_target_that_people_call_is_told() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", text(ROOT / "Makefile"), re.MULTILINE)
    assert phony is not None
    targets = set(phony[1].split()) - {"setup", "setup-test"}
    assert targets <= set(re.findall(r"\| `make ([\w-]+)`", text(REFERENCE / "commands.md")))


def test_the_readme_lists_the_demo_accounts_as_they_are() -> None:
    listed = [row[:3] for row in rows(text(README), columns=4) if row[0].isdecimal()]
    accounts = [
        [nip, name, ", ".join(ROLE_LABELS[role] for role in Role if role in roles)]
        for nip, name, _jabatan, _pangkat, _unit, roles in PEOPLE.values()
    ]
    assert listed == accounts
    assert f"`{PASSWORD}`" in text(README)
    assert f"`{PASSPHRASE}`" in text(README)


def test_the_readme_begins_with_what_it_is_in_three_sentences() -> None:
    paragraph = text(README).split("\n\n")[1]
    assert len(re.findall(r"[.!?](?:\s|$)", paragraph)) == 3


@pytest.mark.parametrize(
    ("start", "allowance", "expected"),
    [row for row in rows(text(REFERENCE / "working-time.md"), columns=3) if row[0][:2] == "20" and "T" in row[2]],
)
def test_each_due_time_of_the_reference_is_what_the_clock_says(start: str, allowance: str, expected: str) -> None:
    calendar = library_calendar()
    begin = datetime.fromisoformat(start).replace(tzinfo=calendar.zone)
    assert due(begin, parse_allowance(allowance), calendar=calendar).at.strftime("%Y-%m-%dT%H:%M") == expected


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [row for row in rows(text(REFERENCE / "working-time.md"), columns=3) if row[0][:2] == "20" and row[2].isdecimal()],
)
def test_each_length_of_the_reference_is_what_the_clock_says(start: str, end: str, minutes: str) -> None:
    calendar = library_calendar()
    begin, finish = (datetime.fromisoformat(at).replace(tzinfo=calendar.zone) for at in (start, end))
    assert elapsed(begin, finish, calendar=calendar).minutes == int(minutes)
