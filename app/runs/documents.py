"""The documents of a step: the places that its mutu baku asks for, and what was put into them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import UnitKerja, User
from app.audit import Tracked
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.models import RunStep, StepAttempt
from app.web.columns import UtcDateTime


class StepItem(Tracked, db.Model):
    """One kelengkapan or one keluaran of a step, in the SOP's own words."""

    __tablename__ = "step_item"
    __table_args__ = (
        UniqueConstraint("step_id", "position"),
        CheckConstraint("kind IN ('kelengkapan', 'keluaran')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"))
    kind: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    label: Mapped[str]

    step: Mapped[RunStep] = relationship(back_populates="items")

    @property
    def audit_ref(self) -> str:
        return self.step.audit_ref


class ItemFill(Tracked, db.Model):
    """What stands in an item during one attempt: a file, a document of the system's own, or an exemption."""

    __tablename__ = "item_fill"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN exempt_reason = '' THEN 0 ELSE 1 END) = 1",
            name="file_or_exemption",
        ),
        CheckConstraint("(cleared_at IS NULL) = (cleared_by_id IS NULL)", name="cleared_pair"),
        # One thing stands in an item at a time; what was taken out stays as history.
        Index(
            "uq_item_fill_standing", "item_id", "attempt_id", unique=True,
            sqlite_where=text("cleared_at IS NULL"), postgresql_where=text("cleared_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("step_item.id"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("step_attempt.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"))
    name: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    """The system's own document that the file is, such as "report:5/version:1"."""
    exempt_reason: Mapped[str] = mapped_column(default="")
    filled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    clear_reason: Mapped[str] = mapped_column(default="")

    item: Mapped[StepItem] = relationship()
    attempt: Mapped[StepAttempt] = relationship(back_populates="fills")
    evidence: Mapped[EvidenceFile | None] = relationship()
    filled_by: Mapped[User] = relationship(foreign_keys=filled_by_id)

    @property
    def audit_ref(self) -> str:
        return self.attempt.audit_ref

    @property
    def stands(self) -> bool:
        return self.cleared_at is None


class UnitReport(Tracked, db.Model):
    """The report of one bagian in a step that takes one a bagian, sahkan by its Kabag/Kasubag."""

    __tablename__ = "unit_report"
    __table_args__ = (UniqueConstraint("attempt_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("step_attempt.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit_kerja.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    name: Mapped[str]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    attempt: Mapped[StepAttempt] = relationship(back_populates="unit_reports")
    unit: Mapped[UnitKerja] = relationship()
    evidence: Mapped[EvidenceFile] = relationship()
    submitted_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.attempt.audit_ref


class StepCorrection(Tracked, db.Model):
    """A wrong entry put right by an act of its own; what was recorded first stays beside it."""

    __tablename__ = "step_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), index=True)
    what: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"))
    name: Mapped[str] = mapped_column(default="")
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    step: Mapped[RunStep] = relationship()
    evidence: Mapped[EvidenceFile | None] = relationship()
    corrected_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.step.audit_ref
