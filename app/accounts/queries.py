"""Reading people and bagian."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.acting import KEPT_IN_VIEW, Mandate, day_of
from app.accounts.models import ActingOfficial, EndedSession, UnitKerja, User, UserRole
from app.accounts.roles import Role
from app.extensions import db
from app.web.refusals import NotFound


def person_of_session(person_id: int, *, digest: str, at: datetime) -> User | None:
    """The person with roles, bagian and mandates in one statement, unless the session was signed out."""
    ended = select(EndedSession.digest).where(EndedSession.digest == digest).exists()
    near = User.mandate_rows.and_(ActingOfficial.ends_on >= day_of(at) - KEPT_IN_VIEW)
    statement = select(User).options(joinedload(User.role_rows), joinedload(near))
    found = db.session.scalars(statement.where(User.id == person_id, ~ended)).unique().one_or_none()
    if found is not None:
        found.assume([row.as_mandate(found) for row in found.mandate_rows], at=at)
    return found


def acting_person(person: User, *, at: datetime) -> User:
    """The person with the mandates that he has at that moment, for commands and stories without a session."""
    person.assume([row.as_mandate(person) for row in mandates_of(person)], at=at)
    return person


def person(person_id: int) -> User:
    found = db.session.get(User, person_id)
    if found is None:
        raise NotFound("Pengguna ini tidak ada.")
    return found


def person_by_nip(nip: str) -> User | None:
    return db.session.scalars(select(User).where(User.nip == nip)).one_or_none()


def people(search: str = "", *, closed_too: bool = False) -> list[User]:
    """By name; `search` is part of a name, a jabatan or an NIP."""
    statement = select(User).order_by(User.name, User.id)
    if not closed_too:
        statement = statement.where(User.deactivated_at.is_(None))
    words = " ".join(search.split())
    if words:
        found = [column.icontains(words, autoescape=True) for column in (User.name, User.jabatan)]
        found.append(User.nip.contains(words.replace(" ", ""), autoescape=True))
        statement = statement.where(or_(*found))
    return list(db.session.scalars(statement))


def active_people_with(role: Role, *, besides: User | None = None, lock: bool = False) -> list[User]:
    statement = (
        select(User)
        .where(User.deactivated_at.is_(None), User.role_rows.any(UserRole.role == str(role)))
        .order_by(User.name)
    )
    if besides is not None:
        statement = statement.where(User.id != besides.id)
    if lock:
        # PostgreSQL: two admins who close each other's accounts at once wait here for one another.
        statement = statement.with_for_update(of=User)
    return list(db.session.scalars(statement))


def somebody_exists() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def unit(unit_id: int) -> UnitKerja:
    found = db.session.get(UnitKerja, unit_id)
    if found is None:
        raise NotFound("Bagian ini tidak ada.")
    return found


def unit_by_code(code: str) -> UnitKerja | None:
    return db.session.scalars(select(UnitKerja).where(UnitKerja.code == code)).one_or_none()


def units() -> list[UnitKerja]:
    return list(db.session.scalars(select(UnitKerja).order_by(UnitKerja.closed_at.is_not(None), UnitKerja.name)))


def open_units() -> list[UnitKerja]:
    return [unit for unit in units() if unit.open]


def active_people_by_unit() -> dict[int, int]:
    """How many active people each bagian has, by its id."""
    rows = db.session.execute(
        select(User.unit_id, func.count())
        .where(User.deactivated_at.is_(None), User.unit_id.is_not(None))
        .group_by(User.unit_id)
    )
    return {unit_id: count for unit_id, count in rows if unit_id is not None}


# --- Acting officials -----------------------------------------------------------------------------


def mandate_row(person: User, mandate_id: int) -> ActingOfficial:
    found = db.session.get(ActingOfficial, mandate_id)
    if found is None or found.user_id != person.id:
        raise NotFound("Penugasan ini tidak ada.")
    return found


def mandates_of(person: User) -> list[ActingOfficial]:
    """The newest window first."""
    wanted = select(ActingOfficial).where(ActingOfficial.user_id == person.id)
    return list(db.session.scalars(wanted.order_by(ActingOfficial.starts_on.desc(), ActingOfficial.id.desc())))


def standing_mandates(today: date, *, of: User | None = None) -> list[ActingOfficial]:
    """Those in force and those to come, of everybody or of one, in the order in which they begin."""
    wanted = select(ActingOfficial).join(ActingOfficial.user).options(contains_eager(ActingOfficial.user))
    wanted = wanted.where(ActingOfficial.ended_at.is_(None), ActingOfficial.ends_on >= today)
    wanted = wanted.where(User.deactivated_at.is_(None) if of is None else User.id == of.id)
    return list(db.session.scalars(wanted.order_by(ActingOfficial.starts_on, ActingOfficial.id)))


def acting_people(at: datetime) -> list[tuple[ActingOfficial, Mandate]]:
    """Who acts in which post, or soon will."""
    return [(row, row.as_mandate(row.user)) for row in standing_mandates(day_of(at))]


def acting_in(post: Role, *, at: datetime) -> list[tuple[User, Mandate]]:
    """Who acts in the post at that moment."""
    found = [(row.user, mandate) for row, mandate in acting_people(at) if mandate.post is post]
    return [(person, mandate) for person, mandate in found if mandate.in_force(at)]


def overlapping(post: Role, *, first: date, last: date) -> list[ActingOfficial]:
    """Mandates for the post that share a day with the window and were not ended."""
    wanted = select(ActingOfficial).where(ActingOfficial.post == str(post), ActingOfficial.ended_at.is_(None))
    return list(db.session.scalars(wanted.where(ActingOfficial.starts_on <= last, ActingOfficial.ends_on >= first)))
