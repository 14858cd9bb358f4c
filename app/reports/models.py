"""The report of a run: what people wrote, its frozen and signed versions, and the jobs that render it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.extensions import db
from app.runs.models import Run
from app.web.columns import UtcDateTime


class Report(Tracked, db.Model):
    """One per run, made when somebody first writes or renders."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), unique=True)

    run: Mapped[Run] = relationship()
    sections: Mapped[list[NarrativeText]] = relationship(back_populates="report", order_by="NarrativeText.id")
    versions: Mapped[list[ReportVersion]] = relationship(back_populates="report", order_by="ReportVersion.no")

    @property
    def audit_ref(self) -> str:
        return f"report:{self.id}"

    @property
    def title(self) -> str:
        return f"Laporan {self.run.title}"

    @property
    def standing(self) -> ReportVersion | None:
        """The version that is frozen or signed; none after it was thawed."""
        return next((version for version in reversed(self.versions) if version.thawed_at is None), None)

    def text_of(self, section: str) -> str:
        return next((row.text for row in self.sections if row.section == section), "")


class NarrativeText(Tracked, db.Model):
    """One narrative section as plain text."""

    __tablename__ = "report_narrative"
    __table_args__ = (UniqueConstraint("report_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    section: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    report: Mapped[Report] = relationship(back_populates="sections")
    written_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.report.audit_ref


class ReportVersion(Tracked, db.Model):
    """A frozen PDF, by digest, and the signed one that grew out of it."""

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "no"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_pair"),
        CheckConstraint("(signed_at IS NULL) = (signed_sha256 IS NULL)", name="signed_file"),
        CheckConstraint("(thawed_at IS NULL) = (thawed_by_id IS NULL)", name="thawed_pair"),
        CheckConstraint("signed_at IS NULL OR thawed_at IS NULL", name="signed_stays"),
        Index(
            "uq_report_version_standing", "report_id", unique=True,
            sqlite_where=text("thawed_at IS NULL"), postgresql_where=text("thawed_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    no: Mapped[int]
    code: Mapped[str]
    """The document code in its QR, reserved before it was rendered."""
    pages: Mapped[int]
    frozen_sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[str] = mapped_column(default="")
    trust: Mapped[str] = mapped_column(default="")
    certificate: Mapped[str] = mapped_column(default="")
    thawed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thawed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    thaw_reason: Mapped[str] = mapped_column(default="")

    report: Mapped[Report] = relationship(back_populates="versions")
    frozen_by: Mapped[User] = relationship(foreign_keys=frozen_by_id)
    signed_by: Mapped[User | None] = relationship(foreign_keys=signed_by_id)
    thawed_by: Mapped[User | None] = relationship(foreign_keys=thawed_by_id)

    @property
    def audit_ref(self) -> str:
        return f"{self.report.audit_ref}/version:{self.no}"

    @property
    def sha256(self) -> str:
        """The file that counts now."""
        return self.signed_sha256 or self.frozen_sha256

    @property
    def file_name(self) -> str:
        """Of the file that counts now."""
        return self.frozen_name.replace(".pdf", "-bertanda-tangan.pdf") if self.signed_at else self.frozen_name

    @property
    def frozen_name(self) -> str:
        period = self.report.run.period_label.lower().replace(" ", "-")
        return f"laporan-pengukuran-kinerja-{period}-v{self.no}.pdf"


class RenderJob(db.Model):
    """A render that was asked for, and how far it got; the queue itself forgets."""

    __tablename__ = "render_job"
    __table_args__ = (
        CheckConstraint("kind IN ('draft', 'freeze')", name="kind"),
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    pages: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")

    report: Mapped[Report] = relationship()
    asked_by: Mapped[User] = relationship()

    @property
    def is_going(self) -> bool:
        return self.state in ("queued", "running")
