"""The log's tables: the events as bytes, the head that is locked to append, checkpoints, and the tree's tiles.

No foreign keys: an event keeps what it says even when the row it speaks of is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import CheckConstraint, Dialect, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.merkle import Frontier
from app.extensions import db
from app.web.columns import UtcDateTime

CHANGING = text("act NOT IN ('account:signed-in', 'account:signed-out', 'log:read')")
"""Neither reading nor coming and going. Word for word in index and query: else SQLite won't see that they agree."""


class Body(LargeBinary):
    """Bytes, also where SQL on a SQLite file left text in their place: the check has to read it to name it."""

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[Any], Any]:
        return lambda value: value.encode() if isinstance(value, str) else value


class AuditEvent(db.Model):
    """One act. `body` is the truth; the columns beside it are copies of its fields, for reading."""

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq_from_one"),
        Index("ix_audit_event_root_seq", "root", "seq"),
        Index("ix_audit_event_actor_id_seq", "actor_id", "seq"),
        Index("ix_audit_event_actor_id_subject_seq", "actor_id", "subject", "seq"),
        Index("ix_audit_event_subject_seq", "subject", "seq"),
        Index("ix_audit_event_root_act", "root", "act"),
        Index("ix_audit_event_at_seq", "at", "seq"),
        Index("ix_audit_event_changing", "seq", sqlite_where=CHANGING, postgresql_where=CHANGING),
        Index("ix_audit_event_changing_actor_id", "actor_id", "seq", sqlite_where=CHANGING, postgresql_where=CHANGING),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(Body)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(20))
    """The part of the tag before the colon, by which people narrow the log."""

    actor_id: Mapped[int | None]
    root: Mapped[str] = mapped_column(String(80))
    """The first part of the object: "run:3" of "run:3/step:4"."""

    @property
    def fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = orjson.loads(self.body)
        return fields

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.fields["data"]
        return data


class AuditHead(db.Model):
    """The one row that every append locks: where the log ends and the tree over all of it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    log: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    peaks: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def frontier(self) -> Frontier:
        return Frontier.from_bytes(self.size, self.peaks)

    @property
    def root(self) -> str:
        """The RFC 6962 root over the whole log, in hex."""
        return self.frontier.root.hex()


class AuditCheckpoint(db.Model):
    """A signed statement of the log's size and root, with the frontier that the next one starts from."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    peaks: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str] = mapped_column(Text)

    @property
    def frontier(self) -> Frontier:
        return Frontier.from_bytes(self.size, self.peaks)


class AuditTile(db.Model):
    """256 hashes side by side in the tree (C2SP tlog-tiles): derived from the events, so that proofs are cheap.

    Tile `number` of `level` holds the roots of the complete subtrees of height 8·level from 256·number on.
    """

    __tablename__ = "audit_tile"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(Body)
    """The tile's own root, which is a hash of the level above: read without the other 8 KiB."""

    hashes: Mapped[bytes] = mapped_column(Body)
