"""The standard as the office keeps it: an SOP, its versions, their steps and who does what in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import Tracked
from app.clock.allowance import Allowance, Unit
from app.extensions import db
from app.sop.pelaksana import Duty, Source, Symbol
from app.web.columns import Json, UtcDateTime


class Sop(Tracked, db.Model):
    """A procedure by its number as written."""

    __tablename__ = "sop"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    versions: Mapped[list[SopVersion]] = relationship(back_populates="sop", order_by="SopVersion.no")

    @property
    def audit_ref(self) -> str:
        return f"sop:{self.id}"


class SopVersion(Tracked, db.Model):
    """One reading of the SOP's document. A draft can be corrected; once activated it stays for good."""

    __tablename__ = "sop_version"
    __table_args__ = (
        UniqueConstraint("sop_id", "no"),
        CheckConstraint("(activated_at IS NULL) = (activated_by IS NULL)", name="activated_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sop_id: Mapped[int] = mapped_column(ForeignKey("sop.id"))
    sop: Mapped[Sop] = relationship(back_populates="versions", lazy="joined")
    no: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str]
    """The name as it was then; the log has the rest."""
    source_name: Mapped[str]
    source_sha256: Mapped[str]
    source_text: Mapped[str]
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    activated_by: Mapped[str | None]
    steps: Mapped[list[SopStep]] = relationship(back_populates="version", order_by="SopStep.position")
    columns: Mapped[list[PelaksanaColumn]] = relationship(back_populates="version", order_by="PelaksanaColumn.position")

    @property
    def number(self) -> str:
        return self.sop.number

    @property
    def name(self) -> str:
        return self.sop.name

    @property
    def is_draft(self) -> bool:
        return self.activated_at is None

    @property
    def blocking(self) -> list[dict[str, Any]]:
        return [problem for problem in self.problems if problem["blocks"]]

    @property
    def unconfirmed(self) -> list[PelaksanaCell]:
        """Cells that say something, but only by inference."""
        return [cell for step in self.steps for cell in step.cells if cell.is_inferred]

    @property
    def audit_ref(self) -> str:
        return f"sop:{self.sop_id}/version:{self.no}"


class PelaksanaColumn(Tracked, db.Model):
    """A pelaksana as the table's head names him; `role` is who that is here, "" while nobody has said."""

    __tablename__ = "sop_pelaksana_column"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("sop_version.id"))
    version: Mapped[SopVersion] = relationship(back_populates="columns")
    position: Mapped[int]
    label: Mapped[str]
    role: Mapped[str] = mapped_column(default="")

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref


class SopStep(Tracked, db.Model):
    """A step in the document's own words, with its mutu baku."""

    __tablename__ = "sop_step"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("sop_version.id"))
    version: Mapped[SopVersion] = relationship(back_populates="steps")
    position: Mapped[int]
    no: Mapped[int]
    uraian: Mapped[str]
    waktu: Mapped[str]
    allowance_amount: Mapped[int | None]
    allowance_unit: Mapped[str | None]
    allowance_at_least: Mapped[int | None]
    kelengkapan: Mapped[str]
    output: Mapped[str]
    ket: Mapped[str]
    line: Mapped[int]
    meeting: Mapped[bool] = mapped_column(default=False)
    """Its boxes are one meeting, drawn joined."""
    per_unit: Mapped[bool] = mapped_column(default=False)
    """Who answers does so once for each bagian."""
    cells: Mapped[list[PelaksanaCell]] = relationship(back_populates="step", order_by="PelaksanaCell.position")

    @property
    def allowance(self) -> Allowance | None:
        """How long the step may take; None where Waktu could not be read."""
        if self.allowance_amount is None or self.allowance_unit is None:
            return None
        return Allowance(
            amount=self.allowance_amount,
            unit=Unit(self.allowance_unit),
            at_least=self.allowance_at_least,
            text=self.waktu,
        )

    def kelengkapan_items(self) -> list[str]:
        return _items(self.kelengkapan)

    def output_items(self) -> list[str]:
        return _items(self.output)

    @property
    def unconfirmed(self) -> list[PelaksanaCell]:
        """Cells that say something and that nobody has vouched for yet."""
        return [cell for cell in self.cells if cell.says_something and cell.confirmed_at is None]

    def answering_roles(self) -> frozenset[Role]:
        """Who may sahkan the step."""
        return self._roles(Duty.ANSWERS)

    def helping_roles(self) -> frozenset[Role]:
        """Who may attach evidence, but not complete."""
        return self._roles(Duty.HELPS)

    def receiving_roles(self) -> frozenset[Role]:
        return self._roles(Duty.RECEIVES)

    def deciding_roles(self) -> frozenset[Role]:
        """Who accepts or returns: the columns with a diamond."""
        cells = (cell for cell in self.cells if cell.symbol == Symbol.DECISION and cell.column.role)
        return frozenset(Role(cell.column.role) for cell in cells)

    def _roles(self, duty: Duty) -> frozenset[Role]:
        return frozenset(Role(cell.column.role) for cell in self.cells if cell.duty == duty and cell.column.role)

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref


class PelaksanaCell(Tracked, db.Model):
    """What one pelaksana does in one step, and where we know it from."""

    __tablename__ = "sop_pelaksana_cell"
    __table_args__ = (
        UniqueConstraint("step_id", "column_id"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_pair"),
        CheckConstraint("(confirmed_at IS NULL) = (source <> 'dikonfirmasi')", name="confirmed_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("sop_step.id"))
    step: Mapped[SopStep] = relationship(back_populates="cells")
    column_id: Mapped[int] = mapped_column(ForeignKey("sop_pelaksana_column.id"))
    column: Mapped[PelaksanaColumn] = relationship()
    position: Mapped[int]
    symbol: Mapped[str] = mapped_column(default=Symbol.NONE.value)
    duty: Mapped[str] = mapped_column(default=Duty.NOTHING.value)
    source: Mapped[str] = mapped_column(default=Source.SIMPULAN.value)
    note: Mapped[str] = mapped_column(default="")
    no_to: Mapped[int | None]
    """The step to which a decision's "Tidak" leads."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[User | None] = relationship()

    @property
    def says_something(self) -> bool:
        return bool(self.symbol != Symbol.NONE or self.duty or self.note)

    @property
    def is_inferred(self) -> bool:
        return self.says_something and not self.is_confirmed

    @property
    def is_confirmed(self) -> bool:
        """Drawn with a whole line: the document's words name the actor, or a person confirmed the cell."""
        return self.source != Source.SIMPULAN

    @property
    def audit_ref(self) -> str:
        return self.step.version.audit_ref


def _items(text: str) -> list[str]:
    return [item for item in (part.strip() for part in text.split(",")) if item]


class FixedForGood(RuntimeError):
    """Code tried to change an activated version; a bug, never a person's doing."""


CONFIRMING = frozenset({"source", "confirmed_at", "confirmed_by_id", "confirmed_by"})
ACTIVATING = frozenset({"activated_at", "activated_by"})


def _changed(row: Any) -> set[str]:
    return {attribute.key for attribute in inspect(row).attrs if attribute.history.has_changes()}


@event.listens_for(SopVersion, "before_update")
def _version_stays(_mapper: Any, _connection: Any, version: SopVersion) -> None:
    was_active = inspect(version).attrs.activated_at.history.deleted not in ((), [None], [])
    content = _changed(version) - ACTIVATING - {"steps", "columns"}
    if was_active or (content and not version.is_draft):
        raise FixedForGood(f"{version.audit_ref} is activated and stays as it is.")


@event.listens_for(SopStep, "before_update")
@event.listens_for(PelaksanaColumn, "before_update")
def _content_stays(_mapper: Any, _connection: Any, row: SopStep | PelaksanaColumn) -> None:
    if not row.version.is_draft and _changed(row) - {"cells"}:
        raise FixedForGood(f"{row.audit_ref} is activated and stays as it is.")


@event.listens_for(PelaksanaCell, "before_update")
def _cell_stays(_mapper: Any, _connection: Any, cell: PelaksanaCell) -> None:
    if not cell.step.version.is_draft and _changed(cell) - CONFIRMING:
        raise FixedForGood(f"{cell.audit_ref} is activated; its cells can be confirmed, not changed.")
