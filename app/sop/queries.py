"""Reads SOP versions, whole: with their steps, columns and cells in a fixed number of statements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.sop.document import ParsedSop
from app.sop.errors import NoActiveSop, UnknownSop
from app.sop.flow import DrawnRow, FlowCell, FlowStep, lay_out
from app.sop.importers import Source as SourceFile
from app.sop.importers import parse_source
from app.sop.models import PelaksanaCell, PelaksanaColumn, Sop, SopStep, SopVersion
from app.sop.pelaksana import Duty, Source, Symbol

WHOLE = (
    selectinload(SopVersion.columns),
    selectinload(SopVersion.steps).selectinload(SopStep.cells).joinedload(PelaksanaCell.column),
    selectinload(SopVersion.steps).selectinload(SopStep.cells).joinedload(PelaksanaCell.confirmed_by),
)


def active_version() -> SopVersion | None:
    """The version in force: the one activated last."""
    statement = (
        select(SopVersion)
        .where(SopVersion.activated_at.is_not(None))
        .order_by(SopVersion.activated_at.desc(), SopVersion.id.desc())
        .limit(1)
        .options(*WHOLE)
    )
    return db.session.scalar(statement)


def active_version_or_refuse() -> SopVersion:
    version = active_version()
    if version is None:
        raise NoActiveSop("Belum ada SOP yang berlaku. Admin memasukkan dan memberlakukannya di halaman SOP.")
    return version


def version(id: int) -> SopVersion:
    """Raises UnknownSop."""
    found = db.session.scalar(select(SopVersion).where(SopVersion.id == id).options(*WHOLE))
    if found is None:
        raise UnknownSop("Versi SOP ini tidak ada.")
    return found


def versions() -> Sequence[SopVersion]:
    """All versions, the newest first, without their steps."""
    return db.session.scalars(select(SopVersion).order_by(SopVersion.imported_at.desc(), SopVersion.id.desc())).all()


def latest_by_number(number: str) -> SopVersion | None:
    """The newest version of the SOP with this number, spaces not counted."""
    wanted = re.sub(r"\s", "", number).upper()
    for sop in db.session.scalars(select(Sop)):
        if re.sub(r"\s", "", sop.number).upper() == wanted:
            return version(sop.versions[-1].id)
    return None


def cell(version: SopVersion, id: int) -> PelaksanaCell:
    """A cell of this version. Raises UnknownSop."""
    for step in version.steps:
        for found in step.cells:
            if found.id == id:
                return found
    raise UnknownSop("Sel pelaksana ini tidak ada.")


def step(version: SopVersion, no: int) -> SopStep:
    """The step with this number. Raises UnknownSop."""
    for found in version.steps:
        if found.no == no:
            return found
    raise UnknownSop("Langkah ini tidak ada.")


def column(version: SopVersion, id: int) -> PelaksanaColumn:
    for found in version.columns:
        if found.id == id:
            return found
    raise UnknownSop("Kolom pelaksana ini tidak ada.")


def parsed(version: SopVersion) -> ParsedSop:
    """The version's text read again, for the checker."""
    from_pdf = version.source_name.lower().endswith(".pdf")
    return parse_source(SourceFile(version.source_name, version.source_sha256, version.source_text, from_pdf))


def flow_steps(version: SopVersion) -> tuple[FlowStep, ...]:
    """The version as the drawing wants it."""
    return tuple(
        FlowStep(no=step.no, cells=tuple(_flow_cell(cell) for cell in step.cells), meeting=step.meeting)
        for step in version.steps
    )


def drawn_rows(version: SopVersion) -> tuple[DrawnRow, ...]:
    """One row of the flowchart a step, in order."""
    return lay_out(flow_steps(version))


def _flow_cell(cell: PelaksanaCell) -> FlowCell:
    return FlowCell(
        symbol=Symbol(cell.symbol),
        duty=Duty(cell.duty),
        confirmed=cell.is_confirmed,
        no_to=cell.no_to,
        no_to_confirmed=cell.source == Source.DIKONFIRMASI,
    )
