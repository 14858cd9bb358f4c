"""Quarters become a year by kind, and a missing quarter is never a zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.performance.accumulation import Accumulation, accumulate, why_not_sum
from app.performance.capaian import Formula
from app.performance.period import Period, UnknownPeriod, read_period

SUM, LAST = Accumulation.SUM, Accumulation.LAST
FOUR = {1: "3", 2: "4", 3: "5", 4: "6.5"}


def test_a_sum_runs_up_to_the_end_of_the_period():
    assert accumulate(SUM, FOUR, Period(2025, 3)).value == "12"
    assert accumulate(SUM, FOUR, Period(2025)).value == "18.5"
    assert accumulate(SUM, FOUR, Period(2025, 2)).note == "jumlah triwulan I sampai II"
    assert accumulate(SUM, FOUR, Period(2025, 1)).note == ""


def test_a_percentage_keeps_its_last_value():
    assert accumulate(LAST, FOUR, Period(2025, 3)).value == "5"
    assert accumulate(LAST, FOUR, Period(2025)).value == "6.5"


def test_a_missing_quarter_makes_the_sum_missing_and_is_named():
    made = accumulate(SUM, {1: "3", 3: "5"}, Period(2025))
    assert (made.value, made.note) == (None, "triwulan II, triwulan IV belum diisi")


def test_an_earlier_quarter_does_not_stand_in_for_a_later_one():
    made = accumulate(LAST, {1: "80"}, Period(2025, 2))
    assert (made.value, made.note) == (None, "triwulan II belum diisi")


def test_the_years_own_figure_comes_first_and_a_disagreement_is_told():
    assert accumulate(SUM, {None: "18.50", **FOUR}, Period(2025)).note == ""
    made = accumulate(SUM, {None: "20", **FOUR}, Period(2025))
    assert (made.value, made.note) == ("20", "berbeda dari jumlah keempat triwulan")
    assert accumulate(LAST, {None: "7", **FOUR}, Period(2025)).note == "berbeda dari nilai triwulan IV"


def test_words_are_compared_without_case():
    quarters = dict.fromkeys((1, 2, 3, 4), "tepat waktu")
    assert accumulate(LAST, {None: "Tepat waktu", **quarters}, Period(2025)).note == ""


def test_the_years_figure_is_not_taken_for_a_quarter():
    assert accumulate(LAST, {None: "86.52"}, Period(2025, 4)).value is None


def test_nothing_entered_is_nothing():
    assert accumulate(SUM, {}, Period(2025)).value is None


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=4, max_size=4))
def test_a_yearly_sum_is_the_sum_of_its_quarters_exactly(values):
    figures = {quarter: str(value) for quarter, value in enumerate(values, start=1)}
    assert Decimal(accumulate(SUM, figures, Period(2025)).value) == sum(values)


@pytest.mark.parametrize(
    ("formula", "satuan", "reason"),
    [
        (Formula.QUALITATIVE, "kualitatif", "kualitatif"),
        (Formula.LOWER, "temuan", "makin-rendah"),
        (Formula.HIGHER, "%", "Satuan “%” tidak dijumlahkan"),
        (Formula.HIGHER, "Indeks", "tidak dijumlahkan"),
    ],
)
def test_percentages_indices_and_lower_is_better_are_not_summed(formula, satuan, reason):
    assert reason in why_not_sum(formula, satuan)


def test_counts_may_be_summed():
    assert why_not_sum(Formula.HIGHER, "dokumen") == ""


@pytest.mark.parametrize("slug", ["", "abc", "2025-5", "2025-0", "2025-", "1999", "2101", "２０２５", "2025-1-1"])
def test_an_address_of_no_period_is_refused(slug):
    with pytest.raises(UnknownPeriod):
        read_period(slug)


@pytest.mark.parametrize("period", [Period(2025), Period(2026, 3)])
def test_a_period_is_found_again_by_its_address(period):
    assert read_period(period.slug) == period


def test_periods_speak_the_offices_words():
    assert Period(2026, 3).label == "Triwulan III 2026"
    assert Period(2025).label == "Tahun 2025"
    assert Period(2026, 3).previous_year == Period(2025, 3)
