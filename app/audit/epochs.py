"""The log's epochs: each restore from a backup begins one, which signs under a name of its own.

They are read from the log, from its `log:restored` events. What a restore must not hide is what the
published checkpoints say of the part that was lost: no more than the event admits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app
from sqlalchemy import select

from app.audit import publish, sealing
from app.audit.checkpoint import Checkpoint, origin_of, vkey
from app.audit.errors import KeyUnknown, LogNotOpened, LogTruncated
from app.audit.events import Tag
from app.audit.merkle import EMPTY_ROOT
from app.audit.models import AuditCheckpoint, AuditEvent, AuditHead
from app.audit.record import Actor, locked_head, record
from app.extensions import db


@dataclass(frozen=True, slots=True)
class Epoch:
    """One stretch of the log under one name: from the seq it begins with to the next restore.

    `known_size` and `known_root` are the newest checkpoint that was known when this one began. An epoch that
    is `skipped` was lost as a whole, with the restore that began it: an older backup was taken after all.
    """

    log: str
    number: int = 1
    begins: int = 1
    known_size: int = 0
    known_root: bytes = EMPTY_ROOT
    skipped: bool = False

    @property
    def origin(self) -> str:
        return origin_of(self.log, self.number)


@dataclass(frozen=True, slots=True)
class Signed:
    """An epoch with its newest published checkpoint, where there is one, and its public key.

    The key is unknown only where its signer has not begun the epoch, or never answered: then nothing was published.
    """

    epoch: Epoch
    known_key: Ed25519PublicKey | None
    newest: Checkpoint | None

    @property
    def key(self) -> Ed25519PublicKey:
        if self.known_key is None:
            raise KeyUnknown
        return self.known_key


def epochs_of(log: str) -> tuple[Epoch, ...]:
    """Every epoch, the first one first."""
    query = select(AuditEvent.seq, AuditEvent.body).where(AuditEvent.root == f"log:{log}")
    rows = db.session.execute(query.where(AuditEvent.act == Tag.LOG_RESTORED.value).order_by(AuditEvent.seq)).all()
    found = [Epoch(log)]
    for row in rows:
        data = orjson.loads(row.body)["data"]
        known = data["known_size"], bytes.fromhex(data["known_root"])
        skipped = range(len(found) + 1, data["epoch"])
        found += [Epoch(log, number, row.seq, *known, skipped=True) for number in skipped]
        found.append(Epoch(log, len(found) + 1, row.seq, *known))
    return tuple(found)


def epoch_now() -> Epoch:
    return epochs_of(_log())[-1]


def origin_now() -> str:
    """The name under which the log signs now."""
    return epoch_now().origin


def origins() -> list[str]:
    """The names under which it ever signed, the first epoch's first."""
    return [epoch.origin for epoch in epochs_of(_log())]


def vkeys() -> list[str]:
    """The public key of each epoch as one line of text, the first epoch's first."""
    names = origins()
    keys = sealing.public_keys(_log(), names)
    if not set(names) <= set(keys):
        raise KeyUnknown
    return [vkey(name, keys[name]) for name in names]


def epoch_at(size: int, among: Sequence[Epoch]) -> Epoch:
    """The epoch in which the log held so many events."""
    return [epoch for epoch in among if epoch.begins <= max(size, 1)][-1]


def signed_epochs(log: str, *, ask: bool = False) -> list[Signed]:
    """Every epoch with its key and what its public file says; `ask`: the signer has to confirm the keys.

    Raises BadNote where a key or a file was replaced, KeyUnknown where a file is there and its key isn't known.
    """
    found = epochs_of(log)
    keys = sealing.public_keys(log, [epoch.origin for epoch in found], ask=ask)
    return [Signed(epoch, keys.get(epoch.origin), _published(epoch, keys.get(epoch.origin))) for epoch in found]


def refuse_hidden(signed: Sequence[Signed]) -> None:
    """Raise LogTruncated where an epoch published more than the restore after it admits, or one that the log lacks."""
    if later := later_epoch(signed[-1].epoch):
        raise LogTruncated(f"Epoch {later} was published, but the log ends in epoch {signed[-1].epoch.number}.")
    for before, after in zip(signed, signed[1:], strict=False):
        newest, restore = before.newest, after.epoch
        if newest is None or newest.size < restore.begins:
            continue
        # The known checkpoint is of the epoch that the restore ended; a skipped one ended nothing that was kept.
        other = not restore.skipped and newest.size == restore.known_size and newest.root != restore.known_root
        if newest.size > restore.known_size or other:
            raise LogTruncated(f"The restore at event {restore.begins} hides a checkpoint that was published.")


def later_epoch(now: Epoch) -> int:
    """The highest epoch after this one that was published in the instance folder; 0 where there is none."""
    names = file_of(now).parent.glob(f"{now.log}.*.txt")
    numbers = (name.name.split(".")[1] for name in names)
    return max((int(number) for number in numbers if number.isdecimal() and int(number) > now.number), default=0)


def begin_epoch(
    *, by: Actor, at: datetime, backup: str, reason: str, first: Mapping[str, Any], second: Mapping[str, Any],
    head_size: int | None = None,
) -> AuditEvent:  # fmt: skip
    """Record that this database came from a backup; the next checkpoint is the new epoch's first.

    Called once, with the restored database in place and the published checkpoints file left as it was.
    `first` and `second` are who confirmed it (`id`, `name`, `role`), two people. `head_size` is how many
    records the replaced log held, None where it could not be read. A signer of its own has to be told by
    its operator (`--new-epoch`) before it signs the epoch.
    """
    head = locked_head()
    if head is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    if (first["id"], first["name"]) == (second["id"], second["name"]):
        raise ValueError("A restore is confirmed by two people.")
    now = epochs_of(head.log)[-1]
    last = max(now.number, later_epoch(now))
    known = _newest_known(head, now, last=last)
    return record(
        Tag.LOG_RESTORED, by=by, about=f"log:{head.log}",
        # Never before the backup's last event: log:clock-went-back would come between it and this one.
        at=max(at, head.at),
        data={
            "epoch": last + 1, "backup": backup, "backup_size": head.size, "backup_root": head.root,
            "known_size": known.size, "known_root": known.root.hex(), "head_size": head_size,
            "lost": max(0, max(known.size, head_size or 0) - head.size), "reason": reason,
            "first": _person(first), "second": _person(second),
        },
    )  # fmt: skip


def _newest_known(head: AuditHead, now: Epoch, *, last: int) -> Checkpoint:
    """The newest checkpoint that anybody here knows: of the table, of the public files, of the signer."""
    numbers = range(now.number, last + 1)
    names = [origin_of(head.log, number) for number in range(1, last + 1)]
    # The key in use now is the new epoch's; it may be another where the former one was lost.
    keys = sealing.public_keys(head.log, [*names, origin_of(head.log, last + 1)])
    found = [Checkpoint(now.origin, 0, EMPTY_ROOT)]
    row = db.session.scalar(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1))
    if row is not None:
        found.append(Checkpoint(now.origin, row.size, row.frontier.root))
    published = (_published(replace(now, number=number), keys.get(names[number - 1])) for number in numbers)
    found += [point for point in published if point is not None]
    told = sealing.newest_of_signer(head.log, last)
    if told is not None:
        found.append(Checkpoint(names[-1], *told))
    return max(reversed(found), key=lambda point: point.size)


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    return {key: person[key] for key in ("id", "name", "role")}


def _published(epoch: Epoch, key: Ed25519PublicKey | None) -> Checkpoint | None:
    path = file_of(epoch)
    if key is None and path.exists():
        raise KeyUnknown
    return publish.newest(path, origin=epoch.origin, key=key) if key else None


def file_of(epoch: Epoch) -> Path:
    """The public file of an epoch's checkpoints."""
    return publish.checkpoint_file(current_app.config["SETTINGS"].instance_folder, epoch.log, epoch.number)


def _log() -> str:
    log = db.session.scalar(select(AuditHead.log))
    if log is None:
        raise LogNotOpened("The log has not been opened: call open_log first.")
    return log
