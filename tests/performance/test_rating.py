"""The rating scale rates every value exactly once, or it is refused with the place where it doesn't."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.performance.rating import DEFAULT_BANDS, Rating, UnusableBands, check_bands, rate, read_bands


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("90.000001", "Sangat Tinggi"),
        ("90", "Tinggi"),
        ("75.5", "Tinggi"),
        ("75", "Sedang"),
        ("65", "Rendah"),
        ("50", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
        ("500", "Sangat Tinggi"),
    ],
)
def test_the_default_scale_is_half_open(value, label):
    assert rate(Fraction(value)).label == label


@given(st.fractions(min_value=0, max_value=1000))
def test_the_default_scale_rates_every_value_once(value):
    assert sum(band.holds(value) for band in DEFAULT_BANDS) == 1


def test_the_scale_prints_its_rule_and_colours_from_good_to_bad():
    assert [band.rule for band in DEFAULT_BANDS[:2]] == [
        "Sangat Tinggi: lebih dari 90",
        "Tinggi: lebih dari 75 sampai 90",
    ]
    assert DEFAULT_BANDS[-1].rule == "Sangat Rendah: 50 atau kurang"
    assert [band.tone for band in DEFAULT_BANDS] == ["ok", "ok", "soon", "late", "late"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Baik = 75..; Kurang = ..70", "Ada celah antara “Kurang” dan “Baik”"),
        ("Baik = 70..; Kurang = ..75", "“Kurang” dan “Baik” tumpang tindih"),
        ("Baik = 70..; Cukup = 60..80; Kurang = ..60", "“Cukup” dan “Baik” tumpang tindih"),
        ("Baik = 70..; Kurang = 0..70", "0 atau kurang tidak mendapat peringkat"),
        ("Baik = 70..100; Kurang = ..70", "lebih dari 100 tidak mendapat peringkat"),
        ("Baik = 70..; Kurang = ..70; Buruk = ..70", "tumpang tindih"),
        ("Baik = 80..60; Kurang = ..80", "“Baik” terbalik"),
        ("Baik = 70..; baik = ..70", "tertulis dua kali"),
        ("Baik: 70", "tidak terbaca"),
        ("", "kosong"),
    ],
)
def test_a_scale_that_does_not_fit_is_refused_with_the_place(text, reason):
    with pytest.raises(UnusableBands, match=reason):
        read_bands(text)


def test_a_scale_may_be_written_in_any_order():
    bands = read_bands("Kurang = ..60.5; Baik = 60.5..")
    assert [band.label for band in bands] == ["Baik", "Kurang"]
    assert rate(Fraction("60.5"), bands).label == "Kurang"
    assert rate(Fraction("60.51"), bands).label == "Baik"


def test_one_band_without_bounds_is_a_scale():
    assert read_bands("Semua = ..")[0].rule == "Semua: semua nilai"


@given(st.sets(st.integers(min_value=1, max_value=300), min_size=1, max_size=6), st.fractions(0, 400))
def test_any_chain_of_bounds_is_accepted_and_rates_once(bounds, value):
    edges = [None, *(Decimal(bound) for bound in sorted(bounds)), None]
    bands = check_bands([Rating(f"Pita {low}", low, high) for low, high in zip(edges, edges[1:], strict=False)])
    assert sum(band.holds(value) for band in bands) == 1
