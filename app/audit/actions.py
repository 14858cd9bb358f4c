"""What is done to the log as a whole: signing where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.audit import publish, sealing
from app.audit.checkpoint import Checkpoint, read_note, vkey
from app.audit.epochs import Signed, file_of, refuse_hidden, signed_epochs, vkeys
from app.audit.errors import LogForked, LogNotOpened, LogTruncated, NotSealed
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditCheckpoint, AuditHead
from app.audit.queries import bodies, newest_checkpoint
from app.audit.record import locked_head
from app.audit.tiles import Nodes, TilesDiffer, check_against, write_tiles
from app.extensions import db
from app.web.background import leave_to_worker

SEAL_LOG = "seal_log"
"""The task of app.audit.tasks."""


def make_checkpoint(*, at: datetime) -> AuditCheckpoint:
    """Sign the log's size and root, after proving that it continues what was signed before.

    Raises LogTruncated where the log is shorter than a checkpoint, LogForked where it differs from one,
    BadNote where a key or a file was replaced, NotSealed where the signer beside the application is away
    or refuses; that one signs only what is committed. The newest checkpoint is given again while the log has not grown.
    """
    head = locked_head()
    if head is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    signed = signed_epochs(head.log, ask=True)
    row, outside = newest_checkpoint(), signed[-1].newest
    _refuse_shorter(head, row, outside)
    refuse_hidden(signed)
    _refuse_fork(head, outside, signed)
    if row is None or row.size < head.size:
        row = _sign(head, signed[-1], at=at)
        db.session.add(row)
        db.session.flush()
    _publish(signed, after=outside.size if outside else 0)
    return row


def seal_soon(*, at: datetime) -> None:
    """A checkpoint over what the running transaction adds: in it, or by the worker once that is committed.

    The signer beside the application never forgets, so it must not be asked about what may be rolled back.
    """
    if sealing.is_apart():
        leave_to_worker(SEAL_LOG)
    else:
        make_checkpoint(at=at)


def refuse_shortened_log() -> None:
    """Raise LogTruncated where the log ends before its newest checkpoint; called when the service starts."""
    head = db.session.get(AuditHead, 1)
    if head is not None:
        try:
            signed = signed_epochs(head.log)
        except NotSealed:
            return  # nobody here knows the key: nothing was published yet, or the next checkpoint will tell
        _refuse_shorter(head, newest_checkpoint(), signed[-1].newest)
        refuse_hidden(signed)


def log_vkey() -> str:
    """The public key of the log's present epoch as one line, for packages and for the inspector's stick."""
    return vkeys()[-1]


def _refuse_shorter(head: AuditHead, row: AuditCheckpoint | None, outside: Checkpoint | None) -> None:
    newest = max(row.size if row else 0, outside.size if outside else 0)
    if head.size < newest:
        raise LogTruncated(f"The log holds {head.size} events, but a checkpoint was signed over {newest}.")


def _refuse_fork(head: AuditHead, outside: Checkpoint | None, signed: Sequence[Signed]) -> None:
    # The frontier kept with a checkpoint hashes to its signed root, so only what came since is read.
    start = _newest_row_within(outside.size if outside else head.size)
    frontier = Frontier() if start is None else _trusted(start, signed)
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


def _trusted(row: AuditCheckpoint, signed: Sequence[Signed]) -> Frontier:
    of = [one for one in signed if one.epoch.begins <= row.size][-1]
    point = read_note(row.note, origin=of.epoch.origin, key=of.key)
    if (point.size, point.root) != (row.size, row.frontier.root):
        raise LogForked(f"The checkpoint at {row.size} is not the one that was signed.")
    return row.frontier


def _sign(head: AuditHead, now: Signed, *, at: datetime) -> AuditCheckpoint:
    connection = db.session.connection()
    nodes = Nodes(connection, head.size)
    try:
        if write_tiles(connection, head.size):
            check_against(head.frontier, nodes)
    except TilesDiffer:
        raise LogForked("The tiles do not give the tree that the log's head holds.") from None
    point = Checkpoint(now.epoch.origin, head.size, head.frontier.root)
    note = sealing.seal(point, log=head.log, epoch=now.epoch.number, nodes=nodes)
    return AuditCheckpoint(size=head.size, at=at, peaks=head.peaks, note=note)


def _publish(signed: Sequence[Signed], *, after: int) -> None:
    now = signed[-1]
    query = select(AuditCheckpoint.note).where(AuditCheckpoint.size > after, AuditCheckpoint.size >= now.epoch.begins)
    notes = list(db.session.scalars(query.order_by(AuditCheckpoint.size)))
    if notes:
        lines = [vkey(one.epoch.origin, one.key) for one in signed]
        folder = current_app.config["SETTINGS"].instance_folder
        publication = publish.Publication(
            file_of(now.epoch), notes, now.epoch.origin, now.key, publish.vkey_file(folder, now.epoch.log), lines
        )
        publish.publish_after_commit(db.session(), publication)
