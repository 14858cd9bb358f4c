"""Who witnesses the log from outside, what they signed, and the time stamps over its checkpoints."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.extensions import db
from app.web.columns import UtcDateTime

STANDING = text("retired_at IS NULL")
STAMPS_REF = "witness:cap-waktu"
"""What the events about time stamps are about: the authority, whoever it is."""


class LogWitness(Tracked, db.Model):
    """A witness's public key. Retiring it keeps the row, and what it signed before."""

    __tablename__ = "log_witness"
    __table_args__ = (
        CheckConstraint("(retired_at IS NULL) = (retired_by_id IS NULL)", name="retired_pair"),
        CheckConstraint("(retired_at IS NULL) = (retire_reason = '')", name="retired_why"),
        Index(
            "uq_log_witness_standing", "name", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    vkey: Mapped[str] = mapped_column(String(200), unique=True)
    """One line without a line feed."""
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    registered_by: Mapped[User] = relationship(foreign_keys=registered_by_id)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_by: Mapped[User | None] = relationship(foreign_keys=retired_by_id)
    retire_reason: Mapped[str] = mapped_column(default="")

    @property
    def standing(self) -> bool:
        return self.retired_at is None

    @property
    def audit_ref(self) -> str:
        return f"witness:{self.id}"


class LogCosignature(Tracked, db.Model):
    """One witness's signature over a checkpoint of this log: the note with the log's line and his."""

    __tablename__ = "log_cosignature"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        UniqueConstraint("witness_id", "size", "root"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    witness_id: Mapped[int] = mapped_column(ForeignKey("log_witness.id"))
    witness: Mapped[LogWitness] = relationship()
    size: Mapped[int] = mapped_column(index=True)
    root: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By the clock of the witness's own computer."""
    note: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    received_by: Mapped[User] = relationship()

    @property
    def audit_ref(self) -> str:
        return f"witness:{self.witness_id}"


class LogTimestamp(Tracked, db.Model):
    """An RFC 3161 time stamp over a checkpoint note."""

    __tablename__ = "log_timestamp"
    __table_args__ = (CheckConstraint("size > 0", name="size"), UniqueConstraint("size", "root"))

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    token: Mapped[bytes] = mapped_column(LargeBinary)
    """The time stamp token, DER."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the token."""
    authority: Mapped[str]
    """Who signed it, by the name in his certificate."""
    stamped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The time in the stamp."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def audit_ref(self) -> str:
        return STAMPS_REF


class TimestampTrial(db.Model):
    """How asking the authority went last: one row, no state of the office, so no event."""

    __tablename__ = "log_timestamp_trial"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("(failing_since IS NULL) = (problem = '')", name="failing_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(default="")
