"""Doors that close for a while after too many knocks: wrong passwords by NIP and by address, a visitor's files.

Kept in the database, so that every worker counts alike. While a door is closed nothing is compared,
counted or recorded: an attacker can't make the log grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, tuple_

from app.accounts.models import FailedTries
from app.extensions import db

ADDRESS = "alamat"
PER_ADDRESS = 4
"""Several people may share one PC, so an address may fail this many times as often as one NIP."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is counted: a scope and a key in it. `times` as many knocks as one NIP has tries close it."""

    scope: str
    key: str
    times: int = 1


def doors_of(scope: str, nip: str, address: str) -> tuple[Door, Door]:
    return Door(scope, nip), Door(ADDRESS, address, times=PER_ADDRESS)


def closed_until(doors: tuple[Door, ...], *, at: datetime) -> datetime | None:
    """When the last of the closed doors opens again; None when all are open."""
    ends = [row.closed_until for row in _rows(doors) if row.closed_until is not None and row.closed_until > at]
    return max(ends, default=None)


def count_failure(doors: tuple[Door, ...], *, at: datetime, knocks: int = 1) -> dict[Door, datetime]:
    """Count a wrong try, or so many knocks, at each door; those that closed by it, with the time they open again."""
    db.session.execute(delete(FailedTries).where(FailedTries.expires_at <= at))
    known = {(row.scope, row.key): row for row in _rows(doors)}
    window = timedelta(minutes=current_app.config["SETTINGS"].login_window_minutes)
    closing = {}
    for door in doors:
        row = known.get((door.scope, door.key))
        if row is None:
            row = FailedTries(scope=door.scope, key=door.key, count=0, expires_at=at + window)
            db.session.add(row)
        row.count += knocks
        if row.count >= _limit(door):
            row.closed_until = row.expires_at = closing[door] = at + window
    db.session.flush()
    return closing


def forget_failures(door: Door) -> None:
    """After the right password the counting for this NIP begins anew; the address keeps its count."""
    db.session.execute(delete(FailedTries).where(FailedTries.scope == door.scope, FailedTries.key == door.key))


def has_failures(door: Door) -> bool:
    return bool(_rows((door,)))


def _limit(door: Door) -> int:
    attempts: int = current_app.config["SETTINGS"].login_attempts
    return attempts * door.times


def _rows(doors: tuple[Door, ...]) -> list[FailedTries]:
    keys = [(door.scope, door.key) for door in doors]
    statement = select(FailedTries).where(tuple_(FailedTries.scope, FailedTries.key).in_(keys))
    return list(db.session.scalars(statement))
