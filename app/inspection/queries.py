"""What the inspector's pages read besides the log itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.audit.errors import LogForked
from app.audit.merkle import leaf_hash
from app.audit.models import AuditEvent
from app.audit.objects import object_words
from app.audit.queries import AFTER_ALL, Entry, Filter, newest_checkpoint, newest_events, titles_of
from app.audit.record_proof import record_proof
from app.extensions import db
from app.inspection.errors import EventNotFound, ProofFails, ProofNotYet
from app.inspection.standing import next_checkpoint
from app.runs.models import Run


@dataclass(frozen=True, slots=True)
class Exact:
    """One event to the last bit: its sentence, its bytes, its leaf hash, and the one before it."""

    entry: Entry
    body: str
    pretty: str
    leaf: str
    prev: str
    is_newest: bool
    about: str
    """Its object in words."""

    @property
    def group(self) -> str:
        return self.entry.tag.value.partition(":")[0]


def exact_event(seq: int) -> Exact:
    """Raises EventNotFound."""
    row = db.session.get(AuditEvent, seq) if 0 < seq < AFTER_ALL else None
    if row is None:
        raise EventNotFound
    page = newest_events(Filter(), before=seq + 1, size=1)
    body, entry = row.body.decode(), page.entries[0]
    return Exact(
        entry=entry,
        body=body,
        pretty=json.dumps(json.loads(body), ensure_ascii=False, indent=2),
        leaf=leaf_hash(row.body).hex(),
        prev=row.fields["prev"],
        is_newest=db.session.get(AuditEvent, seq + 1) is None,
        about=object_words(entry.object, titles=titles_of([entry.object.partition("/")[0]])),
    )


def sealed_upto() -> int:
    """How many events the newest checkpoint covers."""
    newest = newest_checkpoint()
    return newest.size if newest else 0


def proof_of(seq: int, *, at: datetime) -> str:
    """The text of rekaman-<seq>.txt. Raises ProofNotYet where no checkpoint covers it, ProofFails where none holds."""
    try:
        text = record_proof(seq)
    except LogForked:
        raise ProofFails from None
    if text is None:
        raise ProofNotYet(next_checkpoint(at))
    return text


def titled_runs() -> Sequence[Run]:
    """Every run, the newest first, without its steps."""
    return db.session.scalars(select(Run).order_by(Run.started_at.desc(), Run.id.desc())).all()


def everybody() -> Sequence[User]:
    """Everybody who ever had an account, by name: people stay in the log for good."""
    return db.session.scalars(select(User).order_by(User.name, User.id)).all()


def recorded_late(entry: Entry) -> str:
    """How long after the stated time the event was recorded: "dicatat belakangan 3 jam"; empty where none is stated."""
    if not entry.occurred:
        return ""
    minutes = int((entry.at - datetime.fromisoformat(entry.occurred)).total_seconds()) // 60
    return f"dicatat belakangan {minutes // 60} jam" if minutes >= 60 else f"dicatat belakangan {minutes} menit"
