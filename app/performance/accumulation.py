"""How the quarters of a year become one figure: summed, or the last value (percentages, indices)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from app.performance.capaian import LOWER_IS_BETTER, Formula
from app.performance.numbers import stored
from app.performance.period import Period, quarter_label


class Accumulation(StrEnum):
    SUM = "sum"
    LAST = "last"


ACCUMULATION_TEXT: dict[Accumulation, str] = {
    Accumulation.SUM: "dijumlahkan antartriwulan",
    Accumulation.LAST: "nilai triwulan terakhir",
}


@dataclass(frozen=True, slots=True)
class Accumulated:
    """`value` None where a needed quarter is missing; `note` says which, or how the value came about."""

    value: str | None
    note: str = ""


def why_not_sum(formula: Formula, satuan: str) -> str:
    """The reason why this kind of figure must not be added up, or "" (DOMAIN: percentages, indices, lower)."""
    if formula is Formula.QUALITATIVE:
        return "Nilai kualitatif tidak dapat dijumlahkan."
    if formula in LOWER_IS_BETTER:
        return "Indikator makin-rendah-makin-baik memakai nilai triwulan terakhir."
    if satuan.strip().casefold() in {"%", "persen", "indeks", "nilai", "skor"}:
        return f"Satuan “{satuan.strip()}” tidak dijumlahkan; pakai nilai triwulan terakhir."
    return ""


def accumulate(kind: Accumulation, figures: Mapping[int | None, str], period: Period) -> Accumulated:
    """One figure for the period out of {quarter or None: stored text} of its year.

    For a year its own figure (key None) comes first; only where there is none do the quarters make it.
    A missing quarter is never taken for zero, and an earlier quarter never stands in for a later one.
    """
    quarters = {quarter: figures[quarter] for quarter in period.quarters if quarter in figures}
    if period.quarter is None and None in figures:
        return Accumulated(figures[None], _disagreement(kind, quarters, figures[None], period))
    if not quarters:
        return Accumulated(None)
    needed = period.quarters if kind is Accumulation.SUM else period.quarters[-1:]
    missing = [quarter_label(quarter) for quarter in needed if quarter not in quarters]
    if missing:
        return Accumulated(None, f"{', '.join(missing)} belum diisi")
    if kind is Accumulation.LAST:
        return Accumulated(quarters[needed[-1]], "nilai triwulan IV" if period.quarter is None else "")
    return Accumulated(_sum(quarters), _sum_note(needed[-1]))


def _sum_note(last: int) -> str:
    return f"jumlah triwulan I sampai {quarter_label(last).split()[-1]}" if last > 1 else ""


def _sum(quarters: Mapping[int, str]) -> str:
    return stored(sum((Decimal(value) for value in quarters.values()), Decimal(0)))


def _disagreement(kind: Accumulation, quarters: Mapping[int, str], own: str, period: Period) -> str:
    """What to say where the year's own figure differs from complete quarters."""
    if any(quarter not in quarters for quarter in period.quarters):
        return ""
    if kind is Accumulation.LAST:
        return "" if _same(quarters[4], own) else "berbeda dari nilai triwulan IV"
    return "" if _same(_sum(quarters), own) else "berbeda dari jumlah keempat triwulan"


def _same(one: str, other: str) -> bool:
    """Equal as numbers (86.5 and 86.50), or as words for qualitative values."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.casefold() == other.casefold()
