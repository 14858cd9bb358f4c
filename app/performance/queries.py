"""Reads the figures of a period into plain values for pages, the report and the charts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.accounts.models import UnitKerja
from app.extensions import db
from app.performance.accumulation import Accumulated, Accumulation, accumulate
from app.performance.budget import BudgetRow, BudgetSummary, summarise
from app.performance.capaian import average, capaian
from app.performance.errors import UnknownBudgetLine, UnknownIndicator, UnknownSasaran
from app.performance.measurement import Entry, Measurement, MeasurementRow, SasaranMeasurement
from app.performance.models import BudgetLine, Indicator, Realisasi, Sasaran, Target
from app.performance.period import Period
from app.performance.rating import Bands


def measurement(year: int, quarter: int | None = None) -> Measurement:
    """Every sasaran and indikator measured in the year, with what was entered for the period."""
    period, bands = Period(year, quarter), rating_bands()
    figures = _Figures(year)
    groups = []
    for sasaran, indicators in definitions():
        rows = tuple(_row(indicator, period, bands, figures) for indicator in indicators if indicator.measured_in(year))
        if rows:
            mean = average((row.capaian for row in rows), bands=bands)
            groups.append(SasaranMeasurement(sasaran.code, sasaran.name, rows, mean))
    whole = average((row.capaian for group in groups for row in group.rows), bands=bands)
    return Measurement(period, tuple(groups), whole, bands)


def definitions() -> list[tuple[Sasaran, list[Indicator]]]:
    """Sasaran in their order, each with its indikator in the order of their codes (1.2 before 1.10)."""
    by_sasaran: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in db.session.scalars(select(Indicator)):
        by_sasaran[indicator.sasaran_id].append(indicator)
    sasaran = sorted(db.session.scalars(select(Sasaran)), key=lambda row: code_order(row.code))
    return [(row, sorted(by_sasaran[row.id], key=lambda found: code_order(found.code))) for row in sasaran]


def code_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that reads the numbers in a code as numbers."""
    parts = re.findall(r"\d+|[^\d.\s]+", code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def rating_bands() -> Bands:
    bands: Bands = current_app.extensions["rating_bands"]
    return bands


def sasaran_by_id(sasaran_id: int) -> Sasaran:
    sasaran = db.session.get(Sasaran, sasaran_id)
    if sasaran is None:
        raise UnknownSasaran
    return sasaran


def indicator_by_id(indicator_id: int) -> Indicator:
    indicator = db.session.get(Indicator, indicator_id)
    if indicator is None:
        raise UnknownIndicator
    return indicator


def measurement_row(indicator: Indicator, period: Period) -> MeasurementRow:
    """One indikator's row of the measurement, for its own page."""
    return _row(indicator, period, rating_bands(), _Figures(period.year, indicator.id))


def figures_of_year(indicator: Indicator, year: int) -> dict[int | None, tuple[Target | None, Realisasi | None]]:
    """What was entered for one indikator in a year: quarters 1 to 4, then the whole year."""
    figures = _Figures(year, indicator.id)
    targets, reached = figures.targets(indicator, year), figures.realisasi(indicator, year)
    return {quarter: (targets.get(quarter), reached.get(quarter)) for quarter in (1, 2, 3, 4, None)}


def years_with_figures() -> list[int]:
    """Years for which target, realisasi or budget was entered, newest first."""
    models: tuple[Any, ...] = (Target, Realisasi, BudgetLine)
    years = {year for model in models for year in db.session.scalars(select(model.year).distinct())}
    return sorted(years, reverse=True)


def newest_year_with_targets() -> int | None:
    return db.session.scalar(select(Target.year).order_by(Target.year.desc()).limit(1))


def units() -> list[UnitKerja]:
    return list(db.session.scalars(select(UnitKerja).where(UnitKerja.closed_at.is_(None)).order_by(UnitKerja.id)))


def budget(year: int, quarter: int | None = None) -> BudgetSummary:
    """The budget tree of the period with its sums, problems and gaps."""
    period = Period(year, quarter)
    children: dict[int | None, list[BudgetLine]] = defaultdict(list)
    for line in db.session.scalars(
        select(BudgetLine)
        .where(BudgetLine.year == year, BudgetLine.quarter.is_not_distinct_from(quarter))
        .order_by(BudgetLine.position)
    ):
        children[line.parent_id].append(line)
    return summarise(period, [_budget_row(line, 0, children) for line in children[None]])


def budget_line(line_id: int) -> BudgetLine:
    line = db.session.get(BudgetLine, line_id)
    if line is None:
        raise UnknownBudgetLine
    return line


def _budget_row(line: BudgetLine, level: int, children: Mapping[int | None, Sequence[BudgetLine]]) -> BudgetRow:
    return BudgetRow(
        id=line.id,
        level=level,
        code=line.code,
        name=line.name,
        pagu=line.pagu,
        realisasi=line.realisasi,
        source=line.source,
        entered_by=line.entered_by.name,
        entered_at=line.entered_at,
        children=tuple(_budget_row(child, level + 1, children) for child in children.get(line.id, ())),
    )


class _Figures:
    """Target and realisasi of a year and the year before, read with one query each."""

    def __init__(self, year: int, indicator_id: int | None = None) -> None:
        self._targets = self._read(Target, year, indicator_id)
        self._realisasi = self._read(Realisasi, year, indicator_id)

    def targets(self, indicator: Indicator, year: int) -> dict[int | None, Target]:
        return self._targets.get((indicator.id, year), {})

    def realisasi(self, indicator: Indicator, year: int) -> dict[int | None, Realisasi]:
        return self._realisasi.get((indicator.id, year), {})

    @staticmethod
    def _read(model: Any, year: int, indicator_id: int | None) -> dict[tuple[int, int], dict[int | None, Any]]:
        found: dict[tuple[int, int], dict[int | None, Any]] = defaultdict(dict)
        query = select(model).where(model.year.in_((year, year - 1)))
        if indicator_id is not None:
            query = query.where(model.indicator_id == indicator_id)
        for row in db.session.scalars(query):
            found[row.indicator_id, row.year][row.quarter] = row
        return found


def _row(indicator: Indicator, period: Period, bands: Bands, figures: _Figures) -> MeasurementRow:
    kind, own = indicator.accumulates, figures.realisasi(indicator, period.year)
    target = _accumulated(kind, figures.targets(indicator, period.year), period)
    realisasi = _accumulated(kind, own, period)
    before = period.previous_year
    past_target = _accumulated(kind, figures.targets(indicator, before.year), before)
    past = _accumulated(kind, figures.realisasi(indicator, before.year), before)
    judged = capaian(indicator.kind, target.value, realisasi.value, bands=bands)
    notes = [f"{what}: {made.note}" for what, made in (("target", target), ("realisasi", realisasi)) if made.note]
    return MeasurementRow(
        indicator_id=indicator.id,
        code=indicator.code,
        name=indicator.name,
        satuan=indicator.satuan,
        formula=indicator.kind,
        unit_id=indicator.unit_id,
        unit_name=indicator.unit.name if indicator.unit else "",
        source=indicator.source,
        target=target.value,
        realisasi=realisasi.value,
        capaian=judged,
        previous=past.value,
        previous_capaian=capaian(indicator.kind, past_target.value, past.value, bands=bands),
        renstra_target=indicator.renstra_target or None,
        renstra_year=indicator.renstra_year,
        renstra_capaian=capaian(indicator.kind, indicator.renstra_target, realisasi.value, bands=bands),
        notes=((judged.note,) if judged.note else ()) + tuple(notes),
        entries=_entries(kind, own, period),
    )


def _accumulated(kind: Accumulation, rows: Mapping[int | None, Any], period: Period) -> Accumulated:
    return accumulate(kind, {quarter: row.value for quarter, row in rows.items()}, period)


def _entries(kind: Accumulation, rows: Mapping[int | None, Realisasi], period: Period) -> tuple[Entry, ...]:
    """The entries that the printed figure rests on."""
    if period.quarter is None and None in rows:
        used = [rows[None]]
    else:
        quarters = period.quarters if kind is Accumulation.SUM else period.quarters[-1:]
        used = [rows[quarter] for quarter in quarters if quarter in rows]
    return tuple(
        Entry(row.period, row.value, row.source, row.entered_by.name, row.entered_at, row.evidence_sha256)
        for row in used
    )
