"""Draws an SOP's flowchart as SVG: one symbol, one cell of a page's table, one row or the whole on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from app.sop.flow import At, DrawnCell, DrawnRow, FlowStep, Kind, Stroke, lay_out
from app.sop.pelaksana import Symbol
from app.sop.shapes import HALVES, MEETING_DASH, RETURN_DASH, UNCONFIRMED_DASH, WORDS, Half, arrowhead, shape

FOOTNOTE = "simbol disusun ulang; belum dikonfirmasi"
LANE = 11
"""How far from a cell's edge lines turn, in pixels."""

FLUID: Mapping[At, str] = {At.START: "0", At.LANE: str(LANE), At.MID: "50%", At.END: "100%"}
PAINT = {
    Kind.FLOW: "",
    Kind.HELP: "",
    Kind.MEETING: f' stroke-dasharray="{MEETING_DASH}"',
    Kind.RETURN: f' stroke-dasharray="{UNCONFIRMED_DASH}" stroke-linecap="round" stroke-width="1.8"',
    Kind.RETURN_CONFIRMED: f' stroke-dasharray="{RETURN_DASH}"',
}
NO_SHAPE = Half(0, 0)


def symbol_svg(symbol: str, *, confirmed: bool = True) -> Markup:
    """One symbol of its natural size, for a legend or a line of text. "none" draws nothing."""
    if symbol not in WORDS or symbol == "none":
        return Markup()
    words = WORDS[symbol] + ("" if confirmed else ", belum dikonfirmasi")
    return Markup(
        '<svg class="flow-symbol" width="62" height="40" viewBox="-31 -20 62 40" role="img" '
        f'aria-label="{escape(words)}"><title>{escape(words)}</title>{shape(symbol, confirmed=confirmed)}</svg>'
    )


def meeting_svg() -> Markup:
    """The line that joins a meeting's boxes, for a legend."""
    return Markup(
        '<svg class="flow-symbol" width="62" height="40" viewBox="-31 -20 62 40" aria-hidden="true" focusable="false">'
        f'<path d="M-28 0H28" stroke="currentColor" stroke-width="1.5" stroke-dasharray="{MEETING_DASH}"/></svg>'
    )


def cell_svg(drawn: DrawnCell, *, label: str = "") -> Markup:
    """One cell's share of the flow, stretched by the page over the whole cell.

    The page gives the cell `position: relative` and this svg (class "flow") `position: absolute; inset: 0`.
    A cell with nothing but lines is hidden from screen readers.
    """
    lines = "".join(_line(stroke, FLUID, FLUID) for stroke in drawn.strokes)
    middle = f'<svg x="50%" y="50%" overflow="visible">{_middle(drawn)}</svg>'
    return Markup(
        f'<svg class="flow" width="100%" height="100%" {_named(drawn, label)}>'
        f'<g stroke="currentColor" stroke-width="1.3" fill="none">{lines}</g>{middle}</svg>'
    )


def row_svg(row: DrawnRow, *, column_width: float, height: float, labels: Sequence[str] = ()) -> Markup:
    """A row of all pelaksana columns at a fixed size, for paper; rows of one width join without a gap."""
    width = column_width * len(row.cells)
    words = row_words(row, labels)
    return Markup(
        f'<svg width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(words)}"><title>{escape(words)}</title>{_row(row, column_width, 0, height)}</svg>'
    )


def flow_svg(
    columns: Sequence[str], steps: Sequence[FlowStep], *, column_width: float = 96, row_height: float = 64
) -> Markup:
    """The whole flowchart as one picture: numbers at the left, a column a pelaksana, lines between."""
    rows = lay_out(steps)
    left, top = 34.0, 30.0
    width, height = left + column_width * len(columns), top + row_height * len(rows)
    parts = [_frame(columns, rows, left, top, column_width, row_height)]
    for index, row in enumerate(rows):
        parts.append(
            f'<g transform="translate({left:g} 0)">{_row(row, column_width, top + index * row_height, row_height)}</g>'
        )
    words = f"Bagan alir SOP, {len(rows)} langkah"
    return Markup(
        f'<svg class="flow-whole" width="{width:g}" height="{height:g}" viewBox="-1 -1 {width + 2:g} {height + 2:g}" '
        f'role="img" aria-label="{words}"><title>{words}</title>{"".join(parts)}</svg>'
    )


def row_words(row: DrawnRow, labels: Sequence[str] = ()) -> str:
    """The row's symbols in words, for who can't see them."""
    named = [
        f"{labels[index]}: {cell_words(cell)}" if index < len(labels) else cell_words(cell)
        for index, cell in enumerate(row.cells)
        if cell.cell.symbol is not Symbol.NONE
    ]
    return f"Langkah {row.no}: " + ("; ".join(named) or "tanpa simbol")


def cell_words(drawn: DrawnCell) -> str:
    words = WORDS[drawn.cell.symbol]
    if drawn.cell.no_to is not None and drawn.cell.symbol is Symbol.DECISION:
        words += f", Tidak kembali ke langkah {drawn.cell.no_to}"
    return words if drawn.cell.confirmed else f"{words} (belum dikonfirmasi)"


def _named(drawn: DrawnCell, label: str) -> str:
    if drawn.cell.symbol is Symbol.NONE:
        return 'aria-hidden="true" focusable="false"'
    words = f"{label}: {cell_words(drawn)}" if label else cell_words(drawn)
    return f'role="img" aria-label="{escape(words)}"'


def _line(stroke: Stroke, x: Mapping[At, str], y: Mapping[At, str]) -> str:
    return (
        f'<line x1="{x[stroke.x1]}" y1="{y[stroke.y1]}" x2="{x[stroke.x2]}" y2="{y[stroke.y2]}"{PAINT[stroke.kind]}/>'
    )


def _middle(drawn: DrawnCell) -> str:
    """Symbol, arrowheads and the answers of a decision, around the cell's middle."""
    half = HALVES.get(drawn.cell.symbol, NO_SHAPE)
    heads = "".join(arrowhead(direction, half) for direction, _kind in drawn.heads)
    return shape(drawn.cell.symbol, confirmed=drawn.cell.confirmed) + heads + _answers(drawn, half)


def _answers(drawn: DrawnCell, half: Half) -> str:
    places = {"Ya": (6, half.height + 9, "start"), "Tidak": (-6, -half.height, "end")}
    return "".join(
        f'<text x="{x}" y="{y}" font-size="9.5" font-weight="600" text-anchor="{anchor}" fill="currentColor">'
        f"{answer}</text>"
        for answer, (x, y, anchor) in places.items()
        if answer in drawn.answers
    )


def _row(row: DrawnRow, column_width: float, top: float, height: float) -> str:
    y = {
        At.START: f"{top:g}",
        At.LANE: f"{top + LANE:g}",
        At.MID: f"{top + height / 2:g}",
        At.END: f"{top + height:g}",
    }
    lines, middles = [], []
    for index, drawn in enumerate(row.cells):
        left = index * column_width
        x = {
            At.START: f"{left:g}",
            At.LANE: f"{left + LANE:g}",
            At.MID: f"{left + column_width / 2:g}",
            At.END: f"{left + column_width:g}",
        }
        lines += [_line(stroke, x, y) for stroke in drawn.strokes]
        middles.append(f'<g transform="translate({x[At.MID]} {y[At.MID]})">{_middle(drawn)}</g>')
    return f'<g stroke="currentColor" stroke-width="1.3" fill="none">{"".join(lines)}</g>{"".join(middles)}'


def _frame(
    columns: Sequence[str], rows: Sequence[DrawnRow], left: float, top: float, column_width: float, row_height: float
) -> str:
    width, height = left + column_width * len(columns), top + row_height * len(rows)
    ruled = [f'<rect x="0" y="0" width="{width:g}" height="{height:g}"/>']
    ruled += [f'<path d="M{left + index * column_width:g} 0V{height:g}"/>' for index in range(len(columns))]
    ruled += [f'<path d="M0 {top + index * row_height:g}H{width:g}"/>' for index in range(len(rows))]
    words = [
        f'<text x="{left + (index + 0.5) * column_width:g}" y="{top / 2 + 3:g}">{escape(_fitting(label))}</text>'
        for index, label in enumerate(columns)
    ]
    words += [
        f'<text x="{left / 2:g}" y="{top + (index + 0.5) * row_height + 3:g}">{row.no}</text>'
        for index, row in enumerate(rows)
    ]
    return (
        f'<g fill="none" stroke="currentColor" stroke-width="0.6" opacity="0.45">{"".join(ruled)}</g>'
        f'<g font-size="9.5" text-anchor="middle" fill="currentColor">{"".join(words)}</g>'
    )


def _fitting(label: str) -> str:
    return label if len(label) <= 18 else label[:17] + "…"
