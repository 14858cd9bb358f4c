"""The report of a run: what people wrote, its frozen and signed versions, and the jobs that render it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import UnitKerja, User
from app.audit import Tracked
from app.extensions import db
from app.runs.models import Run
from app.web.columns import UtcDateTime

PENDING = text("thawed_at IS NULL AND signed_at IS NULL")
OPEN = text("finished_at IS NULL AND cancelled_at IS NULL")
GIVEN = text("withdrawn_at IS NULL")
CURRENT = text("signed_at IS NOT NULL AND superseded_at IS NULL")
FILE_KINDS = ("frozen", "sealed", "paraf", "signed", "extended")
SIGNED_KINDS = ("signed", "extended")
SUFFIXES = {
    "frozen": "",
    "sealed": "-bersegel",
    "paraf": "-berparaf",
    "signed": "-bertanda-tangan",
    "extended": "-bertanda-tangan-bercap-waktu",
}
"""Of file names, by kind."""


class Report(Tracked, db.Model):
    """One per run, made when somebody first writes or renders."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), unique=True)

    run: Mapped[Run] = relationship()
    sections: Mapped[list[NarrativeText]] = relationship(back_populates="report", order_by="NarrativeText.id")
    versions: Mapped[list[ReportVersion]] = relationship(back_populates="report", order_by="ReportVersion.no")
    revisions: Mapped[list[ReportRevision]] = relationship(back_populates="report", order_by="ReportRevision.id")

    @property
    def audit_ref(self) -> str:
        return f"report:{self.id}"

    @property
    def title(self) -> str:
        return f"Laporan {self.run.title}"

    @property
    def pending(self) -> ReportVersion | None:
        """The frozen version that waits for its signature."""
        return next((one for one in reversed(self.versions) if one.thawed_at is None and one.signed_at is None), None)

    @property
    def current(self) -> ReportVersion | None:
        """The signed version that counts: no other has replaced it."""
        return next((one for one in reversed(self.versions) if one.signed_at and one.superseded_at is None), None)

    @property
    def standing(self) -> ReportVersion | None:
        """The version at hand: the one that waits for its signature, else the signed one; none after a thaw."""
        return self.pending or self.current

    @property
    def revision(self) -> ReportRevision | None:
        """The open reason to replace the signed version."""
        return next((one for one in self.revisions if not one.finished_at and not one.cancelled_at), None)

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
        CheckConstraint("superseded_at IS NULL OR signed_at IS NOT NULL", name="superseded_was_signed"),
        Index("uq_report_version_pending", "report_id", unique=True, sqlite_where=PENDING, postgresql_where=PENDING),
        Index("uq_report_version_current", "report_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
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
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("report_revision.id"))
    """Why there is a version after a signed one."""
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    report: Mapped[Report] = relationship(back_populates="versions")
    revision: Mapped[ReportRevision | None] = relationship()
    files: Mapped[list[ReportFile]] = relationship(back_populates="version", order_by="ReportFile.no")
    parafs: Mapped[list[Paraf]] = relationship(back_populates="version", order_by="Paraf.id")
    frozen_by: Mapped[User] = relationship(foreign_keys=frozen_by_id)
    signed_by: Mapped[User | None] = relationship(foreign_keys=signed_by_id)
    thawed_by: Mapped[User | None] = relationship(foreign_keys=thawed_by_id)

    @property
    def audit_ref(self) -> str:
        return f"{self.report.audit_ref}/version:{self.no}"

    @property
    def title(self) -> str:
        return f"{self.report.title}, versi {self.no}"

    @property
    def newest(self) -> ReportFile:
        """The file that counts now; it begins with all those before it."""
        return self.files[-1]

    @property
    def to_sign(self) -> ReportFile:
        """The newest file before the Sekretaris's signature: what is read, and what is signed."""
        return next(one for one in reversed(self.files) if one.kind not in SIGNED_KINDS)

    @property
    def proven(self) -> ReportFile | None:
        """The newest file with the Sekretaris's signature, with the proof of time that came later."""
        return self.newest if self.files and self.newest.kind in SIGNED_KINDS else None

    def file_of(self, kind: str) -> ReportFile | None:
        """The newest of that kind."""
        return next((one for one in reversed(self.files) if one.kind == kind), None)

    @property
    def sha256(self) -> str:
        return self.newest.sha256

    @property
    def file_name(self) -> str:
        """Of the signed file, else of the frozen one."""
        return self.name_of("signed" if self.signed_at else "frozen")

    @property
    def frozen_name(self) -> str:
        return self.name_of("frozen")

    def name_of(self, kind: str, times: int = 1) -> str:
        """A file name that says which file of this version it is; `times` counts the files of one kind."""
        period = self.report.run.period_label.lower().replace(" ", "-")
        ending = SUFFIXES[kind] + (f"-{times}" if times > 1 else "")
        return f"laporan-pengukuran-kinerja-{period}-v{self.no}{ending}.pdf"


class ReportRevision(Tracked, db.Model):
    """A reason to replace a signed version: open until the new one is signed, or given up."""

    __tablename__ = "report_revision"
    __table_args__ = (
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled_pair"),
        CheckConstraint("finished_at IS NULL OR cancelled_at IS NULL", name="one_end"),
        Index("uq_report_revision_open", "report_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    replaces: Mapped[int]
    """The number of the signed version that is to be replaced."""
    reason: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    report: Mapped[Report] = relationship(back_populates="revisions")
    opened_by: Mapped[User] = relationship(foreign_keys=opened_by_id)
    cancelled_by: Mapped[User | None] = relationship(foreign_keys=cancelled_by_id)

    @property
    def audit_ref(self) -> str:
        return self.report.audit_ref

    @property
    def replaced(self) -> ReportVersion:
        """The signed version that this is about."""
        return next(one for one in self.report.versions if one.no == self.replaces)


class ReportFile(Tracked, db.Model):
    """One step in the life of a version's PDF; each file begins with the bytes of the one before."""

    __tablename__ = "report_file"
    __table_args__ = (
        UniqueConstraint("version_id", "no"),
        CheckConstraint(f"kind IN {FILE_KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"))
    no: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(default="")
    trust: Mapped[str] = mapped_column(default="")
    certificate: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None where the application itself did: a seal, an archive timestamp."""

    version: Mapped[ReportVersion] = relationship(back_populates="files")
    made_by: Mapped[User | None] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref

    @property
    def name(self) -> str:
        same = [one for one in self.version.files if one.kind == self.kind and one.no <= self.no]
        return self.version.name_of(self.kind, len(same))


class Paraf(Tracked, db.Model):
    """A recorded approval of one frozen version, by digest; thawing the version voids it."""

    __tablename__ = "paraf"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name="withdrawn_pair"),
        Index("uq_paraf_standing", "version_id", "user_id", unique=True, sqlite_where=GIVEN, postgresql_where=GIVEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit_kerja.id"))
    """The bagian for which it was given."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the PDF that was read."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    jabatan: Mapped[str]
    """As it stood then, "Plh. Kepala Bagian Umum" included."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdraw_reason: Mapped[str] = mapped_column(default="")

    version: Mapped[ReportVersion] = relationship(back_populates="parafs")
    user: Mapped[User] = relationship()
    unit: Mapped[UnitKerja | None] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.version.thawed_at is None


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
