"""Packages that were asked for: how far each got, and where its file is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.extensions import db
from app.web.columns import UtcDateTime


class PackageJob(db.Model):
    """One package; the log tells of it once it is announced, this row only helps to make and fetch it."""

    __tablename__ = "package_job"
    __table_args__ = (CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(60))
    """ "run:3", or "period:2025-01-01..2025-12-31"."""
    title: Mapped[str]
    name: Mapped[str]
    """Of the file when it is fetched."""
    state: Mapped[str] = mapped_column(String(10), default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(40), default="")
    done_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    total_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    package: Mapped[str] = mapped_column(String(32), default="")
    """The id under which the log announces it; also the name of the stored file."""
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    files: Mapped[int] = mapped_column(default=0)
    events: Mapped[int] = mapped_column(default=0)
    root: Mapped[str] = mapped_column(String(64), default="")
    problem: Mapped[str] = mapped_column(default="")

    asked_by: Mapped[User] = relationship()

    @property
    def is_going(self) -> bool:
        return self.state in ("queued", "running")

    @property
    def percent(self) -> int:
        return 100 * self.done_bytes // self.total_bytes if self.total_bytes else 0
