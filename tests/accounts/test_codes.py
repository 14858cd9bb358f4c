"""One-time codes can be read out over a desk without a mistake."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.codes import ALPHABET, LENGTH, new_code, printed, read_code


def test_a_code_has_ten_characters_that_nobody_mistakes():
    code = new_code()
    assert len(code) == LENGTH == 10
    assert not set(code) & set("0O1ILU")
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(500)}) == 500


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_printed_code_is_read_back_in_small_letters_and_with_spaces(code):
    assert read_code(printed(code)) == code
    assert read_code(f" {printed(code).lower().replace('-', ' ')} ") == code
