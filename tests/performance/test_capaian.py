"""The capaian of an indicator follows its formula exactly, and says why where there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.performance.capaian import FLOORED, NO_REALISASI, NO_TARGET, RATED_UNROUNDED, Formula, average, capaian
from app.performance.rating import DEFAULT_BANDS

positive = st.decimals(min_value="0.01", max_value="1000000000", places=2)
any_figure = st.decimals(min_value="-1000000", max_value="1000000", places=4)
numeric = st.sampled_from([Formula.HIGHER, Formula.LOWER, Formula.LOWER_RATIO])


@pytest.mark.parametrize(
    ("formula", "target", "realisasi", "value", "rating"),
    [
        ("higher", "84.00", "86.52", "103.00", "Sangat Tinggi"),
        ("higher", "90.00", "75.00", "83.33", "Tinggi"),
        ("higher", "80.00", "78.40", "98.00", "Sangat Tinggi"),
        ("lower", "5", "6", "80.00", "Tinggi"),
        ("higher", "70.50", "71.25", "101.06", "Sangat Tinggi"),
        ("higher", "100", "100", "100.00", "Sangat Tinggi"),
        ("lower", "0", "0", "100.00", "Sangat Tinggi"),
        ("qualitative", "Tepat waktu", "Tepat waktu", "100.00", "Sangat Tinggi"),
        ("lower-ratio", "5", "6", "83.33", "Tinggi"),
        ("lower", "5", "4", "120.00", "Sangat Tinggi"),
        ("higher", "10", "0", "0.00", "Sangat Rendah"),
    ],
)
def test_each_formula_gives_the_capaian_that_the_office_prints(formula, target, realisasi, value, rating):
    result = capaian(formula, target, realisasi)
    assert str(result.value) == value
    assert result.rating.label == rating


@pytest.mark.parametrize(
    ("formula", "target", "realisasi", "reason"),
    [
        ("higher", 0, 5, "target 0 tidak dapat menjadi pembagi"),
        ("higher", 0, 0, "target 0 tidak dapat menjadi pembagi"),
        ("lower", 0, 1, "target 0, sedangkan realisasi bukan 0"),
        ("lower-ratio", 0, 1, "target 0, sedangkan realisasi bukan 0"),
        ("lower-ratio", 5, 0, "realisasi 0 tidak dapat menjadi pembagi"),
        ("lower-ratio", 5, -1, "realisasi negatif"),
        ("higher", -4, -8, "target negatif"),
        ("lower", -4, 2, "target negatif"),
    ],
)
def test_what_cannot_be_calculated_has_no_value_no_rating_and_a_reason(formula, target, realisasi, reason):
    result = capaian(formula, target, realisasi)
    assert (result.value, result.rating, result.printed) == (None, None, "n/a")
    assert result.note == f"tidak dapat dihitung: {reason}"


@pytest.mark.parametrize("formula", list(Formula))
@pytest.mark.parametrize("missing", [None, "", "  "])
def test_a_missing_realisasi_is_not_a_zero(formula, missing):
    result = capaian(formula, "80", missing)
    assert (result.value, result.rating, result.note) == (None, None, NO_REALISASI)


def test_a_missing_target_is_told_before_a_missing_realisasi():
    assert capaian("higher", None, None).note == NO_TARGET


def test_a_zero_target_of_a_lower_is_better_indicator_is_met_by_zero_and_explained():
    for formula in ("lower", "lower-ratio"):
        result = capaian(formula, 0, 0)
        assert result.value == 100
        assert "target 0 dan realisasi 0" in result.note


def test_a_negative_result_is_floored_and_said_so():
    result = capaian("lower", 5, 11)
    assert (str(result.value), result.note, result.rating.label) == ("0.00", FLOORED, "Sangat Rendah")


def test_exactly_zero_is_not_called_floored():
    assert capaian("lower", 5, 10).note == ""


def test_a_qualitative_value_is_compared_as_words_and_not_by_case_or_spacing():
    assert capaian("qualitative", "Tepat waktu", " tepat  WAKTU ").value == 100
    late = capaian("qualitative", "Tepat waktu", "Terlambat")
    assert late.value == 0
    assert "“Terlambat” tidak sama dengan target" in late.note


def test_an_unknown_formula_is_refused():
    with pytest.raises(ValueError, match="tebakan"):
        capaian("tebakan", 1, 1)


def test_halves_are_rounded_up_for_print():
    assert str(capaian("higher", "800", "0.06").value) == "0.01"  # 0.0075
    assert str(capaian("higher", "1000", "800.05").value) == "80.01"  # 80.005


def test_the_rating_looks_at_the_unrounded_value():
    just_above = capaian("higher", "100000", "90001")  # 90.001 prints 90,00
    assert (just_above.printed, just_above.rating.label) == ("90,00", "Sangat Tinggi")
    assert just_above.note == RATED_UNROUNDED
    assert capaian("higher", "100", "90").rating.label == "Tinggi"
    assert capaian("higher", "100", "90.5").rating.label == "Sangat Tinggi"


def test_thirds_stay_exact_until_they_are_printed():
    result = capaian("higher", 3, 1)
    assert (result.exact, str(result.value)) == (Fraction(100, 3), "33.33")


def test_an_average_caps_each_value_so_that_one_cannot_hide_another():
    judged = [capaian("higher", 50, 100), capaian("higher", 100, 50), capaian("higher", 100, None)]
    assert str(average(judged).value) == "75.00"
    assert str(average(judged, cap=None).value) == "125.00"
    assert average([capaian("higher", 1, None)]).value is None


@given(numeric, any_figure, any_figure)
def test_no_figures_break_the_rules(formula, target, realisasi):
    result = capaian(formula, target, realisasi)
    if result.value is None:
        assert result.rating is None
        assert result.note.startswith("tidak dapat dihitung: ")
        return
    assert result.value >= 0
    assert result.exact >= 0
    assert abs(Fraction(result.value) - result.exact) <= Fraction(1, 200)
    assert sum(band.holds(result.exact) for band in DEFAULT_BANDS) == 1
    assert result.rating.holds(result.exact)


@given(numeric, positive)
def test_meeting_a_positive_target_is_always_one_hundred(formula, target):
    assert capaian(formula, target, target).exact == 100


@given(positive, positive, positive)
def test_more_is_never_worse_when_higher_is_better(target, less, extra):
    assert capaian("higher", target, less).exact <= capaian("higher", target, less + extra).exact


@given(st.sampled_from(["lower", "lower-ratio"]), positive, positive, positive)
def test_more_is_never_better_when_lower_is_better(formula, target, less, extra):
    assert capaian(formula, target, less).exact >= capaian(formula, target, less + extra).exact


@given(numeric, positive, positive, st.integers(min_value=1, max_value=1000))
def test_the_unit_of_measurement_does_not_change_the_capaian(formula, target, realisasi, factor):
    assert capaian(formula, target * factor, realisasi * factor).exact == capaian(formula, target, realisasi).exact


@given(positive, positive)
def test_both_lower_formulas_agree_on_whether_the_target_is_met(target, realisasi):
    met = realisasi <= target
    assert (capaian("lower", target, realisasi).exact >= 100) is met
    assert (capaian("lower-ratio", target, realisasi).exact >= 100) is met


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=8))
def test_an_average_lies_between_zero_and_its_cap(pairs):
    result = average(capaian("higher", target, realisasi) for target, realisasi in pairs)
    assert Decimal(0) <= result.value <= Decimal(100)
