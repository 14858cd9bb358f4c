"""The flowchart runs through the printed SOP table without a gap, whatever the rows say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.reports.context import PageSize
from app.reports.sop_rows import DRAWN_SHARE, SHARES, WIDTH, flow_cell
from app.settings import ROOT
from tests.reports.sample_annex import COLUMNS, STEPS


def _height(drawing: str) -> float:
    return float(re.search(r'height="([\d.]+)mm"', drawing)[1])  # type: ignore[index]


@pytest.mark.parametrize("page", list(PageSize))
def test_drawing_is_as_wide_as_the_columns_it_spans(page: PageSize) -> None:
    drawing = flow_cell(STEPS[0], columns=COLUMNS, page=page)
    width = float(re.search(r'width="([\d.]+)mm"', drawing)[1])  # type: ignore[index]
    assert width == pytest.approx(WIDTH[page] * DRAWN_SHARE / 100, abs=0.01)


def test_widths_are_those_of_the_stylesheet() -> None:
    css = (ROOT / "static" / "css" / "report-annex.css").read_text()
    found = {name: float(share) for name, share in re.findall(r"table\.sop col\.(\w+) \{ width: ([\d.]+)%; \}", css)}
    assert found == SHARES


def test_row_grows_with_the_words_beside_it() -> None:
    short = flow_cell(STEPS[2], columns=COLUMNS, page=PageSize.A4)
    long = flow_cell(replace(STEPS[2], output="keluaran panjang " * 20), columns=COLUMNS, page=PageSize.A4)
    assert _height(long) > 2 * _height(short)


def test_an_endless_word_is_counted_as_it_will_be_broken() -> None:
    broken = flow_cell(replace(STEPS[2], ket="x" * 200), columns=COLUMNS, page=PageSize.A4)
    assert _height(broken) > 60


def test_duty_is_marked_in_its_symbol_and_said_in_words() -> None:
    drawing = flow_cell(STEPS[1], columns=COLUMNS, page=PageSize.A4)
    assert drawing.count("●</text>") == 1 and drawing.count("○</text>") == 1
    assert "Langkah 2: Kabag/ Kasubag: Proses (belum dikonfirmasi)" in drawing
