"""The bullet chart draws what the table says, and nothing where there is nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from app.performance.capaian import Capaian, capaian
from app.performance.charts import END, WIDTH, bullet
from app.performance.rating import DEFAULT_BANDS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(judged: Capaian, label: str = "Capaian") -> ElementTree.Element:
    return ElementTree.fromstring(bullet(judged, bands=DEFAULT_BANDS, label=label))


def used(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [part for part in picture if part.get("class") == "used"]


@pytest.mark.parametrize("reached", [0, 37, 80, 100, 120])
def test_the_bar_is_as_long_as_the_capaian(reached):
    (bar,) = used(drawn(capaian("higher", 100, reached)))
    expected = max(reached * WIDTH / END, 1)
    assert float(bar.get("width")) == pytest.approx(expected, abs=0.06)


def test_what_is_missing_is_a_dashed_track_and_no_bar():
    picture = drawn(capaian("higher", 100, None))
    assert used(picture) == []
    assert picture.find(f"{SVG}line").get("stroke-dasharray")


def test_what_exceeds_the_axis_ends_in_an_arrow_inside_the_picture():
    picture = drawn(capaian("higher", 100, 400))
    bar, arrow = used(picture)
    assert arrow.tag == f"{SVG}path"
    assert max(float(x) for x in re.findall(r"[ML](\d+\.?\d*)", arrow.get("d"))) <= WIDTH
    assert float(bar.get("width")) < WIDTH


def test_the_bands_cover_the_ground_without_gap_or_overlap():
    parts = [part for part in drawn(capaian("higher", 1, 1)) if part.get("fill-opacity")]
    ground = sorted((float(part.get("x")), float(part.get("width"))) for part in parts)
    assert ground[0][0] == 0
    for (left, width), (following, _) in zip(ground, ground[1:], strict=False):
        assert left + width == pytest.approx(following, abs=0.11)
    assert sum(ground[-1]) == pytest.approx(WIDTH, abs=0.11)


def test_the_picture_is_named_in_words_and_escapes_them():
    assert drawn(capaian("higher", 1, 1), label='1.1 "<b>"').get("aria-label") == '1.1 "<b>"'


def test_it_holds_no_text_no_style_and_no_script():
    picture = bullet(capaian("higher", 1, 1), bands=DEFAULT_BANDS, label="x")
    assert not re.search(r"<text|style=|<script|on\w+=", picture)


def test_weasyprint_draws_it():
    weasyprint = pytest.importorskip("weasyprint")
    picture = bullet(capaian("higher", 100, 80), bands=DEFAULT_BANDS, label="1.4: 80,00")
    assert weasyprint.HTML(string=f"<p>{picture}</p>").write_pdf().startswith(b"%PDF")
