"""Reading the log: newest first by keyset, never counting and never skipping rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ScalarSelect, Select, func, select

from app.audit.events import Tag
from app.audit.models import CHANGING, AuditCheckpoint, AuditEvent, AuditHead
from app.audit.present import sentence
from app.extensions import db

PAGE = 50
AFTER_ALL = 2**31 - 1
"""A seq that no event has (the column is a 32-bit integer on PostgreSQL)."""


NAMING = {
    "run": (Tag.RUN_STARTED, "title"),
    "user": (Tag.USER_ADDED, "name"),
    "unit": (Tag.UNIT_ADDED, "name"),
    "indicator": (Tag.INDICATOR_ADDED, "name"),
    "finding": (Tag.FINDING_RECORDED, "code"),
}
"""Which event names an object, and under which key of its data."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a person reads it."""

    seq: int
    at: datetime
    actor_id: int | None
    actor: str
    role: str
    tag: Tag
    object: str
    sentence: str
    occurred: str | None
    files: tuple[dict[str, Any], ...]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """What to read; an empty field doesn't narrow. `group` is the part of a tag before the colon.

    `changing` leaves out readings of the log and signing in and out; it goes with every field but `group`.
    """

    root: str = ""
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    group: str = ""
    changing: bool = False

    def narrow(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        if self.root:
            query = query.where(AuditEvent.root == self.root)
        if self.actor_id is not None:
            # A run's own events are few, a person's grow for good: beside a root, only the root's index may be taken.
            actor = AuditEvent.actor_id + 0 if self.root else AuditEvent.actor_id
            query = query.where(actor == self.actor_id)
        # Times never decrease, so a span of time is a span of seq: the newest-first order needs no sort.
        if self.since is not None:
            query = query.where(AuditEvent.seq >= _first_seq_from(self.since))
        if self.until is not None:
            query = query.where(AuditEvent.seq < func.coalesce(_first_seq_from(self.until), AFTER_ALL))
        if self.group:
            subject = AuditEvent.subject + "" if self.root else AuditEvent.subject
            query = query.where(subject == self.group)
        return self._without_readings(query) if self.changing else query

    def _without_readings(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        query = query.where(CHANGING)
        if self.root:
            return query
        # Without statistics SQLite takes another index for as good, or the log itself, and walks through the readings.
        index = "ix_audit_event_changing" if self.actor_id is None else "ix_audit_event_changing_actor_id"
        return query.with_hint(AuditEvent, f"INDEXED BY {index}", "sqlite")


@dataclass(frozen=True, slots=True)
class Page:
    """Entries newest first; `older` and `newer` are the seq to read before or after, where there is more."""

    entries: tuple[Entry, ...]
    older: int | None
    newer: int | None


def _first_seq_from(moment: datetime) -> ScalarSelect[Any]:
    query = select(AuditEvent.seq).where(AuditEvent.at >= moment)
    return query.order_by(AuditEvent.at, AuditEvent.seq).limit(1).scalar_subquery()


def groups() -> tuple[str, ...]:
    """The subjects that acts are about, in alphabetical order."""
    return tuple(sorted({tag.value.partition(":")[0] for tag in Tag}))


def newest_events(
    wanted: Filter = Filter(), *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Page:
    """A page of the log: the newest, or those older than `before`, or those newer than `after`."""
    query = wanted.narrow(select(AuditEvent.seq, AuditEvent.at, AuditEvent.body))
    if after is not None:
        rows = _rows(query.where(AuditEvent.seq > after).order_by(AuditEvent.seq), size=size)
        more, rows = len(rows) > size, rows[:size][::-1]
        older = rows[-1].seq if rows else None
        return Page(_entries(rows), older=older, newer=rows[0].seq if more else None)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    rows = _rows(query.order_by(AuditEvent.seq.desc()), size=size)
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].seq if rows and before is not None else None
    return Page(_entries(rows), older=rows[-1].seq if more else None, newer=newer)


def events_about(root: str, *, titles: Mapping[str, str] | None = None) -> tuple[Entry, ...]:
    """Everything that happened to one object ("run:3"), oldest first: its trail. `titles` name objects better."""
    query = select(AuditEvent.seq, AuditEvent.at, AuditEvent.body).where(AuditEvent.root == root)
    return _entries(db.session.execute(query.order_by(AuditEvent.seq)).all(), titles=titles)


def entries_at(places: Sequence[int]) -> tuple[Entry, ...]:
    """The events with these numbers, oldest first."""
    query = select(AuditEvent.seq, AuditEvent.at, AuditEvent.body).where(AuditEvent.seq.in_(places))
    return _entries(db.session.execute(query.order_by(AuditEvent.seq)).all())


def bodies(*, after: int = 0, upto: int | None = None) -> Iterator[bytes]:
    """The exact bytes of the events in order, streamed."""
    query = select(AuditEvent.body).where(AuditEvent.seq > after)
    if upto is not None:
        query = query.where(AuditEvent.seq <= upto)
    yield from db.session.scalars(query.order_by(AuditEvent.seq).execution_options(yield_per=1000))


def head() -> AuditHead | None:
    """Where the log ends: `.size`, `.root` (hex), `.at`, `.log`."""
    return db.session.get(AuditHead, 1)


def newest_checkpoint() -> AuditCheckpoint | None:
    return db.session.scalar(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1))


def checkpoint_notes(*, newest: int, upto: int) -> list[str]:
    """The notes of the newest checkpoints over at most `upto` events, oldest first."""
    query = select(AuditCheckpoint.note).where(AuditCheckpoint.size <= upto)
    notes = db.session.scalars(query.order_by(AuditCheckpoint.size.desc()).limit(newest)).all()
    return list(reversed(notes))


def titles_of(roots: Sequence[str]) -> dict[str, str]:
    """How people call these objects, where an event gave them a name: a run's title, a person's, a unit's."""
    wanted = sorted({root for root in roots if root.partition(":")[0] in NAMING})
    if not wanted:
        return {}
    query = select(AuditEvent.root, AuditEvent.body).where(AuditEvent.root.in_(wanted))
    query = query.where(AuditEvent.act.in_([tag.value for tag, _ in NAMING.values()])).order_by(AuditEvent.seq)
    rows = db.session.execute(query).all()
    return {root: orjson.loads(body)["data"][NAMING[root.partition(":")[0]][1]] for root, body in rows}


def _rows(query: Select[Any], *, size: int) -> list[Any]:
    return list(db.session.execute(query.limit(size + 1)).all())


def _entries(rows: Sequence[Any], *, titles: Mapping[str, str] | None = None) -> tuple[Entry, ...]:
    read = [(row.seq, row.at, orjson.loads(row.body)) for row in rows]
    named = titles_of([fields["object"].partition("/")[0] for _, _, fields in read]) | dict(titles or {})
    return tuple(_entry(seq, at, fields, named) for seq, at, fields in read)


def _entry(seq: int, at: datetime, fields: dict[str, Any], titles: dict[str, str]) -> Entry:
    actor = fields["actor"]
    return Entry(
        seq=seq,
        at=at,
        actor_id=actor["id"],
        actor=actor["name"],
        role=actor["role"],
        tag=Tag(fields["act"]),
        object=fields["object"],
        sentence=sentence(fields, titles=titles),
        occurred=fields["occurred"],
        files=tuple(fields["files"]),
        data=fields["data"],
    )
