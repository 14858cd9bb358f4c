"""What changes an account or a bagian, each with its event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from app.accounts import acting, policies, queries, throttle
from app.accounts.codes import VALID_FOR, new_code
from app.accounts.credentials import Attempt
from app.accounts.errors import OfficeNotEmpty
from app.accounts.models import ActingOfficial, EndedSession, UnitKerja, User
from app.accounts.nip import check_nip, read_nip
from app.accounts.passwords import hash_password
from app.accounts.roles import Role
from app.audit import ANONYMOUS, SYSTEM, Tag, moment, record
from app.audit.record import Actor, locked_head
from app.extensions import db
from app.web.refusals import Invalid
from app.web.words import WITA

FIRST_ADMIN_NIP = "199001012020011000"
"""Nobody's number (serial 000): the first admin adds himself under his own and closes this one."""


# --- Coming in and going out ----------------------------------------------------------------------


def sign_in(attempt: Attempt, *, at: datetime) -> User | None:
    """The person whose password matched; None when it did not, or when a door closed meanwhile."""
    person = _proven(attempt, at=at)
    if person is None or person.password_hash != attempt.compared:
        return None
    throttle.forget_failures(attempt.doors[0])
    record(Tag.ACCOUNT_SIGNED_IN, by=person, about=person.audit_ref, at=at, data={})
    return person


def note_failure(attempt: Attempt, *, at: datetime) -> datetime | None:
    """Count and record a wrong try; the time when the door opens again, where one is closed.

    A closed door records nothing: its one event was written when it closed.
    """
    closed = throttle.closed_until(attempt.doors, at=at)
    if closed:
        return closed
    reason = attempt.failure or "keadaan akun berubah"
    record(Tag.ACCOUNT_SIGN_IN_FAILED, by=ANONYMOUS, about=attempt.about, at=at, data={"reason": reason})
    closing = throttle.count_failure(attempt.doors, at=at)
    for door, until in closing.items():
        about = attempt.about_address if door.scope == throttle.ADDRESS else attempt.about
        record(Tag.ACCOUNT_THROTTLED, by=ANONYMOUS, about=about, at=at, data={"until": moment(until)})
    return max(closing.values(), default=None)


def sign_out(person: User, *, digest: str, lifetime: timedelta, at: datetime) -> None:
    """End this one session: its cookie is refused from now on, wherever it was copied to."""
    db.session.execute(delete(EndedSession).where(EndedSession.ended_at <= at - lifetime))
    if digest and db.session.get(EndedSession, digest) is None:
        db.session.add(EndedSession(digest=digest, ended_at=at))
    record(Tag.ACCOUNT_SIGNED_OUT, by=person, about=person.audit_ref, at=at, data={})


def _proven(attempt: Attempt, *, at: datetime) -> User | None:
    if attempt.failure or attempt.person_id is None or throttle.closed_until(attempt.doors, at=at):
        return None
    person = queries.person(attempt.person_id)
    return person if person.active else None


# --- Passwords ------------------------------------------------------------------------------------


def change_password(person: User, *, password_hash: str, by: User, at: datetime) -> None:
    """Keep the new hash; every session that was begun with the old password ends."""
    person.password_hash = password_hash
    person.reset_code_hash = ""
    person.reset_code_until = None
    person.session_generation += 1
    record(Tag.ACCOUNT_PASSWORD_CHANGED, by=by, about=person.audit_ref, at=at, data={})


def set_password_by_code(attempt: Attempt, *, password_hash: str, at: datetime) -> User | None:
    """Use up the code; None when it did not match or somebody used it first."""
    person = _proven(attempt, at=at)
    if person is None or person.reset_code_hash != attempt.compared:
        return None
    throttle.forget_failures(attempt.doors[0])
    change_password(person, password_hash=password_hash, by=person, at=at)
    return person


def issue_code(person: User, *, code_hash: str, by: Actor, at: datetime) -> None:
    """Keep the hash of a one-time code, in place of an older one. The present password stays valid."""
    policies.check_can_issue_code(active=person.active)
    person.reset_code_hash = code_hash
    person.reset_code_until = at + VALID_FOR
    record(Tag.USER_RESET_CODE_ISSUED, by=by, about=person.audit_ref, at=at, data={})


# --- People ---------------------------------------------------------------------------------------


def add_person(
    *,
    nip: str,
    name: str,
    jabatan: str,
    roles: Iterable[Role],
    code_hash: str,
    by: Actor,
    at: datetime,
    pangkat: str = "",
    unit: UnitKerja | None = None,
) -> User:
    """Add somebody, who then sets his password with the one-time code behind `code_hash`."""
    nip, chosen = read_nip(nip), frozenset(roles)
    check_nip(nip, today=at.astimezone(WITA).date())
    policies.check_roles(chosen, has_unit=unit is not None)
    namesake = queries.person_by_nip(nip)
    if namesake is not None:
        state = "" if namesake.active else " (nonaktif; aktifkan kembali akunnya)"
        raise Invalid(f"NIP ini sudah dipakai {namesake.name}{state}.", field="nip")
    person = User(nip=nip, name=name, jabatan=jabatan, pangkat=pangkat, unit=unit, created_at=at)
    person.roles = chosen
    db.session.add(person)
    db.session.flush()
    data = {
        "name": name, "roles": sorted(chosen), "unit": unit.code if unit else None, "jabatan": jabatan,
        "pangkat": pangkat,
    }  # fmt: skip
    record(Tag.USER_ADDED, by=by, about=person.audit_ref, at=at, data=data)
    issue_code(person, code_hash=code_hash, by=by, at=at)
    return person


def create_first_admin(*, at: datetime, nip: str = FIRST_ADMIN_NIP, name: str = "Admin Pertama") -> tuple[User, str]:
    """The one admin of an empty office and his one-time code, for the set-up to print."""
    if queries.somebody_exists():
        raise OfficeNotEmpty
    code = new_code()
    person = add_person(
        nip=nip, name=name, jabatan="Admin aplikasi", roles={Role.ADMIN},
        code_hash=hash_password(code), by=SYSTEM, at=at,
    )  # fmt: skip
    return person, code


def change_person(
    person: User,
    *,
    name: str,
    jabatan: str,
    pangkat: str,
    unit: UnitKerja | None,
    roles: Iterable[Role],
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """Change what is kept about somebody; what changed, and from what, is the event."""
    chosen = frozenset(roles)
    policies.check_roles(chosen, has_unit=unit is not None)
    others = queries.active_people_with(Role.ADMIN, besides=person, lock=True)
    policies.check_can_change_roles(person.held_roles, chosen, own=person.id == by.id, other_admins=len(others))
    standing = queries.standing_mandates(acting.day_of(at), of=person)
    policies.check_keeps_mandates([row.post for row in standing], roles=chosen, same_unit=unit == person.unit)
    before = _facts(person)
    person.name, person.jabatan, person.pangkat, person.unit = name, jabatan, pangkat, unit
    person.roles = chosen
    changes = _changes(before, _facts(person))
    if changes:
        record(Tag.USER_CHANGED, by=by, about=person.audit_ref, at=at, data={"changes": changes})
    return changes


def deactivate(person: User, *, reason: str, by: User, at: datetime) -> None:
    """Close an account: its sessions end, its open code lapses, its name stays in the log."""
    reason = policies.check_reason(reason)
    others = queries.active_people_with(Role.ADMIN, besides=person, lock=True)
    policies.check_can_deactivate(
        active=person.active, own=person.id == by.id, is_admin=Role.ADMIN in person.held_roles, other_admins=len(others)
    )
    person.deactivated_at, person.deactivated_by_id = at, by.id
    person.session_generation += 1
    person.reset_code_hash, person.reset_code_until = "", None
    record(Tag.USER_DEACTIVATED, by=by, about=person.audit_ref, at=at, data={"reason": reason})


def reactivate(person: User, *, reason: str, by: User, at: datetime) -> None:
    reason = policies.check_reason(reason)
    policies.check_can_reactivate(active=person.active)
    person.deactivated_at = person.deactivated_by_id = None
    record(Tag.USER_REACTIVATED, by=by, about=person.audit_ref, at=at, data={"reason": reason})


# --- Acting officials -----------------------------------------------------------------------------


def appoint_acting(
    person: User,
    *,
    kind: str,
    post: Role,
    sk_number: str,
    sk_date: date,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
) -> ActingOfficial:
    """Record a Plt. or Plh.: from the first to the last day, both included, the person acts in the post."""
    locked_head()  # two admins who record at once wait here, or both would find the post free
    acting.check_person(roles=person.held_roles, active=person.active, has_unit=person.unit is not None, post=post)
    acting.check_window(starts_on, ends_on, sk_date=sk_date, today=acting.day_of(at))
    _check_post_is_free(person, post, starts_on, ends_on)
    row = ActingOfficial(
        user=person, kind=kind, post=str(post), sk_number=sk_number, sk_date=sk_date, starts_on=starts_on,
        ends_on=ends_on, appointed_at=at, appointed_by_id=by.id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    data = {
        "mandate": row.id, "kind": kind, "post": str(post), "sk_number": sk_number, "sk_date": sk_date.isoformat(),
        "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(),
    }  # fmt: skip
    record(Tag.ACTING_APPOINTED, by=by, about=row.audit_ref, at=at, data=data)
    return row


def end_acting(row: ActingOfficial, *, reason: str, by: User, at: datetime) -> None:
    """End a mandate before its last day, at once; what was done with it stays done."""
    reason = policies.check_reason(reason)
    acting.check_can_end(ended=row.ended_at is not None, ends_on=row.ends_on, today=acting.day_of(at))
    row.ended_at, row.ended_by_id, row.end_reason = at, by.id, reason
    record(Tag.ACTING_ENDED, by=by, about=row.audit_ref, at=at, data={"mandate": row.id, "reason": reason})


def _check_post_is_free(person: User, post: Role, first: date, last: date) -> None:
    """One person at a time acts in a post; a Kabag's is that of his bagian."""
    for other in queries.overlapping(post, first=first, last=last):
        same_post = post is not Role.KABAG or other.user.unit_id == person.unit_id
        if other.user_id == person.id or (same_post and other.user.active):
            standing = other.as_mandate(other.user)
            who = "Orang ini" if other.user_id == person.id else other.user.name
            said = f"{who} sudah tercatat sebagai {standing.jabatan} {standing.window} ({standing.decree})."
            raise Invalid(f"{said} Akhiri dahulu penugasan itu, atau pilih masa yang lain.", field="starts_on")


# --- Bagian ---------------------------------------------------------------------------------------


def add_unit(*, code: str, name: str, short_name: str, by: Actor, at: datetime) -> UnitKerja:
    _check_code_is_free(code)
    unit = UnitKerja(code=code, name=name, short_name=short_name)
    db.session.add(unit)
    db.session.flush()
    _record_unit(Tag.UNIT_ADDED, unit, changes={"nama pendek": {"before": "", "after": short_name}}, by=by, at=at)
    return unit


def change_unit(unit: UnitKerja, *, code: str, name: str, short_name: str, by: User, at: datetime) -> None:
    _check_code_is_free(code, besides=unit)
    before = {"kode": unit.code, "nama": unit.name, "nama pendek": unit.short_name}
    after = {"kode": code, "nama": name, "nama pendek": short_name}
    unit.code, unit.name, unit.short_name = code, name, short_name
    changes = _changes(before, after)
    if changes:
        _record_unit(Tag.UNIT_CHANGED, unit, changes=changes, by=by, at=at)


def close_unit(unit: UnitKerja, *, by: User, at: datetime) -> None:
    """A closed bagian takes no more people and owes no more reports; what it did stays."""
    policies.check_can_close_unit(open=unit.open, active_people=queries.active_people_by_unit().get(unit.id, 0))
    unit.closed_at, unit.closed_by_id = at, by.id
    _record_unit(Tag.UNIT_CHANGED, unit, changes={"keadaan": {"before": "dibuka", "after": "ditutup"}}, by=by, at=at)


def reopen_unit(unit: UnitKerja, *, by: User, at: datetime) -> None:
    policies.check_can_reopen_unit(open=unit.open)
    unit.closed_at = unit.closed_by_id = None
    _record_unit(Tag.UNIT_CHANGED, unit, changes={"keadaan": {"before": "ditutup", "after": "dibuka"}}, by=by, at=at)


def _record_unit(tag: Tag, unit: UnitKerja, *, changes: dict[str, Any], by: Actor, at: datetime) -> None:
    data = {"code": unit.code, "name": unit.name, "changes": changes}
    record(tag, by=by, about=unit.audit_ref, at=at, data=data)


def _check_code_is_free(code: str, *, besides: UnitKerja | None = None) -> None:
    taken = queries.unit_by_code(code)
    if taken is not None and taken is not besides:
        raise Invalid(f"Kode ini sudah dipakai {taken.name}.", field="code")


def _facts(person: User) -> dict[str, Any]:
    """What a change is told by, in the words that the log's sentence prints."""
    return {
        "nama": person.name,
        "jabatan": person.jabatan,
        "pangkat": person.pangkat,
        "bagian": person.unit.code if person.unit else None,
        "peran": sorted(person.held_roles),
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {key: {"before": before[key], "after": after[key]} for key in before if before[key] != after[key]}
