"""The log in the database against itself: bodies, reading columns, head, signed checkpoints, public file.

The judging is verify.py's, with a faster JSON; here the rows are brought to it. Whether the state tables
agree with the log is inspection's question.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select

from app.audit import checkpoint as notes
from app.audit.epochs import Signed, later_epoch, signed_epochs
from app.audit.errors import NotSealed
from app.audit.models import AuditCheckpoint, AuditEvent, AuditHead
from app.audit.tile_check import TileCheck
from app.audit.verify import log as verify
from app.audit.verify.log import Bad, LogVerdict
from app.extensions import db


def check_log() -> LogVerdict:
    """Read the whole log, streaming, and say whether it is intact, else which record is the first bad one.

    Others may append meanwhile: the checkpoints are read first, then head and newest seq in one
    statement, then the records up to there, so that what is compared belongs together.
    """
    log = db.session.scalar(select(AuditHead.log))
    if log is None:
        return verify.verify_log([])
    try:
        checkpoints = _signed_checkpoints(log)
    except Bad as bad:
        return LogVerdict(False, bad.seq, bad.kind, str(bad), 0, "")
    newest = select(func.max(AuditEvent.seq)).scalar_subquery()
    head, end = db.session.execute(select(AuditHead, newest).execution_options(populate_existing=True)).one()
    tiles = TileCheck(db.session.connection())
    columns = _Columns(end or 0, tiles)
    verdict = verify.verify_log(
        columns.bodies(),
        checkpoints=[point for point in checkpoints if not _is_newer_than_this_reading(point, head)],
        decode=orjson.loads,
        encode=_encode,
        watch=columns.compare,
        last_leaf=head.leaf.hex() if head.size == end else "",
    )
    verdict = _against_head(verdict, head) if verdict.ok else verdict
    if verdict.ok and (problem := tiles.problem(signed=_newest_row())):
        return replace(verdict, ok=False, kind="ubin", sentence=problem)
    return verdict


def _newest_row() -> int:
    return db.session.scalar(select(func.max(AuditCheckpoint.size))) or 0


def _is_newer_than_this_reading(point: verify.Checkpoint, head: AuditHead) -> bool:
    """Whether a checkpoint was published after this transaction's view of the log was taken."""
    if point.size <= head.size:
        return False
    with db.engine.connect() as fresh:
        return (fresh.scalar(select(AuditHead.size)) or 0) >= point.size


def _encode(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class _Columns:
    """The rows on their way to the verifier, and whether their columns say what their bodies say."""

    def __init__(self, end: int, tiles: TileCheck) -> None:
        self.end, self.tiles = end, tiles
        self.waiting: deque[Any] = deque()

    def bodies(self) -> Iterator[bytes]:
        columns = (
            AuditEvent.seq,
            AuditEvent.body,
            AuditEvent.at,
            AuditEvent.act,
            AuditEvent.subject,
            AuditEvent.actor_id,
            AuditEvent.root,
        )
        query = select(*columns).where(AuditEvent.seq <= self.end).order_by(AuditEvent.seq)
        for row in db.session.execute(query.execution_options(yield_per=2000)):
            self.waiting.append(row)
            yield row.body
            self.tiles.add(row.body)

    def compare(self, seq: int, event: dict[str, Any]) -> None:
        number, _body, at, act, subject, actor_id, root = self.waiting.popleft()
        same = (
            number == seq
            and at == _moment(event["at"])
            and act == event["act"]
            and subject == act.partition(":")[0]
            and actor_id == event["actor"]["id"]
            and root == event["object"].partition("/")[0]
        )
        if not same:
            raise Bad("diubah", "kolom bacanya tidak sama dengan isi yang tercatat", seq)


def _moment(text: str) -> datetime | None:
    """A record's time; None where its digits name no hour or day there is."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _signed_checkpoints(log: str) -> list[verify.Checkpoint]:
    """Those of the table and the newest of each public file, each with its epoch; the judge knows which were lost."""
    rows = select(AuditCheckpoint).order_by(AuditCheckpoint.size)
    try:
        epochs = signed_epochs(log, ask=True)
        found = [_checked(row, epochs) for row in db.session.scalars(rows)]
    except (ValueError, IndexError) as error:
        raise Bad("tanda-tangan", "sebuah checkpoint tidak dapat dibaca dengan kunci log ini") from error
    except NotSealed as error:
        raise Bad("tanda-tangan", "kunci publik log belum diketahui dan penandanya tidak menjawab") from error
    if later := later_epoch(epochs[-1].epoch):
        head = db.session.scalar(select(AuditHead.size)) or 0
        raise Bad("dipotong", f"epoch {later} sudah terbit, tetapi log tidak memuat pemulihannya", head + 1)
    published = [(one.newest, one.epoch.number) for one in epochs if one.newest is not None]
    return found + [verify.Checkpoint(newest.size, newest.root, number) for newest, number in published]


def _checked(row: AuditCheckpoint, epochs: list[Signed]) -> verify.Checkpoint:
    of = [one for one in epochs if one.epoch.begins <= row.size][-1]
    point = notes.read_note(row.note, origin=of.epoch.origin, key=of.key)
    if (point.size, point.root) != (row.size, row.frontier.root):
        raise Bad("tanda-tangan", f"baris checkpoint {row.size} tidak sama dengan catatan bertandatangannya")
    return verify.Checkpoint(point.size, point.root, of.epoch.number)


def _against_head(verdict: LogVerdict, head: AuditHead) -> LogVerdict:
    if (verdict.events, verdict.root) == (head.size, head.root):
        return verdict
    if verdict.events < head.size:
        bad = Bad("dipotong", f"kepala log mencatat {head.size} rekaman", verdict.events + 1)
    elif verdict.events > head.size:
        bad = Bad("disisipkan", f"kepala log mencatat {head.size} rekaman", head.size + 1)
    else:
        bad = Bad("diubah", "pohon pada kepala log tidak sama dengan isi log", verdict.events)
    return replace(verdict, ok=False, first_bad_seq=bad.seq, kind=bad.kind, sentence=str(bad))
