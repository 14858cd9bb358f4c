"""The bar of a step's time as SVG, drawn by the server; the table that it stands in says the same in words."""

from __future__ import annotations

from markupsafe import Markup

from app.inspection.process.times import KINDS, LABELS, StepTime
from app.web.words import durasi

WIDTH, HEIGHT = 400, 14


def bar(step: StepTime, *, longest: int) -> Markup:
    """Every step on one scale: the longest fills the width."""
    pieces, x = Markup(""), 0.0
    for kind in KINDS:
        width = WIDTH * step.parts[kind] / longest if longest else 0.0
        if width:
            # What took a minute of weeks stays visible.
            width = max(width, 1.5)
            pieces += Markup('<rect class="{}" x="{}" width="{}" height="{}"/>').format(
                kind, round(x, 1), round(width, 1), HEIGHT
            )
            x += width
    said = ", ".join(f"{LABELS[kind].lower()} {durasi(step.parts[kind])}" for kind in KINDS if step.parts[kind])
    start = Markup('<svg class="spent" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">')
    return (
        start.format(WIDTH, HEIGHT, f"Langkah {step.no}: {said or 'kurang dari 1 menit'}") + pieces + Markup("</svg>")
    )
