"""The drawing: well-formed SVG, named for who can't see it, dotted until confirmed, without any style sheet."""

from xml.etree import ElementTree

import pytest

from app.sop.document import ParsedSop
from app.sop.drawing import FOOTNOTE, cell_svg, flow_svg, row_svg, symbol_svg
from app.sop.flow import FlowCell, FlowStep, lay_out
from app.sop.pelaksana import Duty, Symbol
from tests.sop.test_flow import steps_of

DOTTED = 'stroke-linecap="round"'


@pytest.mark.parametrize("symbol", ["start", "box", "decision", "end", "arrow", "page"])
def test_each_symbol_is_svg_with_a_name(symbol: str):
    drawn = ElementTree.fromstring(symbol_svg(symbol))
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-label"]


def test_an_unconfirmed_symbol_is_dotted_and_says_so():
    drawn = symbol_svg("box", confirmed=False)
    assert DOTTED in drawn
    assert "belum dikonfirmasi" in drawn
    assert DOTTED not in symbol_svg("box", confirmed=True)
    assert "belum dikonfirmasi" in FOOTNOTE


def test_no_symbol_draws_nothing():
    assert symbol_svg("none") == ""
    assert symbol_svg("<script>") == ""


def test_a_cell_names_its_pelaksana_and_escapes_him():
    (row,) = lay_out([FlowStep(1, (FlowCell(Symbol.BOX, Duty.ANSWERS),))])
    drawn = cell_svg(row.cells[0], label='Kabag "A" & <b>')
    assert "&lt;b&gt;" in drawn
    assert "Proses (belum dikonfirmasi)" in ElementTree.fromstring(drawn).attrib["aria-label"]


def test_a_cell_with_lines_alone_is_hidden_from_screen_readers():
    (row,) = lay_out([FlowStep(1, (FlowCell(),))])
    assert ElementTree.fromstring(cell_svg(row.cells[0])).attrib["aria-hidden"] == "true"


def test_a_row_on_paper_says_in_words_what_it_shows(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[4]
    drawn = ElementTree.fromstring(row_svg(row, column_width=80, height=64, labels=parsed.columns))
    assert drawn.attrib["aria-label"] == (
        "Langkah 5: Sekretaris DPRD: Keputusan, Tidak kembali ke langkah 4; Kabag/ Kasubag: Proses"
    )
    assert drawn.attrib["width"] == "320"


def test_the_whole_flow_is_one_picture_with_a_row_a_step(parsed: ParsedSop):
    drawn = str(flow_svg(parsed.columns, steps_of(parsed)))
    ElementTree.fromstring(drawn)
    assert drawn.count('class="flow-shape"') == 13
    assert "Ya</text>" in drawn
    assert "Tidak</text>" in drawn


def test_paper_needs_no_style_sheet(parsed: ParsedSop):
    drawn = str(flow_svg(parsed.columns, steps_of(parsed)))
    assert "style=" not in drawn
    assert "var(" not in drawn


def test_an_sop_without_steps_is_an_empty_picture():
    ElementTree.fromstring(flow_svg(("Staf",), ()))
