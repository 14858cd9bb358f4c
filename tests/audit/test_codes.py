"""Codes of the log have the office's words, each in one place."""

from __future__ import annotations

import re

import pytest

from app.accounts.roles import Role
from app.audit.codes import FILE_ROLES, POSTS, file_words, role_words
from app.inspection.findings.followup_actions import ROLE
from app.settings import ROOT

NAMED = re.compile(r'file_ref\([^\n]*role="([^"]+)"')


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ("sekretaris", "Sekretaris DPRD"),
        ("plh:sekretaris,kabag", "Kabag/Kasubag, Plh. Sekretaris DPRD"),
        ("juru-kunci", "juru-kunci"),
        ("", ""),
    ],
)
def test_an_actors_roles_are_told_with_the_own_ones_first(roles: str, words: str) -> None:
    assert role_words(roles) == words


def test_every_role_of_the_office_has_its_words() -> None:
    assert set(POSTS) == {str(role) for role in Role}


def test_every_role_that_a_file_is_given_has_its_words() -> None:
    sources = (path.read_text() for path in (ROOT / "app").rglob("*.py"))
    named = {role for source in sources for role in NAMED.findall(source)}

    assert {"bukti", "laporan-bagian"} <= named
    assert named | {ROLE, "kelengkapan", "keluaran"} <= set(FILE_ROLES)
    assert (file_words("laporan-bagian"), file_words("peta")) == ("laporan bagian", "peta")
