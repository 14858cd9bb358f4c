"""A used time stands in its allowance's own unit, and what ran over never reads as its allowance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock.allowance import UnreadableAllowance
from app.clock.words import date_range, days_in_words, used_in_short, used_of, used_words

DAY = 450


def share(minutes: int | Fraction) -> Fraction:
    return Fraction(minutes) / DAY


@pytest.mark.parametrize(
    ("minutes", "allowance", "words"),
    [
        (1155, "2 hari", "2,56 hari (1155 menit kerja) dari 2 hari"),
        (432, "1 hari", "0,96 hari (432 menit kerja) dari 1 hari"),
        (450, "1 minggu", "1 hari (450 menit kerja) dari 1 minggu"),
        (450, "1 bulan", "1 hari (450 menit kerja) dari 1 bulan"),
        (17, "20 menit", "17 menit dari 20 menit"),
        (90, "1 jam", "1 jam 30 menit dari 1 jam"),
    ],
)
def test_days_stand_against_days_and_minutes_against_minutes(minutes: int, allowance: str, words: str) -> None:
    assert used_of(minutes, share(minutes), allowance, late=False) == words


def test_the_short_form_leaves_the_minutes_out() -> None:
    assert used_in_short(432, share(432), "1 hari", late=False) == "0,96 hari"


def test_just_past_the_standard_reads_as_more_than_it() -> None:
    days = Fraction(1004, 1000)

    assert used_words(451, days, "1 hari", late=True) == "lebih dari 1 hari (451 menit kerja)"
    assert used_in_short(451, days, "1 hari", late=True) == "lebih dari 1 hari"
    assert used_in_short(2255, 5 * days, "1 minggu", late=True) == "5,02 hari"
    assert used_in_short(2251, share(2251), "1 minggu", late=True) == "lebih dari 5 hari"


def test_two_days_of_one_are_told_as_two() -> None:
    assert used_of(790, Fraction(2008, 1000), "1 hari", late=True) == "2 hari (790 menit kerja) dari 1 hari"


@pytest.mark.parametrize("minutes", [20 + Fraction(1, 6), 20])
def test_seconds_past_the_standard_read_as_more_than_it(minutes: Fraction | int) -> None:
    assert used_words(minutes, share(20 + Fraction(1, 6)), "20 menit", late=True) == "lebih dari 20 menit"


@pytest.mark.parametrize(("minutes", "allowance", "words"), [(450, "1 hari", "1 hari"), (180, "3 jam", "3 jam")])
def test_who_is_late_outside_working_hours_alone_used_exactly_the_standard(
    minutes: int, allowance: str, words: str
) -> None:
    assert used_in_short(minutes, share(minutes), allowance, late=True) == words


def test_what_is_on_time_is_never_more_than_its_standard() -> None:
    """A due instant is rounded up to the microsecond, and whoever meets it is on time."""
    assert used_in_short(450, 1 + Fraction(1, 10**9), "1 hari", late=False) == "1 hari"


def test_nothing_used_is_no_seconds() -> None:
    assert used_in_short(0, Fraction(0), "1 jam", late=True) == "0 menit"


def test_an_allowance_that_can_not_be_read_is_refused() -> None:
    with pytest.raises(UnreadableAllowance):
        used_words(1, share(1), "kira-kira", late=False)


@given(st.integers(1, 5), st.fractions(Fraction(1, 10**6), 3))
def test_a_late_figure_in_days_never_equals_its_allowance(allowed: int, over: Fraction) -> None:
    days = allowed + over

    assert used_in_short(int(days * DAY), days, f"{allowed} hari", late=True) != days_in_words(Fraction(allowed))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 26), date(2026, 3, 26), "26 Maret 2026"),
        (date(2026, 3, 26), date(2026, 3, 27), "26–27 Maret 2026"),
        (date(2026, 3, 30), date(2026, 4, 2), "30 Maret 2026 – 2 April 2026"),
    ],
)
def test_a_span_of_days_says_once_what_both_share(first: date, last: date, words: str) -> None:
    assert date_range(first, last) == words
