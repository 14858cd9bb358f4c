"""The guard against silent changes: a commit in which a tracked row has no event is refused.

It stops accidents. An insider with a database shell is found by the chain and the checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.audit.errors import GuardError
from app.audit.models import AuditEvent
from app.extensions import Base

LEDGERS = "audit_ledgers"


class Tracked:
    """Mixin for rows of workflow state. `audit_ref` names the row as events do: "run:3/step:4"."""

    @property
    def audit_ref(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} is tracked, so it needs audit_ref.")


@dataclass(slots=True)
class Ledger:
    """What one transaction, or one savepoint in it, changed and recorded, by root ("run:3")."""

    changed: dict[str, str] = field(default_factory=dict)
    recorded: set[str] = field(default_factory=set)

    def absorb(self, other: Ledger) -> None:
        self.changed |= other.changed
        self.recorded |= other.recorded

    def clear(self) -> None:
        self.changed.clear()
        self.recorded.clear()


def install(sessions: Any) -> None:
    """Attach the guard to a session factory; doing it twice is doing it once."""
    for name, listener in (
        ("after_transaction_create", _open_ledger),
        ("after_transaction_end", _close_ledger),
        ("after_soft_rollback", _forget),
        ("after_flush", _collect),
        ("before_commit", _refuse_unrecorded),
        ("do_orm_execute", _refuse_bulk),
    ):
        if not event.contains(sessions, name, listener):
            event.listen(sessions, name, listener)


def note_event(session: Session, recorded: AuditEvent) -> None:
    """Told by `record`: this root has an event in the running transaction."""
    _ledgers(session)[-1].recorded.add(recorded.root)


def has_recorded(session: Session) -> bool:
    """Whether the running transaction has added events that are not committed yet."""
    return any(ledger.recorded for ledger in _ledgers(session))


def _ledgers(session: Session) -> list[Ledger]:
    ledgers: list[Ledger] = session.info.setdefault(LEDGERS, [])
    if not ledgers:
        ledgers.append(Ledger())
    return ledgers


def _open_ledger(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _ledgers(session).append(Ledger())
    elif transaction.parent is None:
        session.info[LEDGERS] = [Ledger()]


def _close_ledger(session: Session, transaction: SessionTransaction) -> None:
    ledgers = _ledgers(session)
    if transaction.nested and len(ledgers) > 1:
        inner = ledgers.pop()
        ledgers[-1].absorb(inner)
    elif transaction.parent is None:
        session.info.pop(LEDGERS, None)


def _forget(session: Session, previous: SessionTransaction) -> None:
    # What a savepoint took back neither changed anything nor recorded anything.
    if previous.nested or previous.parent is None:
        _ledgers(session)[-1].clear()


def _collect(session: Session, _context: Any) -> None:
    changed = _ledgers(session)[-1].changed
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Tracked):
            continue
        if row in session.dirty and not session.is_modified(row, include_collections=False):
            continue
        ref = row.audit_ref
        changed[ref.partition("/")[0]] = f"{type(row).__name__} {ref}"


def _refuse_unrecorded(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    ledger = _ledgers(session)[-1]
    silent = sorted(what for root, what in ledger.changed.items() if root not in ledger.recorded)
    if silent:
        raise GuardError(f"Changed without an event in the log: {', '.join(silent)}.")


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Tracked) and table in mapper.tables:
            raise GuardError(f"{mapper.class_.__name__} is tracked: change its rows one by one.")
