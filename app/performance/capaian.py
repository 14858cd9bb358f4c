"""Capaian: how far realisasi reached target, by formula, in exact arithmetic (PermenPANRB 53/2014)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.performance.numbers import print_number, round_half_up
from app.performance.rating import DEFAULT_BANDS, Bands, Rating, rate


class Formula(StrEnum):
    """The values are stored and are the words of `flask capaian`."""

    HIGHER = "higher"
    LOWER = "lower"
    LOWER_RATIO = "lower-ratio"
    QUALITATIVE = "qualitative"


FORMULA_TEXT: dict[Formula, str] = {
    Formula.HIGHER: "R/T × 100",
    Formula.LOWER: "(2T − R)/T × 100",
    Formula.LOWER_RATIO: "T/R × 100",
    Formula.QUALITATIVE: "sama dengan target = 100, tidak sama = 0",
}

FORMULA_MEANING: dict[Formula, str] = {
    Formula.HIGHER: "makin tinggi makin baik",
    Formula.LOWER: "makin rendah makin baik",
    Formula.LOWER_RATIO: "makin rendah makin baik, rasio",
    Formula.QUALITATIVE: "kualitatif",
}

LOWER_IS_BETTER = frozenset({Formula.LOWER, Formula.LOWER_RATIO})

NO_REALISASI = "n/a: realisasi belum diisi"
NO_TARGET = "n/a: target belum ditetapkan"
FLOORED = "hasil rumus negatif; dicatat 0,00"
RATED_UNROUNDED = "peringkat memakai nilai sebelum pembulatan"
ZERO_TARGET_MET = "target 0 dan realisasi 0: capaian 100,00"


@dataclass(frozen=True, slots=True)
class Capaian:
    """`value` is rounded half-up to 2 for print; `exact` is what rating and averages use; None is n/a."""

    value: Decimal | None
    note: str = ""
    rating: Rating | None = None
    exact: Fraction | None = None

    @property
    def printed(self) -> str:
        return "n/a" if self.value is None else print_number(self.value)


Figure = Decimal | int | str | None


def capaian(formula: Formula | str, target: Figure, realisasi: Figure, *, bands: Bands = DEFAULT_BANDS) -> Capaian:
    """Judge one figure. Text is taken for qualitative indicators only; None or blank is missing, never 0."""
    kind = Formula(formula)
    if target is None or _blank(target):
        return Capaian(None, NO_TARGET)
    if realisasi is None or _blank(realisasi):
        return Capaian(None, NO_REALISASI)
    if kind is Formula.QUALITATIVE:
        return _qualitative(str(target), str(realisasi), bands)
    wanted, reached = Fraction(Decimal(target)), Fraction(Decimal(realisasi))
    impossible = _impossible(kind, wanted, reached)
    if impossible:
        return Capaian(None, f"tidak dapat dihitung: {impossible}")
    if wanted == 0 and kind in LOWER_IS_BETTER:
        return _judged(Fraction(100), ZERO_TARGET_MET, bands)
    value = _by_formula(kind, wanted, reached)
    return _judged(Fraction(0), FLOORED, bands) if value < 0 else _judged(value, "", bands)


def _blank(figure: Figure) -> bool:
    return isinstance(figure, str) and not figure.strip()


def _impossible(kind: Formula, target: Fraction, realisasi: Fraction) -> str:
    if target < 0:
        return "target negatif"
    if kind is Formula.HIGHER:
        return "target 0 tidak dapat menjadi pembagi" if target == 0 else ""
    if target == 0:
        return "" if realisasi == 0 else "target 0, sedangkan realisasi bukan 0"
    if kind is Formula.LOWER_RATIO and realisasi <= 0:
        return "realisasi 0 tidak dapat menjadi pembagi" if realisasi == 0 else "realisasi negatif"
    return ""


def _by_formula(kind: Formula, target: Fraction, realisasi: Fraction) -> Fraction:
    if kind is Formula.HIGHER:
        return realisasi / target * 100
    if kind is Formula.LOWER:
        return (2 * target - realisasi) / target * 100
    return target / realisasi * 100


def _qualitative(target: str, realisasi: str, bands: Bands) -> Capaian:
    if _words(target) == _words(realisasi):
        return _judged(Fraction(100), "", bands)
    return _judged(Fraction(0), f"realisasi “{realisasi.strip()}” tidak sama dengan target", bands)


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _judged(exact: Fraction, note: str, bands: Bands) -> Capaian:
    value, rating = round_half_up(exact), rate(exact, bands)
    if rate(Fraction(value), bands) != rating:
        note = RATED_UNROUNDED
    return Capaian(value, note, rating, exact)


def average(values: Iterable[Capaian], *, cap: int | None = 100, bands: Bands = DEFAULT_BANDS) -> Capaian:
    """Mean of what could be calculated; each value counts at most `cap`, so no indicator hides another."""
    known = [item.exact for item in values if item.exact is not None]
    if not known:
        return Capaian(None, "n/a: belum ada capaian yang dapat dirata-ratakan")
    counted = [min(value, Fraction(cap)) if cap is not None else value for value in known]
    return _judged(sum(counted, Fraction(0)) / len(counted), "", bands)
