"""What may be stored as target or realisasi: a number for a formula, words for a qualitative indikator."""

from __future__ import annotations

from decimal import Decimal

from app.performance.capaian import Formula
from app.performance.numbers import print_number, read_number, stored

MAX_WORDS = 80


class UnusableText(ValueError):
    """Words that can't be a qualitative value; the message says why."""


def read_figure(formula: Formula, typed: str) -> str:
    """The text that is stored for what was typed; UnreadableNumber or UnusableText where it can't be one."""
    if formula is not Formula.QUALITATIVE:
        return stored(read_number(typed))
    words = " ".join(typed.split())
    if not words:
        raise UnusableText("Tulis nilai kualitatif, misalnya “Tepat waktu”.")
    if len(words) > MAX_WORDS:
        raise UnusableText(f"Nilai kualitatif paling panjang {MAX_WORDS} huruf.")
    return words


def print_figure(formula: Formula, value: str | None) -> str:
    """The stored text as people read it: "84,00", "Tepat waktu"; missing is n/a, never 0."""
    if value is None or not value:
        return "n/a"
    return value if formula is Formula.QUALITATIVE else print_number(Decimal(value))
