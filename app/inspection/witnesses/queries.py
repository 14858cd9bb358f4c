"""Reading the witnesses: keys, cosignatures, time stamps, and what of them a package takes along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit.queries import AFTER_ALL
from app.extensions import db
from app.inspection.witnesses.errors import NoSuchWitness
from app.inspection.witnesses.models import LogCosignature, LogTimestamp, LogWitness, TimestampTrial
from app.inspection.witnesses.notes import joined, read_cosigned
from app.inspection.witnesses.stamps import as_response


def witnessed(upto: int) -> tuple[list[str], list[str], dict[int, bytes]]:
    """For a package over `upto` events: witnesses' keys, cosigned notes oldest first, time stamps by size.

    A note stands there once for its checkpoint, with the log's line and every witness's. A stamp is an
    RFC 3161 response over the checkpoint's note.
    """
    keys = [f"{witness.vkey}\n" for witness in witnesses()]
    wanted = select(LogCosignature).where(LogCosignature.size <= upto)
    rows = db.session.scalars(wanted.order_by(LogCosignature.size, LogCosignature.id))
    read = sorted((read_cosigned(row.note.encode()) for row in rows), key=lambda note: (note.size, note.origin))
    notes = [joined(list(group)).note for _, group in groupby(read, key=lambda note: note.text)]
    stamps = db.session.scalars(select(LogTimestamp).where(LogTimestamp.size <= upto).order_by(LogTimestamp.size))
    return keys, notes, {stamp.size: as_response(stamp.token) for stamp in stamps}


def witnesses() -> Sequence[LogWitness]:
    """Everybody who ever was a witness, in the order of registration."""
    return db.session.scalars(select(LogWitness).order_by(LogWitness.id)).all()


def find_witness(witness_id: int) -> LogWitness:
    found = db.session.get(LogWitness, witness_id) if witness_id < AFTER_ALL else None
    if found is None:
        raise NoSuchWitness
    return found


def cosignatures(*, newest: int) -> Sequence[LogCosignature]:
    """The newest by what they cover, the farthest first."""
    query = select(LogCosignature).options(joinedload(LogCosignature.witness), joinedload(LogCosignature.received_by))
    return db.session.scalars(query.order_by(LogCosignature.size.desc(), LogCosignature.id.desc()).limit(newest)).all()


def has_cosigned(witness: LogWitness, *, size: int, root: str) -> LogCosignature | None:
    query = select(LogCosignature).where(LogCosignature.witness_id == witness.id, LogCosignature.size == size)
    return db.session.scalar(query.where(LogCosignature.root == root).limit(1))


def newest_timestamp() -> LogTimestamp | None:
    return db.session.scalar(select(LogTimestamp).order_by(LogTimestamp.size.desc(), LogTimestamp.id.desc()).limit(1))


def find_timestamp(size: int) -> LogTimestamp | None:
    if size >= AFTER_ALL:
        return None
    query = select(LogTimestamp).where(LogTimestamp.size == size)
    return db.session.scalar(query.order_by(LogTimestamp.id.desc()).limit(1))


def timestamp_trial() -> TimestampTrial | None:
    return db.session.get(TimestampTrial, 1)


def failing_since() -> datetime | None:
    """Since when the authority can't be reached; None while it can, or before it was asked."""
    trial = timestamp_trial()
    return trial.failing_since if trial else None
