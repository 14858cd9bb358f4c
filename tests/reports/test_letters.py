"""Letters that the bundled faces lack are spelled out; all others stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.letters import printable


@pytest.mark.parametrize("text", ["Rapat ke-3: “selesai” – 86,52% ≥ 75", "é œ ł ș → ● ○ − ×", "", "baris\nbaru"])
def test_what_the_office_types_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "[U+1F600]"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("a\u00adb\u200bc", "abc"),
        ("a\x00b\x1b", "ab"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_printed_is_told(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(max_size=60))
def test_any_text_becomes_printable_once_and_for_all(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
