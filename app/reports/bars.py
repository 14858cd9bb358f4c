"""The bars of capaian beside their figures, as SVG without text; the table around them says it in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from markupsafe import Markup

COLOURS = {
    "Sangat Tinggi": "#0c5c50",
    "Tinggi": "#5c9c7d",
    "Sedang": "#c9962c",
    "Rendah": "#c2641f",
    "Sangat Rendah": "#a8281d",
}
WIDTH, HEIGHT = 200, 16
TARGET, SMALLEST_SCALE, LARGEST_SCALE = 100, 120, 200


def scale_of(values: Iterable[Decimal | None]) -> int:
    """The right end of the axis in per cent: 120, or the next 20 above the largest bar, at most 200."""
    largest = max((value for value in values if value is not None), default=Decimal(0))
    steps = -(-int(largest) // 20) * 20
    return min(max(steps, SMALLEST_SCALE), LARGEST_SCALE)


def bar(value: Decimal | None, *, rating: str, scale: int, alt: str) -> Markup:
    """One bar with the target's line at 100; a missing value is a dashed track, never a bar of zero."""
    target = _x(Decimal(TARGET), scale)
    if value is None:
        inside = Markup(
            '<rect x=".5" y="4.5" width="{}" height="7" fill="none" stroke="#8a9096" stroke-dasharray="3 2"/>'
        ).format(WIDTH - 1)
    else:
        beyond = Markup('<path d="M{} 4l4 4-4 4z" fill="#fff"/>').format(WIDTH - 8) if value > scale else ""
        inside = Markup(
            '<rect y="2.5" width="{}" height="11" fill="#ebe8e0"/><rect y="2.5" width="{}" height="11" fill="{}"/>{}'
        ).format(WIDTH, _x(min(value, Decimal(scale)), scale), COLOURS.get(rating, "#5a636c"), beyond)
    return _svg(inside + Markup('<rect x="{}" width="1.2" height="16" fill="#1b2126"/>').format(target), alt)


def _x(value: Decimal, scale: int) -> Decimal:
    return (value * WIDTH / scale).quantize(Decimal("0.1"))


def _svg(inside: Markup, alt: str) -> Markup:
    start = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" class="bar">').format(WIDTH, HEIGHT)
    return start + Markup("<title>{}</title>{}</svg>").format(alt, inside)
