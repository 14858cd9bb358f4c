"""Figures and small sentences are written as the office writes them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.reports.context import Figure, Interval
from app.reports.words import (
    change,
    figure,
    formula_groups,
    has_missing,
    interval_line,
    rating_counts,
    with_unit,
)
from tests.reports.sample import FIRST, MEASUREMENT, quarterly_context
from tests.reports.sample_annex import at

ROW = FIRST.rows[0]


@pytest.mark.parametrize(
    ("value", "satuan", "shown"),
    [
        (Decimal("75.00"), "%", "75,00%"),
        (Decimal("6"), "hari kerja", "6 hari kerja"),
        (Decimal("12500"), "", "12.500"),
        ("Tepat waktu", "kualitatif", "Tepat waktu"),
        (None, "%", "n/a"),
        ("  ", "%", "n/a"),
        (Decimal("0"), "temuan", "0 temuan"),
    ],
)
def test_figure_with_its_unit(value: Figure, satuan: str, shown: str) -> None:
    assert with_unit(value, satuan) == shown


def test_decimals_stay_as_they_came() -> None:
    assert [figure(Decimal(text)) for text in ("84.00", "5", "86.520")] == ["84,00", "5", "86,520"]


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (Decimal("83.10"), Decimal("86.52"), "+3,42"),
        (Decimal("7"), Decimal("6"), "−1"),
        (Decimal("100"), Decimal("100.00"), "tetap"),
        ("Tepat waktu", "tepat waktu", "tetap"),
        ("Tepat waktu", "Terlambat", "berubah"),
        (None, Decimal("1"), "n/a"),
        (Decimal("1"), None, "n/a"),
    ],
)
def test_change_against_the_earlier_period(before: Figure, now: Figure, shown: str) -> None:
    assert change(replace(ROW, previous=before, realisasi=now)) == shown


def test_unrated_indicators_are_counted_by_themselves() -> None:
    assert rating_counts(MEASUREMENT) == (("Sangat Tinggi", 6), ("Tinggi", 2))
    assert rating_counts(quarterly_context().measurement) == (("Sangat Tinggi", 1), ("belum dapat dinilai", 1))


def test_a_complete_measurement_needs_no_word_on_missing_ones() -> None:
    assert not has_missing(MEASUREMENT)
    assert has_missing(quarterly_context().measurement)


def test_formula_is_told_once_for_all_its_indicators() -> None:
    assert formula_groups(FIRST.rows) == (("1.1, 1.2, 1.3", "R/T × 100"), ("1.4", "(2T − R)/T × 100"))


def test_interval_line_says_seconds_so_that_lines_add_up() -> None:
    whole = Interval(start=at("2026-01-12 08.00"), end=at("2026-01-12 08.14"), minutes=14, counted=True)
    part = replace(whole, minutes=Fraction(27, 2))
    rest = replace(whole, counted=False, reason="istirahat")
    assert interval_line(whole) == "Sen 12 Jan 2026  08.00–08.14    14 menit"
    assert interval_line(part).endswith("13 menit 30 detik")
    assert interval_line(rest).endswith("   0 menit  istirahat")
