"""The measured figures and the budget of a period, as the report prints them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.performance.budget import BudgetRow, BudgetSummary
from app.performance.capaian import Capaian, Formula
from app.performance.measurement import AVERAGE_RULE, MeasurementRow
from app.performance.measurement import Measurement as Measured
from app.reports.context import (
    Budget,
    BudgetLine,
    Efficiency,
    Figure,
    IndicatorRow,
    Measurement,
    SasaranBlock,
    Source,
)
from app.reports.models import Report
from app.reports.sections import cause_of, solution_of


def measurement_of(measured: Measured, report: Report) -> Measurement:
    """Sasaran by sasaran; a figure that is missing stays missing and says so."""
    blocks = tuple(
        SasaranBlock(code=group.code, name=group.name, rows=tuple(_row(row, report) for row in group.rows))
        for group in measured.sasaran
    )
    years = {row.renstra_year for row in measured.rows if row.renstra_year}
    return Measurement(
        sasaran=blocks,
        rating_rule=measured.rating_rule,
        average=_value(measured.average),
        average_rating=measured.average.rating.label if measured.average.rating else "",
        average_policy=AVERAGE_RULE,
        previous_label=measured.period.previous_year.label.removeprefix("Tahun "),
        renstra_label=str(max(years)) if years else "",
    )


def budget_of(summary: BudgetSummary) -> Budget | None:
    """None where no budget was entered for the period."""
    if not summary.has_figures:
        return None
    total = BudgetLine(code="", name="Jumlah", pagu=summary.pagu, realisasi=summary.realisasi)
    lines = tuple(_line(row) for row in summary.programs)
    return Budget(lines=lines, total=total, notes=summary.problems + summary.missing)


def efficiency_of(measured: Measured, summary: BudgetSummary) -> tuple[Efficiency, ...]:
    """% capaian beside % anggaran, over the whole; none where either is missing."""
    capaian = _value(measured.average)
    if capaian is None or summary.absorption is None:
        return ()
    return (Efficiency(label="Seluruh sasaran", capaian=capaian, anggaran=summary.absorption),)


def _row(row: MeasurementRow, report: Report) -> IndicatorRow:
    return IndicatorRow(
        code=row.code,
        name=row.name,
        satuan=row.satuan,
        formula=row.formula_text,
        target=_figure(row.formula, row.target),
        realisasi=_figure(row.formula, row.realisasi),
        capaian=_value(row.capaian),
        rating=row.capaian.rating.label if row.capaian.rating else "",
        note=" ".join(part for part in (row.capaian.note, *row.notes) if part),
        previous=_figure(row.formula, row.previous),
        renstra_target=_figure(row.formula, row.renstra_target),
        renstra_capaian=_value(row.renstra_capaian),
        unit=row.unit_name,
        sources=tuple(
            Source(
                document=entry.source,
                sha256=entry.evidence_sha256,
                entered_by=entry.entered_by,
                entered_at=entry.entered_at,
            )
            for entry in row.entries
        ),
        cause=report.text_of(cause_of(row.code)),
        solution=report.text_of(solution_of(row.code)),
    )


def _figure(formula: Formula, text: str | None) -> Figure:
    if text is None or formula is Formula.QUALITATIVE:
        return text
    return Decimal(text)


def _value(capaian: Capaian) -> Decimal | None:
    value = capaian.value
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def _line(row: BudgetRow) -> BudgetLine:
    return BudgetLine(
        code=row.code, name=row.name, pagu=row.pagu, realisasi=row.realisasi,
        children=tuple(_line(child) for child in row.children),
    )  # fmt: skip
