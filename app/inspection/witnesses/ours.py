"""What this log itself says: its keys, and its root at any size up to where it ends."""

from __future__ import annotations

from sqlalchemy import select

from app.audit.epochs import Epoch, epochs_of, vkeys
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditCheckpoint
from app.audit.queries import bodies, head
from app.extensions import db
from app.inspection.witnesses.notes import WitnessKey, read_log_key


def log_keys() -> dict[str, WitnessKey]:
    """The log's public keys by the origin that signs with them."""
    keys = [read_log_key(line) for line in vkeys()]
    return {key.name: key for key in keys}


def restore_after(origin: str) -> Epoch | None:
    """The epoch that a restore began after the one of this name; None for the present one."""
    log = head()
    epochs = epochs_of(log.log) if log else ()
    names = [epoch.origin for epoch in epochs]
    return next(iter(epochs[names.index(origin) + 1 :]), None) if origin in names else None


def log_size() -> int:
    log = head()
    return log.size if log else 0


def root_at(size: int) -> bytes:
    """The log's root over its first `size` events, from the nearest checkpoint's frontier on."""
    query = select(AuditCheckpoint).where(AuditCheckpoint.size <= size)
    near = db.session.scalar(query.order_by(AuditCheckpoint.size.desc()).limit(1))
    frontier = near.frontier if near else Frontier()
    for body in bodies(after=frontier.size, upto=size):
        frontier = frontier.append(leaf_hash(body))
    return frontier.root
