"""Who may define, enter and change figures; the sentences are what the person reads."""

from __future__ import annotations

from collections.abc import Set
from typing import Protocol

from app.accounts.roles import Role
from app.performance.errors import FigureNotAllowed


class Person(Protocol):
    """As much of a person as these rules look at."""

    @property
    def roles(self) -> Set[Role]: ...
    @property
    def unit_id(self) -> int | None: ...


class Owned(Protocol):
    """A figure that a bagian answers for; None is the Tim's own."""

    @property
    def unit_id(self) -> int | None: ...


def check_can_define(person: Person) -> None:
    if Role.TIM in person.roles or Role.SEKRETARIS in person.roles:
        return
    raise FigureNotAllowed("Sasaran, indikator, target, dan pagu ditetapkan oleh Tim Penyusun atau Sekretaris DPRD.")


def can_define(person: Person) -> bool:
    return _allows(check_can_define, person)


def check_can_enter(person: Person, indicator: Owned) -> None:
    """The Tim enters every realisasi, a Kabag those of his own bagian."""
    if Role.TIM in person.roles:
        return
    if Role.KABAG not in person.roles:
        raise FigureNotAllowed("Realisasi diisi oleh Tim Penyusun atau Kabag/Kasubag bagian penanggung jawab.")
    if indicator.unit_id is None:
        raise FigureNotAllowed("Indikator ini tanpa bagian penanggung jawab; realisasinya diisi Tim Penyusun.")
    if indicator.unit_id != person.unit_id:
        raise FigureNotAllowed("Indikator ini milik bagian lain; Anda mengisi realisasi bagian Anda sendiri.")


def can_enter(person: Person, indicator: Owned) -> bool:
    return _allows(check_can_enter, person, indicator)


def check_can_enter_budget(person: Person) -> None:
    if Role.TIM in person.roles or Role.KABAG in person.roles:
        return
    raise FigureNotAllowed("Realisasi anggaran diisi oleh Tim Penyusun atau Kabag/Kasubag.")


def can_enter_budget(person: Person) -> bool:
    return _allows(check_can_enter_budget, person)


def _allows(check, *arguments) -> bool:  # type: ignore[no-untyped-def]
    try:
        check(*arguments)
    except FigureNotAllowed:
        return False
    return True
