"""Reading people and bagian."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import EndedSession, UnitKerja, User, UserRole
from app.accounts.roles import Role
from app.extensions import db
from app.web.refusals import NotFound


def person_of_session(person_id: int, *, digest: str) -> User | None:
    """The person with roles and bagian in one statement, unless the session was signed out."""
    ended = select(EndedSession.digest).where(EndedSession.digest == digest).exists()
    statement = select(User).options(joinedload(User.role_rows)).where(User.id == person_id, ~ended)
    return db.session.scalars(statement).unique().one_or_none()


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
