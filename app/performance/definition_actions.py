"""The acts that write sasaran and indikator: each flushes and records its event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.performance.accumulation import ACCUMULATION_TEXT
from app.performance.capaian import FORMULA_TEXT, Formula
from app.performance.definition import Definition, required
from app.performance.errors import CodeTaken, UnusableFigure
from app.performance.figures import print_figure
from app.performance.models import Indicator, Realisasi, Sasaran, Target
from app.performance.policies import check_can_define

STORED = (
    "sasaran_id", "satuan", "formula", "accumulation", "source", "unit_id", "renstra_target", "renstra_year",
    "first_year", "last_year",
)  # fmt: skip


def add_sasaran(*, code: str, name: str, by: User, at: datetime) -> Sasaran:
    check_can_define(by)
    code, name = required("code", code), required("name", name)
    _check_free(Sasaran, code)
    sasaran = Sasaran(code=code, name=name)
    db.session.add(sasaran)
    db.session.flush()
    data = {"code": code, "name": name, "changes": {}}
    record(Tag.SASARAN_ADDED, by=by, about=sasaran.audit_ref, at=at, data=data)
    return sasaran


def change_sasaran(sasaran: Sasaran, *, code: str, name: str, by: User, at: datetime) -> Sasaran:
    check_can_define(by)
    code, name = required("code", code), required("name", name)
    _check_free(Sasaran, code, own_id=sasaran.id)
    changes = _changes({"kode": sasaran.code, "nama": sasaran.name}, {"kode": code, "nama": name})
    if not changes:
        return sasaran
    sasaran.code, sasaran.name = code, name
    db.session.flush()
    data = {"code": code, "name": name, "changes": changes}
    record(Tag.SASARAN_CHANGED, by=by, about=sasaran.audit_ref, at=at, data=data)
    return sasaran


def add_indicator(sasaran: Sasaran, definition: Definition, *, by: User, at: datetime) -> Indicator:
    check_can_define(by)
    columns = definition.columns()
    _check_free(Indicator, columns["code"])
    indicator = Indicator(sasaran=sasaran, **columns)
    db.session.add(indicator)
    db.session.flush()
    facts = {what: value for what, value in _facts(indicator).items() if value not in (None, "")}
    data = _said(indicator, facts)
    record(Tag.INDICATOR_ADDED, by=by, about=indicator.audit_ref, at=at, data=data)
    return indicator


def change_indicator(
    indicator: Indicator, definition: Definition, *, sasaran: Sasaran, by: User, at: datetime
) -> Indicator:
    """The figures stay with the indikator's id; once there are some, words and numbers can't replace each other."""
    check_can_define(by)
    columns = definition.columns()
    _check_free(Indicator, columns["code"], own_id=indicator.id)
    turns_to_words_or_back = (definition.formula is Formula.QUALITATIVE) != (indicator.kind is Formula.QUALITATIVE)
    if turns_to_words_or_back and _has_figures(indicator):
        raise UnusableFigure(
            "Indikator ini sudah berisi target atau realisasi. Buat indikator baru untuk beralih "
            "antara angka dan nilai kualitatif.",
            field="formula",
        )
    before = _facts(indicator)
    indicator.sasaran_id = sasaran.id
    for column, value in columns.items():
        setattr(indicator, column, value)
    db.session.flush()
    db.session.expire(indicator, ["sasaran", "unit"])
    changes = _changes(before, _facts(indicator))
    if changes:
        data = _said(indicator, changes)
        record(Tag.INDICATOR_CHANGED, by=by, about=indicator.audit_ref, at=at, data=data)
    return indicator


def _said(indicator: Indicator, changes: dict[str, Any]) -> dict[str, Any]:
    """An event's data: the words for people, and the definition as it is stored, which the state is checked by."""
    stored = {column: getattr(indicator, column) for column in STORED}
    return {"code": indicator.code, "name": indicator.name, "changes": changes, "definition": stored}


def _facts(indicator: Indicator) -> dict[str, Any]:
    """What defines the indikator, in the words that people read in the log."""
    return {
        "kode": indicator.code,
        "nama": indicator.name,
        "sasaran": indicator.sasaran.code,
        "satuan": indicator.satuan,
        "formula": FORMULA_TEXT[indicator.kind],
        "angka tahunan": ACCUMULATION_TEXT[indicator.accumulates],
        "sumber data": indicator.source,
        "bagian": indicator.unit.name if indicator.unit else "",
        "target Renstra": print_figure(indicator.kind, indicator.renstra_target) if indicator.renstra_target else "",
        "tahun Renstra": indicator.renstra_year,
        "mulai tahun": indicator.first_year,
        "sampai tahun": indicator.last_year,
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {what: {"before": before[what], "after": value} for what, value in after.items() if before[what] != value}


def _check_free(model: type[Sasaran] | type[Indicator], code: str, *, own_id: int | None = None) -> None:
    taken = db.session.scalar(select(model.id).where(model.code == code))
    if taken is not None and taken != own_id:
        raise CodeTaken(code)


def _has_figures(indicator: Indicator) -> bool:
    return any(
        db.session.scalar(select(model.id).where(model.indicator_id == indicator.id).limit(1)) is not None
        for model in (Target, Realisasi)
    )
