"""The acts that write sasaran and indikator: each flushes and records its event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.performance.capaian import Formula
from app.performance.definition import Definition, required
from app.performance.errors import CodeTaken, UnusableFigure
from app.performance.models import Indicator, Realisasi, Sasaran, Target
from app.performance.policies import check_can_define


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
    changes = _apply(sasaran, {"code": code, "name": name})
    if not changes:
        return sasaran
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
    facts = {key: value for key, value in columns.items() if key not in {"code", "name"} and value not in (None, "")}
    data = {"code": indicator.code, "name": indicator.name, "changes": facts | {"sasaran": sasaran.code}}
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
    changes = _apply(indicator, columns | {"sasaran_id": sasaran.id})
    if not changes:
        return indicator
    db.session.flush()
    db.session.expire(indicator, ["sasaran", "unit"])
    data = {"code": indicator.code, "name": indicator.name, "changes": changes}
    record(Tag.INDICATOR_CHANGED, by=by, about=indicator.audit_ref, at=at, data=data)
    return indicator


def _check_free(model: type[Sasaran] | type[Indicator], code: str, *, own_id: int | None = None) -> None:
    taken = db.session.scalar(select(model.id).where(model.code == code))
    if taken is not None and taken != own_id:
        raise CodeTaken(code)


def _has_figures(indicator: Indicator) -> bool:
    return any(
        db.session.scalar(select(model.id).where(model.indicator_id == indicator.id).limit(1)) is not None
        for model in (Target, Realisasi)
    )


def _apply(row: Sasaran | Indicator, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set what differs and say what did: {column: [before, after]}."""
    changes = {key: [getattr(row, key), value] for key, value in values.items() if getattr(row, key) != value}
    for key, (_before, after) in changes.items():
        setattr(row, key, after)
    return changes
