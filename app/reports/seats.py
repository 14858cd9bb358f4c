"""Whose paraf a frozen version needs, and whose it has: one seat for each bagian."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.accounts import queries as people
from app.accounts.models import UnitKerja, User
from app.accounts.roles import Role
from app.extensions import db
from app.reports.errors import NotReady
from app.reports.models import PENDING, Paraf, Report, ReportVersion
from app.runs.models import Run
from app.runs.queries import reporting_units

Leads = dict[int | None, list[tuple[str, str]]]
NONE, ONE, EVERY_UNIT = "none", "one", "every-unit"


@dataclass(frozen=True, slots=True)
class Seat:
    """A bagian, who may give its paraf now (name and jabatan), and the paraf that stands."""

    unit: UnitKerja
    people: tuple[tuple[str, str], ...]
    given: Paraf | None

    @property
    def who(self) -> str:
        return " atau ".join(f"{name} ({jabatan})" for name, jabatan in self.people)


@dataclass(frozen=True, slots=True)
class Seats:
    """The paraf of one version under the office's rule: "none", "one" or "every-unit"."""

    rule: str
    all: tuple[Seat, ...]

    @property
    def missing(self) -> tuple[Seat, ...]:
        """The seats that are still waited for; where one paraf is enough, any of them."""
        open_seats = tuple(seat for seat in self.all if seat.given is None)
        if self.rule == NONE or (self.rule == ONE and len(open_seats) < len(self.all)):
            return ()
        return open_seats

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def waits_for(self) -> str:
        """Paraf Umum, Persidangan; "" where nothing is missing."""
        names = [seat.unit.short_name for seat in self.missing]
        return f"Paraf {(' atau ' if self.rule == ONE else ', ').join(names)}" if names else ""

    @property
    def advice(self) -> str:
        """Who has to do what; "" where nothing is missing."""
        if self.complete:
            return ""
        enough = "Cukup satu paraf, dari" if self.rule == ONE else "Menunggu paraf"
        return f"{enough} {'; '.join(f'{seat.unit.short_name}: {seat.who}' for seat in self.missing)}."


def rule_of_office() -> str:
    return str(current_app.config["SETTINGS"].paraf)


def seats_of(version: ReportVersion, *, at: datetime) -> Seats:
    """The seats of a version as they are at that moment.

    A bagian without anybody who could give it owes none. Who signs for the Sekretaris gives none: his
    signature is above it.
    """
    return _seats(version, leads_by_unit(at), reporting_units())


def missing_parafs(run_ids: Collection[int], *, at: datetime) -> dict[int, str]:
    """By run: whose paraf its frozen report lacks, in words. A fixed number of statements for all of them."""
    wanted = select(ReportVersion).join(ReportVersion.report).where(PENDING, Report.run_id.in_(run_ids))
    loaded = wanted.options(contains_eager(ReportVersion.report), selectinload(ReportVersion.parafs))
    versions = list(db.session.scalars(loaded)) if rule_of_office() != NONE else []
    leads, units = (leads_by_unit(at), reporting_units()) if versions else ({}, ())
    return {version.report.run_id: _seats(version, leads, units).waits_for for version in versions}


def _seats(version: ReportVersion, leads: Leads, units: Iterable[UnitKerja]) -> Seats:
    standing = {paraf.unit_id: paraf for paraf in version.parafs if paraf.stands}
    seats = [Seat(unit, tuple(leads.get(unit.id, ())), standing.get(unit.id)) for unit in units]
    return Seats(rule_of_office(), tuple(seat for seat in seats if seat.people or seat.given))


def check_complete(version: ReportVersion, *, at: datetime) -> None:
    """Refuse to sign what still lacks a paraf."""
    if advice := seats_of(version, at=at).advice:
        raise NotReady(advice)


def awaited_of(person: User) -> list[ReportVersion]:
    """The frozen versions that wait for this person's paraf; one statement, none for who gives none."""
    rule = rule_of_office()
    if rule == NONE or person.unit_id is None or not gives_paraf(person.roles):
        return []
    given = select(Paraf.id).where(Paraf.version_id == ReportVersion.id, Paraf.withdrawn_at.is_(None))
    if rule == EVERY_UNIT:
        given = given.where(Paraf.unit_id == person.unit_id)
    wanted = (
        select(ReportVersion)
        .join(ReportVersion.report)
        .join(Report.run)
        .where(ReportVersion.thawed_at.is_(None), ReportVersion.signed_at.is_(None), Run.cancelled_at.is_(None))
        .where(~given.exists())
        .order_by(ReportVersion.frozen_at)
    )
    return list(db.session.scalars(wanted))


def gives_paraf(roles: Iterable[str]) -> bool:
    """A Kabag/Kasubag or who acts for him, unless he signs for the Sekretaris himself."""
    had = {str(role) for role in roles}
    return Role.KABAG in had and Role.SEKRETARIS not in had


def leads_by_unit(at: datetime) -> Leads:
    """By bagian: who may give its paraf, the acting first, since he is named where the holder is away."""
    signing = {person.id for person, _mandate in people.acting_in(Role.SEKRETARIS, at=at)}
    found: Leads = {}
    for person, mandate in people.acting_in(Role.KABAG, at=at):
        if person.id not in signing:
            found.setdefault(person.unit_id, []).append((person.name, mandate.jabatan))
    for person in people.active_people_with(Role.KABAG):
        if person.id not in signing and Role.SEKRETARIS not in person.held_roles:
            found.setdefault(person.unit_id, []).append((person.name, person.jabatan))
    return found
