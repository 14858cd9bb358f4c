"""Bullet charts as SVG from plain values, for pages and for print: attributes only, no text inside."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from app.performance.capaian import Capaian
from app.performance.rating import Bands

WIDTH, HEIGHT = 168, 22
END = 125
"""The right end in percent: every chart of a table has the same axis, so that rows compare."""
TARGET = 100
TONES = {"ok": "#1a6b3b", "soon": "#854c00", "late": "#b0271c", "quiet": "#868d92"}


def bullet(judged: Capaian, *, bands: Bands, label: str, width: int = WIDTH, height: int = HEIGHT) -> Markup:
    """The bands of the scale as ground, capaian as bar, target (100) as line; n/a is a dashed track.

    `label` says the same in words for those who don't see it. A capaian beyond the axis ends in an arrow.
    """
    shades = enumerate(bands)
    ground = Markup("").join(_band(band.above, band.up_to, place, len(bands), width, height) for place, band in shades)
    bar = _bar(judged, width, height) if judged.exact is not None else _missing(width, height)
    at = _x(Fraction(TARGET), width)
    line = Markup('<rect x="{}" y="1" width="2" height="{}" fill="currentColor"/>').format(_number(at - 1), height - 2)
    tone = judged.rating.tone if judged.rating else "quiet"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="bar bullet {}" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' role="img" aria-label="{}" focusable="false">{}{}{}</svg>'
    ).format(tone, width, height, width, height, label, ground, bar, line)


def _band(above: object, up_to: object, place: int, count: int, width: int, height: int) -> Markup:
    left = _x(Fraction(str(above)), width) if above is not None else Fraction(0)
    right = _x(Fraction(str(up_to)), width) if up_to is not None else Fraction(width)
    # The worst band is the darkest ground; the best is nearly the page itself.
    opacity = f"{0.05 + 0.17 * place / max(count - 1, 1):.2f}"
    return Markup('<rect x="{}" width="{}" height="{}" fill="currentColor" fill-opacity="{}"/>').format(
        _number(left), _number(max(right - left, Fraction(0))), height, opacity
    )


def _bar(judged: Capaian, width: int, height: int) -> Markup:
    assert judged.exact is not None
    thick, middle = height * 2 // 5, Fraction(height, 2)
    colour = TONES[judged.rating.tone if judged.rating else "quiet"]
    top = _number(middle - Fraction(thick, 2))
    if judged.exact <= END:
        length = max(_x(judged.exact, width), Fraction(1))
        return Markup('<rect class="used" y="{}" width="{}" height="{}" fill="{}"/>').format(
            top, _number(length), thick, colour
        )
    return Markup(
        '<rect class="used" y="{}" width="{}" height="{}" fill="{}"/>'
        '<path class="used" d="M{} {}L{} {}L{} {}z" fill="{}"/>'
    ).format(
        top, width - 9, thick, colour,
        width - 9, _number(middle - thick), width, _number(middle), width - 9, _number(middle + thick), colour,
    )  # fmt: skip


def _missing(width: int, height: int) -> Markup:
    return Markup(
        '<line x1="2" x2="{}" y1="{}" y2="{}" stroke="currentColor" stroke-opacity="0.6" stroke-dasharray="3 4"/>'
    ).format(width - 2, _number(Fraction(height, 2)), _number(Fraction(height, 2)))


def _x(value: Fraction, width: int) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(END)) * width / END


def _number(value: Fraction) -> str:
    return f"{float(value):.1f}"
