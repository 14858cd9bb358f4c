"""The work: a run of the SOP for a period, its steps, their attempts and completions."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.calendars.models import CalendarVersion
from app.clock.allowance import Allowance
from app.extensions import db
from app.runs.states import Move, State, after
from app.sop.models import SopStep, SopVersion
from app.web.columns import Json, UtcDateTime

if TYPE_CHECKING:
    from app.runs.documents import ItemFill, StepItem, UnitReport

ROMAN = ("", "I", "II", "III", "IV")
HARI_READING = "hari kerja sebagai pecahan panjang hari masing-masing"
"""How *hari* was read when the run began; stored with the run, as DOMAIN.md asks."""


def explanation_digest(text: str, intervals: list[dict[str, Any]]) -> str:
    """SHA-256 of a verdict's text and of every interval behind it."""
    said = json.dumps({"text": text, "intervals": intervals}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


class Run(Tracked, db.Model):
    """One run of an SOP version for a period, pinned to that version and to a calendar version."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("quarter_no BETWEEN 0 AND 4", name="quarter"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled_pair"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_pair"),
        CheckConstraint("closed_at IS NULL OR cancelled_at IS NULL", name="one_end"),
        # A period has one run; a cancelled one leaves its place.
        Index(
            "uq_run_period", "year", "quarter_no", unique=True,
            sqlite_where=text("cancelled_at IS NULL"), postgresql_where=text("cancelled_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    sop_version_id: Mapped[int] = mapped_column(ForeignKey("sop_version.id"))
    calendar_version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    year: Mapped[int]
    quarter_no: Mapped[int] = mapped_column(default=0)
    """1 to 4, or 0 for the whole year."""
    hari_reading: Mapped[str] = mapped_column(default=HARI_READING)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    """Raised by every change of the run: what a stale page is told by."""

    sop_version: Mapped[SopVersion] = relationship()
    calendar_version: Mapped[CalendarVersion] = relationship()
    started_by: Mapped[User] = relationship(foreign_keys=started_by_id)
    cancelled_by: Mapped[User | None] = relationship(foreign_keys=cancelled_by_id)
    steps: Mapped[list[RunStep]] = relationship(back_populates="run", order_by="RunStep.no")

    @property
    def quarter(self) -> int | None:
        return self.quarter_no or None

    @property
    def period_label(self) -> str:
        return f"Triwulan {ROMAN[self.quarter_no]} {self.year}" if self.quarter_no else f"Tahun {self.year}"

    @property
    def title(self) -> str:
        return f"Pengukuran Kinerja {self.period_label}"

    @property
    def audit_ref(self) -> str:
        return f"run:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.cancelled_at is None

    def step(self, no: int) -> RunStep | None:
        return next((step for step in self.steps if step.no == no), None)

    def touch(self) -> None:
        self.version += 1


class RunStep(Tracked, db.Model):
    """A step of the SOP in this run: its state, its attempts, and the places for its documents."""

    __tablename__ = "run_step"
    __table_args__ = (
        UniqueConstraint("run_id", "no"),
        CheckConstraint("state IN ('waiting', 'ready', 'working', 'done')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    sop_step_id: Mapped[int] = mapped_column(ForeignKey("sop_step.id"))
    no: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)

    run: Mapped[Run] = relationship(back_populates="steps")
    sop_step: Mapped[SopStep] = relationship()
    attempts: Mapped[list[StepAttempt]] = relationship(back_populates="step", order_by="StepAttempt.no")
    items: Mapped[list[StepItem]] = relationship(back_populates="step", order_by="StepItem.position")

    @property
    def audit_ref(self) -> str:
        return f"run:{self.run_id}/step:{self.no}"

    @property
    def allowance(self) -> Allowance:
        allowance = self.sop_step.allowance
        assert allowance is not None, "An SOP with a Waktu that can't be read is never activated."
        return allowance

    @property
    def attempt(self) -> StepAttempt | None:
        """The newest attempt; while the step waits again after a return, the one that was ended."""
        return self.attempts[-1] if self.attempts else None

    @property
    def handed_over(self) -> StepAttempt:
        """The newest attempt of a step that has been handed over, as every open or finished step has."""
        return self.attempts[-1]

    @property
    def completion(self) -> StepCompletion | None:
        """The completion that stands; none while the step is open or open again."""
        return self.attempt.completion if self.state == State.DONE and self.attempt else None

    @property
    def is_open(self) -> bool:
        return self.state in (State.READY, State.WORKING)

    @property
    def next(self) -> RunStep | None:
        return self.run.step(self.no + 1)

    def move(self, move: Move) -> None:
        self.state = after(State(self.state), move)


class StepAttempt(Tracked, db.Model):
    """One go at a step, from its hand-over to its completion or to the moment work was sent back."""

    __tablename__ = "step_attempt"
    __table_args__ = (
        UniqueConstraint("step_id", "no"),
        CheckConstraint("(started_at IS NULL) = (started_by_id IS NULL)", name="started_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"))
    no: Mapped[int]
    handed_over_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Completed, or left by a return: the clock of the step stands still from here."""

    step: Mapped[RunStep] = relationship(back_populates="attempts")
    started_by: Mapped[User | None] = relationship()
    completion: Mapped[StepCompletion | None] = relationship(back_populates="attempt")
    fills: Mapped[list[ItemFill]] = relationship(back_populates="attempt", order_by="ItemFill.id")
    unit_reports: Mapped[list[UnitReport]] = relationship(back_populates="attempt", order_by="UnitReport.id")

    @property
    def audit_ref(self) -> str:
        return self.step.audit_ref


class StepCompletion(Tracked, db.Model):
    """The pengesahan of a step: who, when, and the verdict against the mutu baku with its explanation."""

    __tablename__ = "step_completion"
    __table_args__ = (
        CheckConstraint("verdict IN ('on_time', 'late')", name="verdict"),
        CheckConstraint("verdict = 'on_time' OR late_reason <> ''", name="late_has_reason"),
        CheckConstraint("occurred_at IS NULL OR stated_reason <> ''", name="stated_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("step_attempt.id"), unique=True)
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    completed_as: Mapped[str]
    """Jabatan and role in which it was done, as they were."""
    verdict: Mapped[str] = mapped_column(String(10))
    used_minutes: Mapped[int]
    used_days: Mapped[str]
    """Exact, as a fraction: "513/390"."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    over_minutes: Mapped[int]
    text: Mapped[str]
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    late_reason: Mapped[str] = mapped_column(default="")
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it happened by the person's own statement, where that is earlier than when it was recorded."""
    stated_reason: Mapped[str] = mapped_column(default="")

    attempt: Mapped[StepAttempt] = relationship(back_populates="completion")
    completed_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return self.attempt.audit_ref

    @property
    def explanation_sha256(self) -> str:
        """What the log keeps of text and explanation: their digest."""
        return explanation_digest(self.text, self.explanation)

    @property
    def on_time(self) -> bool:
        return self.verdict == "on_time"


class StepReturn(Tracked, db.Model):
    """Work that was sent back to an earlier step, and why."""

    __tablename__ = "step_return"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    from_no: Mapped[int]
    to_no: Mapped[int]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("step_attempt.id"))
    returned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]

    returned_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return f"run:{self.run_id}/step:{self.from_no}"
