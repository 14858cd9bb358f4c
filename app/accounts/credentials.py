"""Comparing a typed password or code with the kept hash, before the write transaction begins.

The outcome waits on `flask.g` for the action, which counts and records it under the write lock and
only then lets anybody in: a hundred tries at once learn no more than a hundred in a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from app.accounts import queries, throttle
from app.accounts.models import User
from app.accounts.passwords import matches

SIGN_IN = "masuk"
RESET = "atur-ulang"
CONFIRM = "pengesahan"
SECRETS = {SIGN_IN: "kata sandi", RESET: "kode"}
CLOSED = "pintu tertutup"
"""Never recorded: while a door is closed nothing is."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to prove who one is. `failure` is empty when the secret matched."""

    scope: str
    nip: str
    address: str
    person_id: int | None = None
    compared: str = ""
    """The hash that the secret was compared with: the action sees whether it changed since."""
    failure: str = ""

    @property
    def doors(self) -> tuple[throttle.Door, ...]:
        if self.scope == CONFIRM:  # the session already says who; its address is shared with honest people
            return (throttle.Door(CONFIRM, self.nip),)
        return throttle.doors_of(self.scope, self.nip, self.address)

    @property
    def about(self) -> str:
        """What the log calls the object: the person, or the address where nobody has that NIP."""
        return f"user:{self.person_id}" if self.person_id else self.about_address

    @property
    def about_address(self) -> str:
        return "address:" + re.sub(r"[^0-9A-Za-z.]", "-", self.address)


def try_password(nip: str, password: str, *, address: str, at: datetime) -> Attempt:
    """Compare a password. Takes as long for an unknown NIP; compares nothing while a door is closed."""
    if _closed(SIGN_IN, nip, address, at=at):
        return Attempt(SIGN_IN, nip, address, failure=CLOSED)
    person = queries.person_by_nip(nip)
    kept = person.password_hash if person else ""
    matched = matches(kept, password)
    return Attempt(SIGN_IN, nip, address, person and person.id, kept, _failure(SIGN_IN, person, kept, matched))


def try_code(nip: str, code: str, *, address: str, at: datetime) -> Attempt:
    """Compare a one-time code, in the same way; a code older than its time matches nothing."""
    if _closed(RESET, nip, address, at=at):
        return Attempt(RESET, nip, address, failure=CLOSED)
    person = queries.person_by_nip(nip)
    kept = person.reset_code_hash if person else ""
    matched = matches(kept, code)
    failure = _failure(RESET, person, kept, matched)
    if not failure and (person is None or person.reset_code_until is None or person.reset_code_until <= at):
        failure = "kode kedaluwarsa"
    return Attempt(RESET, nip, address, person and person.id, kept, failure)


def try_own_password(person: User, password: str, *, address: str, at: datetime) -> Attempt:
    """Compare the password of somebody who is signed in and confirms an act with it."""
    attempt = Attempt(CONFIRM, person.nip, address, person.id, person.password_hash)
    if throttle.closed_until(attempt.doors, at=at):
        return Attempt(CONFIRM, person.nip, address, person.id, failure=CLOSED)
    if matches(person.password_hash, password):
        return attempt
    return Attempt(CONFIRM, person.nip, address, person.id, person.password_hash, "kata sandi pengesahan salah")


def _closed(scope: str, nip: str, address: str, *, at: datetime) -> bool:
    return throttle.closed_until(throttle.doors_of(scope, nip, address), at=at) is not None


def _failure(scope: str, person: User | None, kept: str, matched: bool) -> str:
    """The reason as the log's sentence prints it; the person who tried is told none of it."""
    if person is None:
        return "NIP tidak dikenal"
    if not kept:
        return f"belum ada {SECRETS[scope]}"
    if not matched:
        return f"{SECRETS[scope]} salah"
    return "" if person.active else "akun nonaktif"
