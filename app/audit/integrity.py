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
from flask import current_app
from sqlalchemy import func, select

from app.audit import checkpoint as notes
from app.audit import publish
from app.audit.actions import signing_key
from app.audit.models import AuditCheckpoint, AuditEvent, AuditHead
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
    columns = _Columns(end or 0)
    verdict = verify.verify_log(
        columns.bodies(),
        checkpoints=[point for point in checkpoints if not _is_newer_than_this_reading(point, head)],
        decode=orjson.loads,
        encode=_encode,
        watch=columns.compare,
        last_leaf=head.leaf.hex() if head.size == end else "",
    )
    return _against_head(verdict, head) if verdict.ok else verdict


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

    def __init__(self, end: int) -> None:
        self.end = end
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

    def compare(self, seq: int, event: dict[str, Any]) -> None:
        number, _body, at, act, subject, actor_id, root = self.waiting.popleft()
        same = (
            number == seq
            and at == datetime.fromisoformat(event["at"])
            and act == event["act"]
            and subject == act.partition(":")[0]
            and actor_id == event["actor"]["id"]
            and root == event["object"].partition("/")[0]
        )
        if not same:
            raise Bad("diubah", "kolom bacanya tidak sama dengan isi yang tercatat", seq)


def _signed_checkpoints(log: str) -> list[verify.Checkpoint]:
    origin, key = notes.origin_of(log), signing_key().public_key()
    path = publish.checkpoint_file(current_app.config["SETTINGS"].instance_folder, log)
    found = []
    try:
        for row in db.session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.size)):
            signed = notes.read_note(row.note, origin=origin, key=key)
            if (signed.size, signed.root) != (row.size, row.frontier.root):
                raise Bad("tanda-tangan", f"baris checkpoint {row.size} tidak sama dengan catatan bertandatangannya")
            found.append(verify.Checkpoint(signed.size, signed.root))
        outside = publish.newest(path, origin=origin, key=key)
    except ValueError as error:
        raise Bad("tanda-tangan", "sebuah checkpoint tidak dapat dibaca dengan kunci log ini") from error
    if outside is not None:
        found.append(verify.Checkpoint(outside.size, outside.root))
    return found


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
