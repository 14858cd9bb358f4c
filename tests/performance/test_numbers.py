"""Numbers are read as Indonesians write them, and never guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.performance.numbers import (
    UnreadableNumber,
    print_number,
    read_number,
    read_point_number,
    read_rupiah,
    round_half_up,
    stored,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("86,52", "86.52"), (" 84,00 ", "84.00"), ("1.234,5", "1234.5"), ("1.234", "1234"), ("-3", "-3"), ("−3", "-3")],
)
def test_the_form_reads_a_decimal_comma_and_thousands_points(typed, value):
    assert stored(read_number(typed)) == value


@pytest.mark.parametrize("typed", ["86.52", "1234.5", "0.5"])
def test_the_form_refuses_a_decimal_point_and_says_what_to_write(typed):
    with pytest.raises(UnreadableNumber, match="Tulis desimal dengan koma"):
        read_number(typed)


@pytest.mark.parametrize("typed", ["", "abc", "8,5,2", "1.23.456", "NaN", "Infinity", "1e5", "٣", "12 %", "9" * 30])
def test_what_is_no_number_is_refused_everywhere(typed):
    with pytest.raises(UnreadableNumber, match="bukan angka"):
        read_number(typed)
    with pytest.raises(UnreadableNumber, match="bukan angka"):
        read_point_number(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("86.52", "86.52"), ("86,52", "86.52"), ("-5", "-5"), ("1.234,5", "1234.5"), ("1.234", "1.234")],
)
def test_the_command_line_takes_a_point_or_a_comma(typed, value):
    assert read_point_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["28.450.000.000", "28450000000", "Rp28.450.000.000", "rp 28.450.000.000,00"])
def test_rupiah_may_be_typed_with_or_without_marks(typed):
    assert read_rupiah(typed) == 28_450_000_000


@pytest.mark.parametrize("typed", ["28,5 miliar", "1.000,50", "-5", "28.45", "", "Rp"])
def test_rupiah_that_is_not_whole_or_not_clear_is_refused(typed):
    with pytest.raises(UnreadableNumber, match="bukan jumlah rupiah bulat"):
        read_rupiah(typed)


@given(st.decimals(min_value="-999999999", max_value="999999999", places=3))
def test_what_is_printed_can_be_read_again(value):
    assert read_number(print_number(value)) == value


@given(st.fractions(min_value=0, max_value=10**9))
def test_rounding_is_half_up_and_never_off_by_more_than_half_a_hundredth(value):
    printed = round_half_up(value)
    assert Fraction(-1, 200) < Fraction(printed) - value <= Fraction(1, 200)
    assert printed.as_tuple().exponent == -2
