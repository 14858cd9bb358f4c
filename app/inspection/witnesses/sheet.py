"""The weekly sheet: the newest checkpoint of each ISO week, on a line to print and sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.accounts.acting import day_of
from app.audit.models import AuditCheckpoint, AuditEvent
from app.extensions import db
from app.web.words import WITA, angka, tanggal, waktu

WEEK = timedelta(days=7)
MOST_WEEKS = 53
USUAL_WEEKS = 13
NOTHING = "tidak ada checkpoint pada minggu ini"


@dataclass(frozen=True, slots=True)
class Line:
    """One ISO week. `at`, `size` and `root` are its newest checkpoint's; None and empty where it has none."""

    year: int
    week: int
    monday: date
    at: datetime | None = None
    size: int = 0
    root: str = ""

    @property
    def name(self) -> str:
        return f"{self.year}-W{self.week:02d}"

    @property
    def halves(self) -> tuple[str, ...]:
        """The root in groups of four, over two lines."""
        groups = [self.root[place : place + 4] for place in range(0, len(self.root), 4)]
        return (" ".join(groups[:8]), " ".join(groups[8:])) if groups else ()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def lines(first: date, last: date) -> list[Line]:
    """A line for each week from that of `first` to that of `last`, the oldest first; none from before the log."""
    begin, end = max(monday_of(first), _opened(last)), monday_of(last) + WEEK
    newest = _newest_by_week(begin, end)
    return [_line(monday, newest.get(monday)) for monday in _mondays(begin, end)]


def as_text(found: list[Line], *, office: str, log: str) -> str:
    """The sheet as plain text, for a printer without pictures or a mail."""
    told = [f"LEMBAR SAKSI MINGGUAN – {office}", f"Log {log}", ""]
    for line in found:
        told.append(f"{line.name}  mulai {tanggal(line.monday)}")
        if line.at is None:
            told += [f"  {NOTHING}", ""]
            continue
        told += [f"  {waktu(line.at)}  {angka(line.size, 0)} rekaman", *(f"  {half}" for half in line.halves)]
        told += ["  Saksi: ______________________________  Tanda tangan: ________________", ""]
    return "\n".join(told).rstrip() + "\n"


def _line(monday: date, row: AuditCheckpoint | None) -> Line:
    year, week, _ = monday.isocalendar()
    if row is None:
        return Line(year, week, monday)
    return Line(year, week, monday, row.at, row.size, row.frontier.root.hex())


def _newest_by_week(begin: date, end: date) -> dict[date, AuditCheckpoint]:
    """Sizes and times alone are read over the whole span; the tree only of the ones that are shown."""
    query = select(AuditCheckpoint.size, AuditCheckpoint.at)
    query = query.where(AuditCheckpoint.at >= _midnight(begin), AuditCheckpoint.at < _midnight(end))
    newest = {monday_of(day_of(row.at)): row.size for row in db.session.execute(query.order_by(AuditCheckpoint.size))}
    rows = db.session.scalars(select(AuditCheckpoint).where(AuditCheckpoint.size.in_(newest.values())))
    by_size = {row.size: row for row in rows}
    return {monday: by_size[size] for monday, size in newest.items()}


def _opened(otherwise: date) -> date:
    """The Monday of the week in which the log began."""
    first = db.session.get(AuditEvent, 1)
    return monday_of(day_of(first.at) if first else otherwise)


def _mondays(begin: date, end: date) -> Iterator[date]:
    while begin < end:
        yield begin
        begin += WEEK


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), WITA)
