"""What people do with an SOP: bring it in, put it in force, confirm who does what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import Tag, record
from app.audit.record import Actor
from app.extensions import db
from app.sop.content import content_digest, explicit_cells
from app.sop.document import ParsedSop, ParsedStep
from app.sop.errors import NotAnSop
from app.sop.importers import Source as SourceFile
from app.sop.models import PelaksanaCell, PelaksanaColumn, Sop, SopStep, SopVersion
from app.sop.pelaksana import Duty, PelaksanaPlan, Source, Symbol, plan_for
from app.sop.policies import check_can_activate, check_can_change


def import_sop(parsed: ParsedSop, *, by: Actor, at: datetime, source: SourceFile | None = None) -> SopVersion:
    """A draft version with everything that was read and every problem; flushed, recorded, not yet in force."""
    if not parsed.number or not parsed.name:
        raise NotAnSop("Nomor atau nama SOP tidak ditemukan, jadi tidak jelas SOP mana yang dimasukkan.", field="file")
    sop = db.session.scalar(select(Sop).where(Sop.number == parsed.number))
    if sop is None:
        sop = Sop(number=parsed.number, name=parsed.name)
    before = sop.versions[-1] if sop.versions else None
    version = SopVersion(
        sop=sop,
        no=before.no + 1 if before else 1,
        imported_at=at,
        imported_by=by.audit_actor()["name"],
        source_name=source.name if source else "teks",
        source_sha256=source.sha256 if source else hashlib.sha256(parsed.text.encode()).hexdigest(),
        source_text=parsed.text,
        document=parsed.as_document(),
        problems=[asdict(problem) for problem in parsed.problems],
    )
    _fill(version, parsed, plan_for(parsed))
    db.session.add(version)
    carried: list[PelaksanaCell] = []
    if before is not None:
        with db.session.no_autoflush:
            carried = _carry_over(before, version)
    db.session.flush()
    data = {
        "number": version.number, "version": version.no, "findings": len(parsed.problems),
        "carried": [{"step": cell.step.no, "column": cell.column.label} for cell in carried],
    }  # fmt: skip
    record(Tag.SOP_IMPORTED, by=by, about=version.audit_ref, at=at, data=data)
    return version


def activate_version(version: SopVersion, *, by: Actor, at: datetime) -> None:
    """Put the draft in force: runs that start from now on follow it."""
    check_can_activate(version)
    # Read before anything is set: loading the person would flush one half of the pair.
    name = by.audit_actor()["name"]
    version.activated_at, version.activated_by = at, name
    db.session.flush()
    data = {
        "number": version.number, "version": version.no, "content": content_digest(version),
        "explicit": explicit_cells(version),
    }  # fmt: skip
    record(Tag.SOP_ACTIVATED, by=by, about=version.audit_ref, at=at, data=data)


def confirm_cell(
    cell: PelaksanaCell, *, by: User, at: datetime, symbol: Symbol | None = None, duty: Duty | None = None
) -> None:
    """A person vouches for a cell; in a draft he may put another symbol or duty in it first."""
    before = cell.symbol
    wanted = (symbol or Symbol(cell.symbol), Duty(cell.duty) if duty is None else duty)
    if wanted != (cell.symbol, cell.duty):
        check_can_change(cell.step.version)
        cell.symbol, cell.duty = (part.value for part in wanted)
    cell.source = Source.DIKONFIRMASI.value
    cell.confirmed_at = at
    cell.confirmed_by = by
    db.session.flush()
    data = {
        "step": cell.step.no,
        "column": cell.column.label,
        "symbol": cell.symbol,
        "duty": cell.duty,
        "before": before,
    }
    record(Tag.SOP_CELL_CONFIRMED, by=by, about=cell.audit_ref, at=at, data=data)


def assign_role(column: PelaksanaColumn, *, role: Role, by: Actor, at: datetime) -> None:
    """Say who a draft's pelaksana column is in this office."""
    check_can_change(column.version)
    column.role = role.value
    db.session.flush()
    data = {"column": column.label, "role": role.value}
    record(Tag.SOP_COLUMN_ASSIGNED, by=by, about=column.audit_ref, at=at, data=data)


def _fill(version: SopVersion, parsed: ParsedSop, plan: PelaksanaPlan) -> None:
    version.columns = [
        PelaksanaColumn(position=position, label=label, role=role)
        for position, (label, role) in enumerate(zip(parsed.columns, plan.roles, strict=True))
    ]
    version.steps = [_step(position, step, version.columns, plan) for position, step in enumerate(parsed.steps)]


def _step(position: int, parsed: ParsedStep, columns: list[PelaksanaColumn], plan: PelaksanaPlan) -> SopStep:
    allowance = parsed.allowance
    step = SopStep(
        position=position,
        no=parsed.no,
        uraian=parsed.uraian,
        waktu=parsed.waktu,
        allowance_amount=allowance.amount if allowance else None,
        allowance_unit=allowance.unit.value if allowance else None,
        allowance_at_least=allowance.at_least if allowance else None,
        kelengkapan=parsed.kelengkapan,
        output=parsed.output,
        ket=parsed.ket,
        line=parsed.line,
        meeting=parsed.no in plan.meetings,
        per_unit=parsed.no in plan.per_unit,
    )
    for place, column in enumerate(columns):
        draft = plan.cell(parsed.no, column.role)
        step.cells.append(
            PelaksanaCell(
                column=column,
                position=place,
                symbol=draft.symbol.value,
                duty=draft.duty.value,
                source=draft.source.value,
                note=draft.note,
                no_to=draft.no_to,
            )
        )
    return step


def _carry_over(before: SopVersion, version: SopVersion) -> list[PelaksanaCell]:
    """What people confirmed of the version before holds again where columns and words are the same."""
    if [column.label for column in before.columns] != [column.label for column in version.columns]:
        return []
    carried = []
    confirmed = {(cell.step.no, cell.step.uraian, cell.position): cell for cell in _confirmed(before)}
    for old, new in zip(before.columns, version.columns, strict=True):
        new.role = old.role or new.role
    for step in version.steps:
        for cell in step.cells:
            old_cell = confirmed.get((step.no, step.uraian, cell.position))
            if old_cell is None:
                continue
            for name in ("symbol", "duty", "source", "note", "no_to", "confirmed_at", "confirmed_by"):
                setattr(cell, name, getattr(old_cell, name))
            carried.append(cell)
    return carried


def _confirmed(version: SopVersion) -> Iterator[PelaksanaCell]:
    return (cell for step in version.steps for cell in step.cells if cell.source == Source.DIKONFIRMASI)
