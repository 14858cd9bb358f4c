"""Published calendar versions as tables, and the one draft of the next."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.calendars.timetable import RamadanPeriod, Timetable, from_record
from app.clock.workdays import Hours
from app.extensions import db
from app.web.columns import Json, UtcDateTime


class PublishedCalendarIsFixed(RuntimeError):
    """Something tried to change a published version: runs were judged by it."""


class CalendarVersion(Tracked, db.Model):
    """A published calendar, never changed afterwards. `digest` is the SHA-256 of its content."""

    __tablename__ = "calendar_version"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="coverage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(unique=True)
    note: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str]
    """The name as it was then; the log has the account."""

    hours: Mapped[list[WorkingHours]] = relationship(order_by="WorkingHours.id", back_populates="version")
    holidays: Mapped[list[Holiday]] = relationship(order_by="Holiday.day", back_populates="version")
    ramadan: Mapped[list[Ramadan]] = relationship(order_by="Ramadan.first_day", back_populates="version")

    @property
    def audit_ref(self) -> str:
        return f"calendar:{self.no}"

    @property
    def title(self) -> str:
        return f"Kalender kerja versi {self.no}"

    @property
    def timetable(self) -> Timetable:
        return Timetable(
            first=self.first_day,
            last=self.last_day,
            hours=tuple(row.as_hours() for row in self.hours),
            holidays={row.day: row.name for row in self.holidays},
            ramadan=tuple(RamadanPeriod(r.first_day, r.last_day, r.confirmed, r.note) for r in self.ramadan),
        )


class WorkingHours(Tracked, db.Model):
    """Working hours of one weekday (0 = Senin), in Ramadan or outside it, from a date on."""

    __tablename__ = "calendar_hours"
    __table_args__ = (
        UniqueConstraint("version_id", "weekday", "ramadan", "valid_from"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="order"),
        CheckConstraint("(break_from IS NULL) = (break_until IS NULL)", name="break_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    version: Mapped[CalendarVersion] = relationship(back_populates="hours")
    weekday: Mapped[int]
    ramadan: Mapped[bool]
    opens: Mapped[time]
    closes: Mapped[time]
    break_from: Mapped[time | None]
    break_until: Mapped[time | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref

    def as_hours(self) -> Hours:
        return Hours(
            weekday=self.weekday,
            opens=self.opens,
            closes=self.closes,
            valid_from=self.valid_from,
            break_from=self.break_from,
            break_until=self.break_until,
            valid_until=self.valid_until,
            ramadan=self.ramadan,
        )


class Holiday(Tracked, db.Model):
    """A libur nasional, cuti bersama or local day off."""

    __tablename__ = "calendar_holiday"
    __table_args__ = (UniqueConstraint("version_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    version: Mapped[CalendarVersion] = relationship(back_populates="holidays")
    day: Mapped[date]
    name: Mapped[str]

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref


class Ramadan(Tracked, db.Model):
    """The first and last day of one Ramadan, and whether the office has confirmed them."""

    __tablename__ = "calendar_ramadan"
    __table_args__ = (
        UniqueConstraint("version_id", "first_day"),
        CheckConstraint("first_day <= last_day", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    version: Mapped[CalendarVersion] = relationship(back_populates="ramadan")
    first_day: Mapped[date]
    last_day: Mapped[date]
    confirmed: Mapped[bool]
    note: Mapped[str]

    @property
    def audit_ref(self) -> str:
        return self.version.audit_ref


class CalendarDraft(db.Model):
    """The next version while it is being edited. Nothing is judged by it, so only its publication is an event."""

    __tablename__ = "calendar_draft"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    base_no: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    revision: Mapped[int]
    """Raised with each change: what was previewed is what is published."""
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_by: Mapped[User | None] = relationship()

    @property
    def timetable(self) -> Timetable:
        return from_record(self.content)


def _refuse_change(_mapper: Mapper[Any], _connection: Any, row: Any) -> None:
    session = object_session(row)
    if session is None or row in session.deleted or session.is_modified(row):
        raise PublishedCalendarIsFixed(f"{row.audit_ref} is published; publish a new version instead.")


for published in (CalendarVersion, WorkingHours, Holiday, Ramadan):
    event.listen(published, "before_update", _refuse_change)
    event.listen(published, "before_delete", _refuse_change)
