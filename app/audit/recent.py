"""The end of the log, checked in little time: the newest signed checkpoint and everything after it.

What lies before the checkpoint is `integrity.check_log`'s question, which reads the whole log.
"""

from __future__ import annotations

from sqlalchemy import select

from app.audit.checkpoint import read_note
from app.audit.epochs import refuse_hidden, signed_epochs
from app.audit.errors import LogTruncated, NotSealed
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditCheckpoint, AuditEvent, AuditHead
from app.audit.queries import newest_checkpoint
from app.extensions import db


class _Damaged(Exception):
    """What is wrong with the log's end, in Bahasa Indonesia."""


def recent_problem() -> str:
    """What is wrong with the log's end, "" where it is sound."""
    head = db.session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        return "log belum dibuka"
    try:
        frontier = _signed_frontier(head)
    except _Damaged as damage:
        return str(damage)
    leaf = head.leaf if frontier.size == head.size else b""
    try:
        stated = head.frontier
    except ValueError:
        return f"kepala log menyebut {head.size} rekaman, padahal pohonnya bukan dari sebanyak itu"
    since = select(AuditEvent.body).where(AuditEvent.seq > frontier.size, AuditEvent.seq <= head.size)
    for body in db.session.scalars(since.order_by(AuditEvent.seq)):
        leaf = leaf_hash(body)
        frontier = frontier.append(leaf)
    whole = (frontier, leaf) == (stated, head.leaf)
    return "" if whole else f"rekaman sesudah checkpoint terbaru tidak memberi kepala log ({head.size} rekaman)"


def _signed_frontier(head: AuditHead) -> Frontier:
    """Where the newest checkpoint left the tree, its signature read; an empty one before the first."""
    row = newest_checkpoint()
    try:
        epochs = signed_epochs(head.log)
        outside = epochs[-1].newest
        of = [one for one in epochs if row is None or one.epoch.begins <= row.size][-1]
        signed = read_note(row.note, origin=of.epoch.origin, key=of.key) if row else None
        refuse_hidden(epochs)
    except ValueError as error:
        raise _Damaged("checkpoint terbaru tidak dapat dibaca dengan kunci log ini") from error
    except LogTruncated as error:
        raise _Damaged("pemulihan log menyembunyikan checkpoint yang sudah terbit") from error
    except NotSealed as error:
        raise _Damaged("kunci publik log belum diketahui, karena penandanya tidak menjawab") from error
    if row and signed and (signed.size, signed.root) != (row.size, _root_of(row)):
        raise _Damaged(f"baris checkpoint {row.size} tidak sama dengan catatan bertandatangannya")
    if row and outside and outside.size == row.size and outside.root != row.frontier.root:
        raise _Damaged(f"log berbeda dari checkpoint yang terbit atas {outside.size} rekaman")
    newest = max(point.size for point in (signed, outside) if point) if signed or outside else 0
    if newest > head.size and not _grown_meanwhile(newest):
        raise _Damaged(f"log berisi {head.size} rekaman, padahal checkpoint sudah dibuat atas {newest}")
    return row.frontier if row and row.size <= head.size else Frontier()


def _root_of(row: AuditCheckpoint) -> bytes:
    """Empty where the row's size and tree don't belong together."""
    try:
        return row.frontier.root
    except ValueError:
        return b""


def _grown_meanwhile(size: int) -> bool:
    """Whether the checkpoint was published after this transaction's view of the log was taken."""
    with db.engine.connect() as fresh:
        return (fresh.scalar(select(AuditHead.size)) or 0) >= size
