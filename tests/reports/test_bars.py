"""Bars end where their figure says, and a missing figure draws no bar."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.reports.bars import COLOURS, WIDTH, bar, scale_of


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([], 120),
        ([None], 120),
        ([Decimal("103")], 120),
        ([Decimal("121")], 140),
        ([Decimal("140")], 140),
        ([Decimal("900")], 200),
    ],
)
def test_axis_covers_the_largest_bar_up_to_a_limit(values: list[Decimal | None], scale: int) -> None:
    assert scale_of(values) == scale


def test_bar_is_as_long_as_its_figure_and_has_the_colour_of_its_rating() -> None:
    drawn = bar(Decimal("60"), rating="Rendah", scale=120, alt="60")
    assert f'width="{WIDTH // 2}.0"' in drawn and COLOURS["Rendah"] in drawn


def test_missing_figure_is_a_dashed_track() -> None:
    drawn = bar(None, rating="", scale=120, alt="n/a")
    assert "stroke-dasharray" in drawn and COLOURS["Sangat Rendah"] not in drawn


def test_bar_beyond_the_axis_ends_at_it_with_a_mark() -> None:
    drawn = bar(Decimal("900"), rating="Sangat Tinggi", scale=200, alt="900")
    assert f'width="{WIDTH}.0"' in drawn and "<path" in drawn


def test_words_of_a_bar_are_escaped() -> None:
    assert "<title>&lt;b&gt;</title>" in bar(None, rating="", scale=120, alt="<b>")
