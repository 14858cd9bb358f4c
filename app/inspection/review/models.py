"""A working paper of the Inspektorat: what it is about, an answer for each criterion, and each time it was finished."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.extensions import db
from app.inspection.review.criteria import KINDS, Kind
from app.inspection.review.sealing import answer_digest, digest_of
from app.runs.models import Run
from app.web.columns import UtcDateTime

REVIU, LKE = text("kind = 'lkj'"), text("kind = 'lke'")
STATUSES = {"ya": "Ya", "sebagian": "Sebagian", "tidak": "Tidak", "tidak-berlaku": "Tidak berlaku"}
"""How the reviewer answers a criterion; empty while he only wrote notes."""


class Review(Tracked, db.Model):
    """One working paper: the reviu of a run's report, or what the LKE of a year can rest on."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("kind IN ('lkj', 'lke')", name="kind"),
        CheckConstraint("(kind = 'lkj') = (run_id IS NOT NULL)", name="about"),
        Index("uq_review_run", "run_id", unique=True, sqlite_where=REVIU, postgresql_where=REVIU),
        Index("uq_review_year", "year", unique=True, sqlite_where=LKE, postgresql_where=LKE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(3))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    year: Mapped[int]
    title: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    run: Mapped[Run | None] = relationship()
    opened_by: Mapped[User] = relationship()
    answers: Mapped[list[ReviewAnswer]] = relationship(back_populates="review", order_by="ReviewAnswer.id")
    completions: Mapped[list[ReviewCompletion]] = relationship(back_populates="review", order_by="ReviewCompletion.no")

    @property
    def audit_ref(self) -> str:
        return f"review:{self.id}"

    @property
    def form(self) -> Kind:
        return KINDS[self.kind]

    @property
    def completion(self) -> ReviewCompletion | None:
        """The one that stands; none while the paper is open, or open again."""
        newest = self.completions[-1] if self.completions else None
        return newest if newest and newest.reopened_at is None else None

    def answer_to(self, code: str) -> ReviewAnswer | None:
        return next((answer for answer in self.answers if answer.criterion == code), None)

    @property
    def answered(self) -> int:
        return sum(1 for answer in self.answers if answer.status)

    @property
    def unanswered(self) -> list[str]:
        """The codes that still have no status, in the order of the form."""
        done = {answer.criterion for answer in self.answers if answer.status}
        return [criterion.code for criterion in self.form.criteria if criterion.code not in done]

    @property
    def progress(self) -> str:
        return f"{self.answered} dari {len(self.form.criteria)}"


class ReviewAnswer(Tracked, db.Model):
    """What the reviewer says of one criterion. The log holds its salted digest: the office reads the log too."""

    __tablename__ = "review_answer"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion"),
        CheckConstraint("status IN ('', 'ya', 'sebagian', 'tidak', 'tidak-berlaku')", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16), default="")
    result: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[str] = mapped_column(Text, default="")
    salt: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=0)
    """Raised by every change: what a stale form is told by."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    review: Mapped[Review] = relationship(back_populates="answers")
    answered_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.review.audit_ref

    @property
    def label(self) -> str:
        return STATUSES.get(self.status, "")

    @property
    def said(self) -> dict[str, str]:
        """What was typed."""
        return {
            "status": self.status,
            "result": self.result,
            "cause": self.cause,
            "recommendation": self.recommendation,
        }

    @property
    def sha256(self) -> str:
        return answer_digest(self.criterion, self.said, salt=self.salt)


class ReviewCompletion(Tracked, db.Model):
    """A time at which the paper was finished, with everything that it showed then."""

    __tablename__ = "review_completion"
    __table_args__ = (
        UniqueConstraint("review_id", "no"),
        CheckConstraint("(reopened_at IS NULL) = (reopened_by_id IS NULL)", name="reopened_pair"),
        CheckConstraint("(reopened_at IS NULL) = (reopen_reason = '')", name="reopened_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    no: Mapped[int]
    answered: Mapped[int]
    paper: Mapped[str] = mapped_column(Text)
    """Canonical JSON: the facts as shown, the answers, and the log's size and root at that moment."""
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reopen_reason: Mapped[str] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="completions")
    completed_by: Mapped[User] = relationship(foreign_keys=completed_by_id)
    reopened_by: Mapped[User | None] = relationship(foreign_keys=reopened_by_id)

    @property
    def audit_ref(self) -> str:
        return self.review.audit_ref

    @property
    def sha256(self) -> str:
        return digest_of(self.paper)

    @property
    def frozen(self) -> dict[str, Any]:
        read: dict[str, Any] = orjson.loads(self.paper)
        return read
