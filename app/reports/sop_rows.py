"""The flowchart inside the printed SOP table: one drawing a row, as high as the row's words will need.

A printed table cannot stretch a drawing over its cell, so the height is worked out before the layout
from the widths of the letters; a row that is drawn too high is harmless.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from app.reports.context import AnnexStep, PageSize
from app.reports.letters import FACES, printable
from app.sop.drawing import row_svg
from app.web.words import waktu_pendek

WIDTH = {PageSize.A4: 247.0, PageSize.F4: 280.0}
"""Between the margins of the lying page, in millimetres."""
SHARES = {"no": 2.4, "uraian": 15.0, "words": 10.0, "waktu": 5.6, "ket": 3.0, "who": 13.0, "used": 7.0, "verdict": 8.0}
"""Per cent of that width, as static/css/report-annex.css gives them; "words" stands twice."""
DRAWN_SHARE = 100 - sum(SHARES.values()) - SHARES["words"]
UNITS = 88.0
"""Width of a pelaksana column in the drawing's own units: a symbol is 54 of them wide."""
LOWEST = 56.0
MM = 25.4 / 72
SIZE, LEADING, PADDING_X, PADDING_Y = 7.5 * MM, 7.5 * 1.25 * MM, 6 * MM, 5.5 * MM


def flow_cell(step: AnnexStep, *, columns: tuple[str, ...], page: PageSize) -> Markup:
    """The drawing over all pelaksana columns, with the columns' rules and the marks of duty."""
    column = WIDTH[page] * DRAWN_SHARE / 100 / len(columns)
    scale = column / UNITS
    units_high = max(_height_of_words(step, WIDTH[page]) / scale, LOWEST)
    drawing = str(row_svg(step.flow, column_width=UNITS, height=units_high, labels=columns))
    wide, high = UNITS * len(columns), units_high
    sized = drawing.replace(
        f'width="{wide:g}" height="{high:g}"',
        f'class="flow" font-family="Papan Sans" width="{column * len(columns):.2f}mm" height="{high * scale:.2f}mm"',
        1,
    )
    rules = "".join(f'<path d="M{UNITS * place:g} 0V{high:g}"/>' for place in range(1, len(columns)))
    marks = "".join(_mark(cell.duty, place, high) for place, cell in enumerate(step.cells) if cell.duty)
    start, _, end = sized.rpartition("</svg>")
    return Markup(f'{start}<g stroke="#5a636c" stroke-width=".8">{rules}</g>{marks}</svg>{end}')


def _mark(duty: str, place: int, high: float) -> str:
    return (
        f'<text x="{UNITS * (place + 0.5):g}" y="{high / 2 + 3.5:g}" font-size="10" text-anchor="middle">'
        f"{Markup.escape(duty)}</text>"
    )


def _height_of_words(step: AnnexStep, width: float) -> float:
    """Millimetres that the tallest cell of words will need."""
    when = waktu_pendek(step.completed_at) if step.completed_at else ""
    cells = (
        ("uraian", (step.uraian,)),
        ("words", (step.kelengkapan,)),
        ("words", (step.output,)),
        ("waktu", (step.waktu,)),
        ("ket", (step.ket,)),
        ("who", (step.who, when)),
        ("used", (step.used,)),
        ("verdict", (step.verdict,)),
    )
    lines = max(
        sum(_lines(text, width * SHARES[column] / 100 - PADDING_X) for text in texts) for column, texts in cells
    )
    return lines * LEADING + PADDING_Y


def _lines(text: str, width: float) -> int:
    """How many lines the text takes, word by word; a word that is too long is broken."""
    count, used = 0, width
    for word in printable(text).split():
        length = sum(_advances().get(ord(letter), 0.6) for letter in word) * SIZE
        if count and used + SIZE * 0.28 + length <= width:
            used += SIZE * 0.28 + length
            continue
        count += max(1, -int(-length // width))
        used = length % width if length > width else length
    return count


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    """Widths of the bold letters in em: the widest face that the table uses."""
    from fontTools.ttLib import TTFont

    with TTFont(FACES / "LiberationSans-Bold.ttf", lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}
