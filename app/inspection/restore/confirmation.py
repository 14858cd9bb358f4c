"""Two people say together that the office goes back to a backup: an Admin, and one who keeps no server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.accounts.passwords import matches
from app.accounts.queries import acting_person, person_by_nip
from app.accounts.roles import Role, labels_of
from app.inspection.errors import RestoreRefused

WITNESSES = frozenset({Role.SEKRETARIS, Role.INSPEKTORAT})
WRONG = "NIP atau kata sandi orang {which} tidak cocok dengan akun di dalam cadangan ini."
SAME = "Pemulihan dikonfirmasi dua orang yang berbeda."
ROLES = "Pemulihan dikonfirmasi seorang Admin bersama Sekretaris DPRD atau Inspektorat; {first} {roles}."


@dataclass(frozen=True, slots=True)
class Typed:
    """What one of the two typed."""

    nip: str
    password: str


def confirmed(first: Typed, second: Typed, *, at: datetime) -> tuple[User, User]:
    """The two people, as the restored database knows them. Raises RestoreRefused."""
    people = _person(first, "pertama", at=at), _person(second, "kedua", at=at)
    if people[0].id == people[1].id:
        raise RestoreRefused(SAME)
    for admin, witness in (people, people[::-1]):
        if admin.has_role(Role.ADMIN) and witness.has_role(*WITNESSES):
            return people
    roles = f"{labels_of(people[0].roles)}, {people[1].name} {labels_of(people[1].roles)}"
    raise RestoreRefused(ROLES.format(first=people[0].name, roles=roles))


def _person(typed: Typed, which: str, *, at: datetime) -> User:
    digits = "".join(sign for sign in typed.nip if sign.isdigit())
    person = person_by_nip(digits)
    if not matches(person.password_hash if person else "", typed.password) or person is None or not person.active:
        raise RestoreRefused(WRONG.format(which=which))
    return acting_person(person, at=at)
