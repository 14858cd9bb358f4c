"""What the rooms of access read from the log: the acts on accounts up to a moment, and who read what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.audit.queries import PAGE, Entry, Filter, Page, entries_at
from app.extensions import db
from app.inspection.access.then import SUBJECTS, Office, office_after
from app.inspection.fold.acts import acts
from app.reports.models import Report

READINGS = {
    Tag.LOG_READ: "Membaca log atau ruang pemeriksaan",
    Tag.EVIDENCE_DOWNLOADED: "Mengunduh bukti",
    Tag.REPORT_DOWNLOADED: "Mengunduh laporan",
    Tag.LOG_EXPORTED: "Membuat paket pelaksanaan",
    Tag.PERIOD_EXPORTED: "Membuat paket periode",
    Tag.DOCUMENT_VERIFIED: "Memeriksa dokumen",
    Tag.ACCOUNT_SIGNED_IN: "Masuk ke aplikasi",
}
"""The acts that change nothing and say that somebody looked."""


def office_until(moment: datetime) -> Office:
    """The office as the acts on accounts before that moment left it. The rest of the log is not read."""
    query = Filter(until=moment).narrow(select(AuditEvent.body).where(AuditEvent.subject.in_(SUBJECTS)))
    return office_after(acts(db.session.scalars(query.order_by(AuditEvent.seq))))


def changes_between(since: datetime, until: datetime) -> tuple[Entry, ...]:
    """The acts on accounts in that span, oldest first."""
    query = Filter(since=since, until=until).narrow(select(AuditEvent.seq))
    places = db.session.scalars(query.where(AuditEvent.subject.in_(SUBJECTS)).order_by(AuditEvent.seq)).all()
    return entries_at(places)


def readings(
    tags: Iterable[Tag], wanted: Filter, *, roots: Sequence[str] = (), before: int | None = None,
    after: int | None = None, size: int = PAGE,
) -> Page:  # fmt: skip
    """A page of readings, newest first.

    Each subject, or each object, is read by its own index for one page and the pages are merged: so a page costs
    the same however long the log is, which one query over several acts would not.
    """
    by_subject: dict[str, list[str]] = {}
    for tag in tags:
        by_subject.setdefault(tag.value.partition(":")[0], []).append(tag.value)
    kinds = list(by_subject.items())
    if roots:
        kinds = [("", [name for names in by_subject.values() for name in names])]
    found: list[int] = []
    for root in roots or ("",):
        for subject, names in kinds:
            one = Filter(root, wanted.actor_id, wanted.since, wanted.until, subject)
            found += _places(one, names, before=before, after=after, size=size)
    return _page(sorted(set(found), reverse=True), before=before, after=after, size=size)


def roots_of_run(run_id: int) -> tuple[str, ...]:
    """What a reading about a run is about: the run, and its report."""
    report = db.session.scalar(select(Report.id).where(Report.run_id == run_id))
    return (f"run:{run_id}",) if report is None else (f"run:{run_id}", f"report:{report}")


def _places(wanted: Filter, names: Sequence[str], *, before: int | None, after: int | None, size: int) -> list[int]:
    query = wanted.narrow(select(AuditEvent.seq).where(AuditEvent.act.in_(names)))
    if after is not None:
        query = query.where(AuditEvent.seq > after).order_by(AuditEvent.seq)
    elif before is not None:
        query = query.where(AuditEvent.seq < before).order_by(AuditEvent.seq.desc())
    else:
        query = query.order_by(AuditEvent.seq.desc())
    return list(db.session.scalars(query.limit(size + 1)))


def _page(places: list[int], *, before: int | None, after: int | None, size: int) -> Page:
    """The page as `audit.queries.newest_events` gives it, out of more places than it needs, newest first."""
    more = len(places) > size
    shown = places[-size:] if after is not None else places[:size]
    if after is not None:
        older, newer = (shown[-1] if shown else None), (shown[0] if more else None)
    else:
        older, newer = (shown[-1] if more else None), (shown[0] if shown and before is not None else None)
    return Page(tuple(reversed(entries_at(sorted(shown)))), older=older, newer=newer)
