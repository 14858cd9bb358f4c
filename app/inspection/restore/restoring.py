"""The restore itself: rebuild, judge, confirm, tell the log, judge again, put in place, sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.audit.actions import make_checkpoint
from app.audit.epochs import begin_epoch
from app.audit.errors import NotSealed
from app.audit.models import AuditEvent, AuditHead
from app.audit.sealing import refuse_unanswered
from app.extensions import db
from app.inspection.copies import SQLITE_COPY
from app.inspection.errors import RestoreRefused
from app.inspection.restore.confirmation import Typed, confirmed
from app.inspection.restore.draft import Draft, opened, rebuilt
from app.inspection.restore.place import put_in_place, who_uses
from app.inspection.verification import Verification
from app.settings import Settings
from app.web.transaction import writing

STILL_RUNNING = "Aplikasi masih berjalan: {who} memakai instans ini. Hentikan lebih dahulu, lalu ulangi."
NOT_WHOLE = "Cadangan ini tidak utuh, jadi tidak dipulihkan. {sentence}"
OTHER_LOG = "Cadangan ini milik log lain daripada instans ini. Pulihkan ke folder instans yang kosong."
NOT_CONTINUED = "Log cadangan tidak bersambung dengan checkpoint yang pernah terbit, jadi tidak dipulihkan. {sentence}"
NO_REASON = "Tuliskan alasan pemulihan, sedikitnya 10 huruf."
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Restored:
    """What the office continues with: epoch, events of the backup, events lost, and where the old database lies.

    `unsealed` says why the new epoch has no checkpoint yet; "" where it has one.
    """

    epoch: int
    events: int
    lost: int
    aside: Path | None
    unsealed: str = ""


def restore_backup(backup: Path, *, first: Typed, second: Typed, reason: str, at: datetime) -> Restored:
    """Continue the office from this backup. Raises RestoreRefused or SignerAway, and then nothing was changed.

    The log's first event after the backup's last is `log:restored`, with the newest checkpoint that was known
    here, the backup's, how many events are lost, and the two people. Nothing of the instance may be in use.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise RestoreRefused(NO_REASON)
    settings: Settings = current_app.config["SETTINGS"]
    instance = settings.instance_folder
    if user := who_uses(instance):
        raise RestoreRefused(STILL_RUNNING.format(who=user))
    # What only the signer remembers of the lost part has to stand in the log, so it is not done without it.
    refuse_unanswered()
    old = _old_head(settings)
    with rebuilt(backup, beside=instance, settings=settings) as draft:
        check_whole(draft)
        made = _begin(draft, instance, old=old, first=first, second=second, reason=reason.strip(), at=at)
        aside = put_in_place(draft, instance, at=at)
    with opened(settings):
        return Restored(made["epoch"], made["backup_size"], made["lost"], aside, _seal(at=at))


def check_whole(draft: Draft) -> Verification:
    """By its own checkpoints the backup is whole. Raises RestoreRefused."""
    draft.upgrade()
    judged = draft.judge()
    if not judged.ok:
        raise RestoreRefused(NOT_WHOLE.format(sentence=judged.sentence))
    return judged


def _begin(
    draft: Draft, instance: Path, *, old: tuple[str, int] | None, first: Typed, second: Typed, reason: str, at: datetime
) -> dict[str, int]:
    """Record the new epoch in the draft and judge it by what was published here."""
    with draft.opened():
        log = db.session.scalar(select(AuditHead.log))
        if _is_another(log, old=old, instance=instance):
            raise RestoreRefused(OTHER_LOG)
    draft.use_checkpoints_of(instance)
    with draft.opened():
        people = confirmed(first, second, at=at)
        said = [person.audit_actor() for person in people]
        with writing():
            event = begin_epoch(
                by=people[0], at=at, backup=draft.backup.name, reason=reason, first=said[0], second=said[1],
                head_size=old[1] if old else None,
            )  # fmt: skip
            made: dict[str, int] = event.data
    judged = draft.judge()
    if not judged.ok:
        raise RestoreRefused(NOT_CONTINUED.format(sentence=judged.sentence))
    return made


def _is_another(log: str | None, *, old: tuple[str, int] | None, instance: Path) -> bool:
    """Whether this instance belongs to another log: by its database, or where that is lost by what it published."""
    if old is not None:
        return old[0] != log
    published = {path.name.partition(".")[0] for path in (instance / "checkpoints").glob("*.txt")}
    return bool(published) and log not in published


def _old_head(settings: Settings) -> tuple[str, int] | None:
    """The log and its size in the database that is to be replaced, None where it can't be read; then it is let go."""
    if not settings.database_url and not (settings.instance_folder / SQLITE_COPY).is_file():
        return None  # asking would make an empty one
    try:
        head = db.session.get(AuditHead, 1)
        newest = db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1))
        return None if head is None else (head.log, max(head.size, newest or 0))
    except (SQLAlchemyError, ValueError, TypeError):
        return None
    finally:
        db.session.remove()
        db.engine.dispose()


def _seal(*, at: datetime) -> str:
    try:
        with writing():
            make_checkpoint(at=at)
    except NotSealed as refusal:
        return refusal.message
    return ""
