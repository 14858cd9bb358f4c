"""What is done to the log as a whole: signing where it stands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import select

from app.audit import publish
from app.audit.checkpoint import Checkpoint, origin_of, read_note, sign, vkey
from app.audit.errors import LogForked, LogNotOpened, LogTruncated
from app.audit.keys import log_key
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditCheckpoint, AuditHead
from app.audit.queries import bodies, newest_checkpoint
from app.audit.record import locked_head
from app.extensions import db


def make_checkpoint(*, at: datetime) -> AuditCheckpoint:
    """Sign the log's size and root, after proving that it continues what was signed before.

    Raises LogTruncated where the log is shorter than a checkpoint, LogForked where it differs from one.
    The newest checkpoint is given again while the log has not grown.
    """
    head = locked_head()
    if head is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    key = signing_key()
    row, outside = newest_checkpoint(), _published(head, key)
    _refuse_shorter(head, row, outside)
    _refuse_fork(head, outside, key)
    if row is None or row.size < head.size:
        row = _sign(head, key, at=at)
        db.session.add(row)
        db.session.flush()
    _publish(head, key, after=outside.size if outside else 0)
    return row


def refuse_shortened_log() -> None:
    """Raise LogTruncated where the log ends before its newest checkpoint; called when the service starts."""
    head = db.session.get(AuditHead, 1)
    if head is not None:
        _refuse_shorter(head, newest_checkpoint(), _published(head, signing_key()))


def signing_key() -> Ed25519PrivateKey:
    """The log's private key; it never leaves the instance folder."""
    return log_key(current_app.config["SETTINGS"].keys_folder)


def log_vkey() -> str:
    """The log's public key as one line, for packages and for the inspector's stick."""
    head = db.session.get(AuditHead, 1)
    if head is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    return vkey(origin_of(head.log), signing_key().public_key())


def _file(head: AuditHead) -> Path:
    return publish.checkpoint_file(current_app.config["SETTINGS"].instance_folder, head.log)


def _published(head: AuditHead, key: Ed25519PrivateKey) -> Checkpoint | None:
    return publish.newest(_file(head), origin=origin_of(head.log), key=key.public_key())


def _refuse_shorter(head: AuditHead, row: AuditCheckpoint | None, outside: Checkpoint | None) -> None:
    newest = max(row.size if row else 0, outside.size if outside else 0)
    if head.size < newest:
        raise LogTruncated(f"The log holds {head.size} events, but a checkpoint was signed over {newest}.")


def _refuse_fork(head: AuditHead, outside: Checkpoint | None, key: Ed25519PrivateKey) -> None:
    # The frontier kept with a checkpoint hashes to its signed root, so only what came since is read.
    start = _newest_row_within(outside.size if outside else head.size)
    frontier = Frontier() if start is None else _trusted(start, head, key)
    if outside is not None and frontier.size == outside.size and frontier.root != outside.root:
        raise LogForked(f"The log differs from the checkpoint published at {outside.size}.")
    for body in bodies(after=frontier.size):
        frontier = frontier.append(leaf_hash(body))
        if outside is not None and frontier.size == outside.size and frontier.root != outside.root:
            raise LogForked(f"The log differs from the checkpoint published at {outside.size}.")
    if frontier != head.frontier:
        raise LogForked("The events do not give the tree that the log's head holds.")


def _newest_row_within(size: int) -> AuditCheckpoint | None:
    query = select(AuditCheckpoint).where(AuditCheckpoint.size <= size)
    return db.session.scalar(query.order_by(AuditCheckpoint.size.desc()).limit(1))


def _trusted(row: AuditCheckpoint, head: AuditHead, key: Ed25519PrivateKey) -> Frontier:
    signed = read_note(row.note, origin=origin_of(head.log), key=key.public_key())
    if (signed.size, signed.root) != (row.size, row.frontier.root):
        raise LogForked(f"The checkpoint at {row.size} is not the one that was signed.")
    return row.frontier


def _sign(head: AuditHead, key: Ed25519PrivateKey, *, at: datetime) -> AuditCheckpoint:
    note = sign(Checkpoint(origin_of(head.log), head.size, head.frontier.root), key)
    return AuditCheckpoint(size=head.size, at=at, peaks=head.peaks, note=note)


def _publish(head: AuditHead, key: Ed25519PrivateKey, *, after: int) -> None:
    query = select(AuditCheckpoint.note).where(AuditCheckpoint.size > after).order_by(AuditCheckpoint.size)
    notes = list(db.session.scalars(query))
    if notes:
        publish.publish_after_commit(db.session(), _file(head), notes, origin=origin_of(head.log), key=key.public_key())
