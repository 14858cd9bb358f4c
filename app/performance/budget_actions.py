"""The acts that write the budget: a line with its pagu, and what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.performance.budget import LEVELS
from app.performance.definition import required
from app.performance.errors import CodeTaken, UnusableFigure
from app.performance.models import BudgetLine
from app.performance.numbers import UnreadableNumber, read_rupiah
from app.performance.period import Period
from app.performance.policies import check_can_define, check_can_enter_budget


def add_budget_line(
    *,
    period: Period,
    code: str,
    name: str,
    pagu: str,
    parent: BudgetLine | None = None,
    source: str = "",
    by: User,
    at: datetime,
) -> BudgetLine:
    """A program (no parent), kegiatan or sub kegiatan. `pagu` as typed ("28.450.000.000")."""
    check_can_define(by)
    name, code = required("name", name), " ".join(code.split())
    if parent is None and not code:
        raise UnusableFigure("Program wajib berkode.", field="code")
    if parent is not None:
        _check_parent(parent, period)
    _check_code_free(period, code)
    position = (db.session.scalar(select(func.max(BudgetLine.position))) or 0) + 1
    line = BudgetLine(
        year=period.year, quarter=period.quarter, code=code, name=name, parent=parent, position=position,
        pagu=_amount(pagu, "pagu"), source=source.strip(), entered_by=by, entered_at=at,
    )  # fmt: skip
    db.session.add(line)
    return _recorded(line, before={}, by=by, at=at)


def change_pagu(line: BudgetLine, *, code: str, name: str, pagu: str, by: User, at: datetime) -> BudgetLine:
    check_can_define(by)
    name, code, amount = required("name", name), " ".join(code.split()), _amount(pagu, "pagu")
    if line.parent_id is None and not code:
        raise UnusableFigure("Program wajib berkode.", field="code")
    _check_code_free(line.period, code, own_id=line.id)
    old: dict[str, int | str] = {"pagu": line.pagu, "kode": line.code, "nama": line.name}
    new = {"pagu": amount, "kode": code, "nama": name}
    before = {what: value for what, value in old.items() if new[what] != value}
    if not before:
        return line
    line.code, line.name, line.pagu = code, name, amount
    line.entered_by, line.entered_at = by, at
    return _recorded(line, before=before, by=by, at=at)


def enter_spending(line: BudgetLine, *, realisasi: str, source: str, by: User, at: datetime) -> BudgetLine:
    """What was spent up to the end of the period, as typed, and the document that says so."""
    check_can_enter_budget(by)
    amount = _amount(realisasi, "realisasi")
    if not source.strip():
        raise UnusableFigure("Sebutkan dokumen sumber angka ini.", field="source")
    source = required("source", source)
    if (line.realisasi, line.source) == (amount, source):
        return line
    before: dict[str, int | str] = {}
    if line.realisasi is not None:
        before = {"realisasi": line.realisasi, "sumber": line.source}
    line.realisasi, line.source = amount, source
    line.entered_by, line.entered_at = by, at
    return _recorded(line, before=before, by=by, at=at)


def _recorded(line: BudgetLine, *, before: Mapping[str, int | str], by: User, at: datetime) -> BudgetLine:
    db.session.flush()
    data = {
        "year": line.year, "quarter": line.quarter, "code": line.code, "name": line.name,
        "parent": line.parent_id, "pagu": line.pagu, "realisasi": line.realisasi, "source": line.source,
        "before": before,
    }  # fmt: skip
    record(Tag.BUDGET_ENTERED, by=by, about=line.audit_ref, at=at, data=data)
    return line


def _amount(typed: str, field: str) -> int:
    try:
        return read_rupiah(typed)
    except UnreadableNumber as error:
        raise UnusableFigure(str(error), field=field) from error


def _check_parent(parent: BudgetLine, period: Period) -> None:
    if parent.period != period:
        raise UnusableFigure(f"Induk {parent.name} bukan dari {period.label}.", field="parent")
    depth, above = 1, parent
    while above.parent is not None:
        depth, above = depth + 1, above.parent
    if depth >= len(LEVELS):
        raise UnusableFigure("Sub kegiatan tidak dapat dirinci lagi.", field="parent")


def _check_code_free(period: Period, code: str, *, own_id: int | None = None) -> None:
    if not code:
        return
    taken = db.session.scalar(
        select(BudgetLine.id).where(
            BudgetLine.code == code,
            BudgetLine.year == period.year,
            BudgetLine.quarter.is_not_distinct_from(period.quarter),
        )
    )
    if taken is not None and taken != own_id:
        raise CodeTaken(code)
