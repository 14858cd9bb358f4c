"""Who had which role on a day, folded from the log alone: each fact with the record that it follows from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.accounts.acting import KINDS
from app.accounts.permissions import Permission, permissions_of
from app.accounts.roles import Role
from app.inspection.fold import accounts
from app.inspection.fold.acts import Act
from app.inspection.fold.state import Key, State, Unfoldable, Value

SUBJECTS = ("acting", "unit", "user")
"""The acts that say who may do what: people, their bagian, and whom they stand in for."""

Place = tuple[str, Key, str]


@dataclass(frozen=True, slots=True)
class MandateThen:
    """A Plt. or Plh. as the log tells it. `ended_seq` is 0 where nobody ended it before its last day."""

    kind: str
    post: Role
    sk_number: str
    sk_date: date
    starts_on: date
    ends_on: date
    seq: int
    ended_seq: int

    @property
    def words(self) -> str:
        return f"{KINDS[self.kind]} {self.post.label}"

    def in_force(self, day: date) -> bool:
        return not self.ended_seq and self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class AccountThen:
    """One account at the end of the day; each `_seq` is the record that said so last."""

    id: int
    name: str
    roles: frozenset[Role]
    roles_seq: int
    active: bool
    active_seq: int
    unit: str
    mandates: tuple[MandateThen, ...]
    """Those in force."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """By today's map; nothing while the account is closed."""
        if not self.active:
            return frozenset()
        return permissions_of(self.roles.union(one.post for one in self.mandates))


@dataclass(frozen=True, slots=True)
class Turn:
    """A mandate that began or ended on a day by its own dates, whenever it was recorded."""

    name: str
    mandate: MandateThen
    begins: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a permission, by which role or mandate, and the record that gave it to him."""

    name: str
    through: str
    seq: int


@dataclass(slots=True)
class Office:
    """What a fold of the acts on accounts left: the state, and which event set each value."""

    state: State = field(default_factory=State)
    said: dict[Place, tuple[Value, int]] = field(default_factory=dict)

    def apply(self, act: Act) -> None:
        change = accounts.FOLDS.get(act.tag)
        if change is None:
            return
        try:
            change(self.state, act)
        except (Unfoldable, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            self.state.unfoldable.append((act.seq, act.tag, str(error)))
        for place, value in self._touched(act):
            if place not in self.said or self.said[place][0] != value:
                self.said[place] = value, act.seq

    def seq(self, table: str, key: Key, column: str) -> int:
        return self.said[table, key, column][1]

    def _touched(self, act: Act) -> Iterator[tuple[Place, Value]]:
        if "user" not in act.about:
            return
        for table in ("person", "acting_official"):
            for key, row in self.state.under(table, act.number("user")):
                yield from (((table, key, column), value) for column, value in row.columns.items())


def office_after(told: Iterable[Act]) -> Office:
    office = Office()
    for act in told:
        office.apply(act)
    return office


def accounts_on(day: date, office: Office) -> list[AccountThen]:
    """Every account that there was, by name, with the mandates in force on that day."""
    found = [_account(key, office, day) for key, _ in office.state.under("person")]
    return sorted(found, key=lambda one: (not one.active, one.name.casefold(), one.id))


def turns_on(day: date, office: Office) -> list[Turn]:
    """Whose Plt. or Plh. begins or has its last day then, by record; one that was ended before is told by its end."""
    found = [
        Turn(str(columns["name"]), mandate, begins)
        for key, columns in ((key, row.columns) for key, row in office.state.under("person"))
        for mandate in _mandates(key, office)
        for begins, turning in ((True, mandate.starts_on), (False, mandate.ends_on))
        if turning == day and not mandate.ended_seq
    ]
    return sorted(found, key=lambda one: (not one.begins, one.mandate.seq))


def holders(permission: Permission, found: Sequence[AccountThen]) -> list[Holder]:
    """Who could do it, and through what; a role of one's own before a mandate."""
    return [_through(permission, one) for one in found if permission in one.permissions]


def _through(permission: Permission, account: AccountThen) -> Holder:
    own = [role for role in Role if role in account.roles and permission in permissions_of(frozenset({role}))]
    if own:
        return Holder(account.name, ", ".join(role.label for role in own), account.roles_seq)
    mandate = next(one for one in account.mandates if permission in permissions_of(frozenset({one.post})))
    return Holder(account.name, mandate.words, mandate.seq)


def _account(key: Key, office: Office, day: date) -> AccountThen:
    columns = office.state.row("person", key).columns
    number = columns["unit"]
    unit = office.state.row("unit_kerja", (number,)) if isinstance(number, int) else None
    return AccountThen(
        id=int(key[0]), name=str(columns["name"]),
        roles=frozenset(Role(role) for role in str(columns["roles"]).split(",") if role),
        roles_seq=office.seq("person", key, "roles"),
        active=columns["deactivated_at"] is None, active_seq=office.seq("person", key, "deactivated_at"),
        unit=str(unit.columns["name"]) if unit else "",
        mandates=tuple(one for one in _mandates(key, office) if one.in_force(day)),
    )  # fmt: skip


def _mandates(person: Key, office: Office) -> Iterator[MandateThen]:
    return (_mandate(key, office) for key, _ in office.state.under("acting_official", person[0]))


def _mandate(key: Key, office: Office) -> MandateThen:
    columns = office.state.row("acting_official", key).columns
    return MandateThen(
        kind=str(columns["kind"]), post=Role(str(columns["post"])), sk_number=str(columns["sk_number"]),
        sk_date=date.fromisoformat(str(columns["sk_date"])), starts_on=date.fromisoformat(str(columns["starts_on"])),
        ends_on=date.fromisoformat(str(columns["ends_on"])), seq=office.seq("acting_official", key, "kind"),
        ended_seq=office.seq("acting_official", key, "ended_at") if columns["ended_at"] is not None else 0,
    )  # fmt: skip
