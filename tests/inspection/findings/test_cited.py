"""Records named in what people typed: links where there is such a record, and nothing else of it is markup."""

from __future__ import annotations

import pytest

from app.inspection.findings.cited import Cited, cited


def read(text: str, *, upto: int = 200) -> Cited:
    return cited(text, upto=upto, address=lambda seq: f"/jejak/{seq}")


def test_a_record_leads_to_its_page() -> None:
    assert read("Terlambat (rekaman 115).").whole == 'Terlambat (<a href="/jejak/115">rekaman 115</a>).'


@pytest.mark.parametrize("text", ["rekaman 201", "rekaman 0", "rekaman x", "perekaman 5", "rekaman 5a", "rekaman 05"])
def test_what_names_no_record_of_the_log_stays_words(text: str) -> None:
    assert read(text).whole == text


def test_whoever_may_not_read_the_log_gets_words() -> None:
    assert read("(rekaman 1).", upto=0).whole == "(rekaman 1)."


def test_what_was_typed_is_never_markup() -> None:
    assert read('<a href="x">rekaman 3</a>').whole == (
        '&lt;a href=&#34;x&#34;&gt;<a href="/jejak/3">rekaman 3</a>&lt;/a&gt;'
    )
    assert read("&#39; rekaman 3").whole.startswith("&amp;#39; ")


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Satu (rekaman 1).\nDua (rekaman 2).", True),
        ("Satu (rekaman 1).\r\n\r\nDua (rekaman 2, 5–7); ", True),
        ("Satu (rekaman 1).", False),
        ("Satu (rekaman 1).\nKesimpulan.", False),
        ("", False),
    ],
)
def test_lines_that_each_end_with_their_record_are_a_list(text: str, listed: bool) -> None:
    assert read(text).listed is listed
    assert len(read(text).lines) == (2 if listed else len(text.splitlines()))


def test_other_text_keeps_its_empty_lines() -> None:
    assert read("Satu.\n\nDua.").whole == "Satu.\n\nDua."
