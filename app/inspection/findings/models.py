"""Findings, their recommendations, and what the office answered, as tables; the log has the history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import UnitKerja, User
from app.audit import Tracked
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.inspection.findings.states import CONTENT, FindingState, Followup, state_of, text_digest
from app.runs.models import Run
from app.web.columns import UtcDateTime


class Finding(Tracked, db.Model):
    """A temuan by the audit form's elements; a draft until it is issued to the office."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("(issued_at IS NULL) = (issued_by_id IS NULL)", name="issued_pair"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_pair"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name="withdrawn_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """T-2026-001: counted anew each year."""
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    kondisi: Mapped[str]
    kriteria: Mapped[str]
    sebab: Mapped[str]
    akibat: Mapped[str]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    run: Mapped[Run | None] = relationship(lazy="select")
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    """The kertas kerja that it comes from."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_by: Mapped[User] = relationship(foreign_keys=recorded_by_id)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_by: Mapped[User | None] = relationship(foreign_keys=issued_by_id)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=withdrawn_by_id)
    withdraw_reason: Mapped[str] = mapped_column(default="")
    salt: Mapped[str] = mapped_column(String(32))
    """Of the digest that the log holds; another one each time the words change."""

    recommendations: Mapped[list[Recommendation]] = relationship(
        order_by="Recommendation.no", back_populates="finding", cascade="all, delete-orphan"
    )

    @property
    def audit_ref(self) -> str:
        return f"finding:{self.id}"

    @property
    def state(self) -> FindingState:
        statuses = [one.status for one in self.recommendations]
        return state_of(issued=self.issued_at is not None, withdrawn=self.withdrawn_at is not None, statuses=statuses)

    @property
    def content(self) -> dict[str, Any]:
        names = {"run": self.run_id, "review": self.review_id}
        return {name: names[name] if name in names else getattr(self, name) for name in CONTENT}

    @property
    def digest(self) -> str:
        return text_digest(self.content, salt=self.salt)

    def recommendation(self, no: int) -> Recommendation | None:
        return next((one for one in self.recommendations if one.no == no), None)


class Recommendation(Tracked, db.Model):
    """What the office shall do about a finding, by when, and how the Inspektorat judges what was done."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("finding_id", "no"),
        CheckConstraint("status IN ('belum', 'proses', 'selesai')", name="status"),
        CheckConstraint("(judged_at IS NULL) = (judged_by_id IS NULL)", name="judged_pair"),
        CheckConstraint("(judged_at IS NULL) = (judge_note = '')", name="judged_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    finding: Mapped[Finding] = relationship(back_populates="recommendations")
    no: Mapped[int]
    text: Mapped[str]
    due_on: Mapped[date]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit_kerja.id"))
    unit: Mapped[UnitKerja | None] = relationship()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(String(10), default=Followup.NOT_YET.value)
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    judged_by: Mapped[User | None] = relationship(foreign_keys=judged_by_id)
    judge_note: Mapped[str] = mapped_column(default="")
    salt: Mapped[str] = mapped_column(String(32))
    """As a finding's."""

    answers: Mapped[list[Answer]] = relationship(order_by="Answer.no", back_populates="recommendation")

    @property
    def audit_ref(self) -> str:
        return f"finding:{self.finding_id}/recommendation:{self.no}"

    @property
    def followup(self) -> Followup:
        return Followup(self.status)

    @property
    def content(self) -> dict[str, Any]:
        return {"text": self.text, "due_on": self.due_on.isoformat(), "unit": self.unit_id}

    @property
    def digest(self) -> str:
        return text_digest(self.content, salt=self.salt)

    @property
    def judged_unanswered(self) -> bool:
        """The Inspektorat sees the office under way or done, and the office itself never said a word."""
        return self.followup is not Followup.NOT_YET and not self.answers

    @property
    def awaits_judgement(self) -> bool:
        """The office answered, and the Inspektorat has said nothing since."""
        if not self.answers or self.followup is Followup.DONE:
            return False
        return self.judged_at is None or self.judged_at < self.answers[-1].answered_at

    @property
    def awaits_answer(self) -> bool:
        return self.followup is not Followup.DONE and not self.awaits_judgement


class Answer(Tracked, db.Model):
    """What the office did about a recommendation; never changed, only followed by another."""

    __tablename__ = "followup_answer"
    __table_args__ = (UniqueConstraint("recommendation_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    recommendation: Mapped[Recommendation] = relationship(back_populates="answers")
    no: Mapped[int]
    text: Mapped[str]
    done_on: Mapped[date]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_by: Mapped[User] = relationship()
    files: Mapped[list[AnswerFile]] = relationship(order_by="AnswerFile.no", back_populates="answer")

    @property
    def audit_ref(self) -> str:
        return self.recommendation.audit_ref


class AnswerFile(Tracked, db.Model):
    """A file that an answer shows as its proof."""

    __tablename__ = "followup_file"
    __table_args__ = (UniqueConstraint("answer_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("followup_answer.id"))
    answer: Mapped[Answer] = relationship(back_populates="files")
    no: Mapped[int]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    evidence: Mapped[EvidenceFile] = relationship(lazy="joined")
    name: Mapped[str]

    @property
    def audit_ref(self) -> str:
        return self.answer.audit_ref
