"""Sasaran, indikator, target, realisasi and budget as their tables hold them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, case, cast, func, select

from app.inspection.tables.table import Query, table
from app.performance.models import BudgetLine, Indicator, Realisasi, Sasaran, Target


def _period(model: Any) -> Any:
    """As events name it: "2025", or "2025-2"."""
    year = cast(model.year, String)
    return case((model.quarter.is_(None), year), else_=func.concat(year, "-", cast(model.quarter, String)))


def _sasaran() -> Query:
    return select(Sasaran.id, Sasaran.code, Sasaran.name)


def _indicators() -> Query:
    row = Indicator
    return select(
        row.id, row.code, row.name, row.sasaran_id, row.satuan, row.formula, row.accumulation, row.source,
        row.unit_id, row.renstra_target, row.renstra_year, row.first_year, row.last_year,
    )  # fmt: skip


def _targets() -> Query:
    return select(
        Target.indicator_id, _period(Target).label("period"), Target.value, Target.set_by_id.label("set_by"),
        Target.set_at,
    )  # fmt: skip


def _realisasi() -> Query:
    row = Realisasi
    return select(
        row.indicator_id, _period(row).label("period"), row.value, row.source, row.evidence_sha256,
        row.entered_by_id.label("entered_by"), row.entered_at,
    )  # fmt: skip


def _budget() -> Query:
    """With its place among all lines, which is the order in which they were first entered."""
    row = BudgetLine
    place = func.row_number().over(order_by=(row.position, row.id))
    return select(
        row.id, row.year, row.quarter, row.code, row.name, row.parent_id.label("parent"), row.pagu, row.realisasi,
        row.source, row.entered_by_id.label("entered_by"), row.entered_at, place.label("place"),
    )  # fmt: skip


ENTERED = {"source": "sumber", "entered_by": "yang mengisi", "entered_at": "waktu diisi"}
NAMED = {"code": "kode", "name": "nama"}
TABLES = (
    table("sasaran", ref="sasaran:{0}", words="sasaran {0}", query=_sasaran, columns=NAMED),
    table("indicator", ref="indicator:{0}", words="indikator {0}", query=_indicators, columns=NAMED | {
        "sasaran_id": "sasaran", "satuan": "satuan", "formula": "formula", "accumulation": "cara menjumlahkan",
        "source": "sumber data", "unit_id": "bagian", "renstra_target": "target Renstra",
        "renstra_year": "tahun Renstra", "first_year": "tahun pertama", "last_year": "tahun terakhir",
    }),
    table("target", ref="indicator:{0}/target:{1}", words="target indikator {0} periode {1}", query=_targets, columns={
        "value": "nilai", "set_by": "yang menetapkan", "set_at": "waktu ditetapkan",
    }),
    table("realisasi", ref="indicator:{0}/realisasi:{1}", words="realisasi indikator {0} periode {1}",
          query=_realisasi, columns=ENTERED | {"value": "nilai", "evidence_sha256": "SHA-256 bukti"}),
    table("budget_line", ref="budget:{0}", words="baris anggaran {0}", query=_budget, columns=NAMED | ENTERED | {
        "year": "tahun", "quarter": "triwulan", "parent": "induk", "pagu": "pagu", "realisasi": "realisasi",
        "place": "urutan",
    }),
)  # fmt: skip
