"""The one writer of the log: an act becomes an event in the transaction of the change it describes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import g, has_app_context

from app.audit import guard
from app.audit.canonical import canonical
from app.audit.errors import LogAlreadyOpened, LogNotOpened
from app.audit.events import KEYS, Tag
from app.audit.merkle import WIDTH, Frontier, leaf_hash
from app.audit.models import AuditEvent, AuditHead
from app.extensions import db

VERSION = 1
OBJECT = re.compile(r"[a-z][a-z-]*:[0-9A-Za-z._-]+(/[a-z][a-z-]*:[0-9A-Za-z._-]+)*")
DIGEST = re.compile(r"[0-9a-f]{64}")


class Actor(Protocol):
    def audit_actor(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Nobody:
    """An actor without an account."""

    name: str
    role: str

    def audit_actor(self) -> dict[str, Any]:
        return {"id": None, "name": self.name, "role": self.role}


SYSTEM = Nobody("Sistem", "sistem")
ANONYMOUS = Nobody("Pengunjung", "pengunjung")


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that the act speaks of: its digest in hex, its size in bytes, and the part it plays."""

    sha256: str
    size: int
    role: str

    def __post_init__(self) -> None:
        if not DIGEST.fullmatch(self.sha256):
            raise ValueError(f"Not a SHA-256 in hex: {self.sha256!r}")
        if type(self.size) is not int or self.size < 0 or not self.role:
            raise ValueError("A file has a size in bytes and a role.")

    def as_field(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "size": self.size, "role": self.role}


def open_log(*, demo: bool, office: str, at: datetime) -> AuditEvent:
    """Begin the log of a fresh instance: its random id and its first event."""
    if locked_head() is not None:
        raise LogAlreadyOpened("This instance has a log already.")
    head = AuditHead(id=1, log=secrets.token_hex(16), size=0, at=at, leaf=bytes(WIDTH), peaks=b"")
    db.session.add(head)
    return _append(
        head, Tag.LOG_OPENED, by=SYSTEM, about=f"log:{head.log}", at=at, data={"demo": demo, "office": office}
    )


def record(
    tag: Tag,
    *,
    by: Actor,
    about: str,
    at: datetime,
    data: dict[str, Any],
    files: Sequence[FileRef] = (),
    occurred: datetime | None = None,
) -> AuditEvent:
    """Append one event about `about` ("run:3/step:4") to the log, in the caller's transaction.

    `data` has exactly the keys of the tag. `occurred` is the stated time where it differs from the
    recorded one. A time before the newest event's is replaced by that one's, and the step back is an
    event of its own; less than a second is only the order in which concurrent requests got the lock.
    """
    head = locked_head()
    if head is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    behind = int((head.at - at).total_seconds())
    if behind > 0:
        _append(
            head,
            Tag.LOG_CLOCK_WENT_BACK,
            by=SYSTEM,
            about=f"log:{head.log}",
            at=head.at,
            data={"behind_seconds": behind},
        )
    return _append(head, tag, by=by, about=about, at=max(at, head.at), data=data, files=files, occurred=occurred)


def moment(at: datetime) -> str:
    """An instant as the log writes it: UTC, always with microseconds, so that text sorts by time."""
    if at.tzinfo is None:
        raise ValueError("An event's time needs a zone.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def locked_head() -> AuditHead | None:
    """The log's head as it is now, nobody else's to change until the transaction ends; None before the log opens."""
    # SQLite has the write lock since BEGIN IMMEDIATE; PostgreSQL takes the row's here.
    return db.session.get(AuditHead, 1, with_for_update=True, populate_existing=True)


def _append(
    head: AuditHead,
    tag: Tag,
    *,
    by: Actor,
    about: str,
    at: datetime,
    data: dict[str, Any],
    files: Sequence[FileRef] = (),
    occurred: datetime | None = None,
) -> AuditEvent:
    _check(tag, about=about, data=data)
    actor = by.audit_actor()
    body = canonical(
        {
            "v": VERSION,
            "log": head.log,
            "seq": head.size + 1,
            "at": moment(at),
            "actor": {key: actor[key] for key in ("id", "name", "role")},
            "act": tag.value,
            "object": about,
            "occurred": None if occurred is None else moment(occurred),
            "data": data,
            "files": [file.as_field() for file in files],
            "request": _request_id(),
            "prev": head.leaf.hex(),
        }
    )
    event = AuditEvent(
        seq=head.size + 1,
        body=body,
        at=at,
        act=tag.value,
        subject=tag.value.partition(":")[0],
        actor_id=actor["id"],
        root=about.partition("/")[0],
    )
    db.session.add(event)
    _advance(head, body=body, at=at)
    db.session.flush()
    guard.note_event(db.session(), event)
    return event


def _advance(head: AuditHead, *, body: bytes, at: datetime) -> None:
    leaf = leaf_hash(body)
    frontier: Frontier = head.frontier.append(leaf)
    head.leaf = leaf
    head.peaks = frontier.to_bytes()
    head.size = frontier.size
    head.at = at


def _check(tag: Tag, *, about: str, data: dict[str, Any]) -> None:
    if data.keys() != KEYS[tag]:
        raise ValueError(f"{tag} has the keys {sorted(KEYS[tag])}, not {sorted(data)}.")
    if not OBJECT.fullmatch(about):
        raise ValueError(f"Not the name of an object: {about!r}")


def _request_id() -> str | None:
    return g.get("request_id") if has_app_context() else None
