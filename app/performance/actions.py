"""The acts that write target and realisasi: each flushes and records its event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit import FileRef, Tag, record
from app.extensions import db
from app.performance.definition import read, required
from app.performance.errors import FigureMoved, UnusableFigure
from app.performance.figures import print_figure
from app.performance.models import Indicator, Realisasi, Target
from app.performance.period import Period
from app.performance.policies import check_can_define, check_can_enter


def set_target(indicator: Indicator, *, period: Period, value: str, by: User, at: datetime) -> Target:
    """`value` as typed ("84,00"). An unchanged target writes nothing."""
    check_can_define(by)
    _check_measured(indicator, period)
    figure = read(indicator.kind, value, "value")
    target = db.session.scalar(_of_period(Target, indicator, period))
    before = target.value if target else ""
    if target and before == figure:
        return target
    if target is None:
        target = Target(indicator=indicator, year=period.year, quarter=period.quarter)
        db.session.add(target)
    target.value, target.set_by, target.set_at = figure, by, at
    db.session.flush()
    data = _event_data(indicator, period, figure, before)
    record(Tag.TARGET_SET, by=by, about=target.audit_ref, at=at, data=data)
    return target


def enter_realisasi(
    indicator: Indicator,
    *,
    period: Period,
    value: str,
    source: str,
    evidence: FileRef | None = None,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Realisasi:
    """Enter what was reached; a correction is the same act, and the log keeps what stood there before.

    `value` is as typed. `seen` is the stored value that the person had before him ("" for none), so that
    nobody overwrites a colleague unknowingly; None compares nothing.
    """
    check_can_enter(by, indicator)
    _check_measured(indicator, period)
    figure = read(indicator.kind, value, "value")
    if not source.strip():
        raise UnusableFigure("Sebutkan dokumen sumber angka ini.", field="source")
    source = required("source", source)
    realisasi = db.session.scalar(_of_period(Realisasi, indicator, period))
    before = realisasi.value if realisasi else ""
    if realisasi and seen is not None and seen != before:
        raise FigureMoved(realisasi.entered_by.name, print_figure(indicator.kind, before))
    digest = evidence.sha256 if evidence else realisasi.evidence_sha256 if realisasi else ""
    if realisasi and (before, realisasi.source, realisasi.evidence_sha256) == (figure, source, digest):
        return realisasi
    if realisasi is None:
        realisasi = Realisasi(indicator=indicator, year=period.year, quarter=period.quarter)
        db.session.add(realisasi)
    realisasi.value, realisasi.source, realisasi.evidence_sha256 = figure, source, digest
    realisasi.entered_by, realisasi.entered_at = by, at
    db.session.flush()
    data = _event_data(indicator, period, figure, before) | {"source": source}
    files = (evidence,) if evidence else ()
    record(Tag.REALISASI_ENTERED, by=by, about=realisasi.audit_ref, at=at, data=data, files=files)
    return realisasi


def _event_data(indicator: Indicator, period: Period, value: str, before: str) -> dict[str, Any]:
    return {
        "indicator": indicator.code,
        "year": period.year,
        "quarter": period.quarter,
        "value": value,
        "before": before,
    }


def _check_measured(indicator: Indicator, period: Period) -> None:
    if not indicator.measured_in(period.year):
        raise UnusableFigure(f"Indikator {indicator.code} tidak diukur pada tahun {period.year}.")


def _of_period(model: Any, indicator: Indicator, period: Period) -> Any:
    return select(model).where(
        model.indicator_id == indicator.id,
        model.year == period.year,
        model.quarter.is_not_distinct_from(period.quarter),
    )
