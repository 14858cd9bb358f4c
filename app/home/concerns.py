"""What will go wrong unless somebody sees to it: the office's set-up, a signer's key, findings without an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from flask import current_app, url_for
from sqlalchemy import select

from app.accounts.access import may
from app.accounts.acting import Mandate
from app.accounts.models import UnitKerja, User
from app.accounts.permissions import Permission
from app.accounts.queries import acting_people
from app.accounts.roles import Role
from app.audit.queries import Filter, newest_events
from app.calendars.queries import find_current_version
from app.clock.words import short_date
from app.extensions import db
from app.home.concern import Concern
from app.home.finding_concerns import answer_concerns, judgement_concerns
from app.reports.sealing import paraf_is_signature
from app.reports.seats import gives_paraf
from app.runs.queries import reporting_units
from app.signing.preflight import standing_checks
from app.sop.queries import active_version
from app.web.words import WITA, tanggal

CALENDAR_AHEAD = timedelta(days=60)
RAMADAN_AHEAD = timedelta(days=120)
BACKUP_EVERY = timedelta(days=7)
NEEDED = (Role.SEKRETARIS, Role.KABAG, Role.TIM)
"""Without one of these no run can go from its first step to its last."""


def concerns_of(person: User, *, at: datetime) -> list[Concern]:
    """What this person has to see to besides the runs; the gravest first."""
    found: list[Concern] = []
    if may(Permission.USERS_MANAGE):
        found += people_concerns(_active_people(at), reporting_units())
    if may(Permission.CALENDAR_EDIT):
        found += calendar_concerns(at.astimezone(WITA).date())
    if may(Permission.SOP_IMPORT) or may(Permission.SOP_CONFIRM):
        found += sop_concerns()
    if may(Permission.BACKUP_CREATE):
        found += backup_concerns(at)
    if may(Permission.KEY_MANAGE) and signs(person):
        found += key_concerns(person, at)
    if may(Permission.FINDING_ANSWER):
        found += answer_concerns(person, at)
    if may(Permission.REVIEW_WRITE):
        found += judgement_concerns(at)
    return sorted(found, key=lambda concern: concern.tone != "late")


def _active_people(at: datetime) -> list[User]:
    """With the posts that some of them act in: a vacant post with a Plt. is not without anybody."""
    active = list(db.session.scalars(select(User).where(User.deactivated_at.is_(None))))
    mandates: dict[int, list[Mandate]] = {}
    for row, mandate in acting_people(at):
        mandates.setdefault(row.user_id, []).append(mandate)
    for person in active:
        if person.id in mandates:
            person.assume(mandates[person.id], at=at)
    return active


def people_concerns(people: Sequence[User], units: Sequence[UnitKerja]) -> Iterator[Concern]:
    """Roles and bagian that nobody fills, and people who could not do anything."""
    to_people = {"url": url_for("accounts.index"), "action": "Buka pengguna"}
    held = {role for person in people for role in person.roles}
    for role in NEEDED:
        if role not in held:
            yield Concern(f"Belum ada pengguna aktif berperan {role.label}.", "late", **to_people)
    led = {person.unit_id for person in people if Role.KABAG in person.roles}
    for unit in units:
        if unit.id not in led:
            words = f"{unit.name} belum punya Kabag/Kasubag, jadi laporannya tidak dapat masuk."
            yield Concern(words, "late", **to_people)
    for person in people:
        if not person.roles:
            yield Concern(f"{person.name} belum punya peran.", **to_people)
        elif Role.KABAG in person.roles and person.unit_id is None:
            yield Concern(f"{person.name} berperan Kabag/Kasubag, tetapi belum tercatat pada satu bagian.", **to_people)


def calendar_concerns(today: date) -> Iterator[Concern]:
    """A calendar that ends soon, or a Ramadan ahead whose dates nobody confirmed."""
    to_calendar = {"url": url_for("calendars.index"), "action": "Buka kalender"}
    version = find_current_version()
    if version is None:
        yield Concern("Kalender kerja belum diterbitkan; tanpa itu waktu tidak dapat dinilai.", "late", **to_calendar)
        return
    if version.last_day - today < CALENDAR_AHEAD:
        tone = "late" if version.last_day <= today else "soon"
        words = f"Kalender kerja hanya sampai {short_date(version.last_day)}. Tambahkan tahun berikutnya."
        yield Concern(words, tone, **to_calendar)
    for period in version.ramadan:
        if not period.confirmed and today <= period.last_day and period.first_day - today < RAMADAN_AHEAD:
            dates = f"{short_date(period.first_day)}–{short_date(period.last_day)}"
            yield Concern(f"Tanggal Ramadan {dates} belum dikonfirmasi.", **to_calendar)


def sop_concerns() -> Iterator[Concern]:
    version = active_version()
    if version is None:
        yield Concern("Belum ada SOP yang berlaku.", "late", url_for("sop.index"), "Buka SOP")
    elif count := len(version.unconfirmed):
        yield Concern(
            f"{count} sel pelaksana SOP masih simpulan dan belum dikonfirmasi.",
            url=url_for("sop.cells", version_id=version.id), action="Periksa pelaksana",
        )  # fmt: skip


def backup_concerns(at: datetime) -> Iterator[Concern]:
    newest = newest_events(Filter(group="backup"), size=1).entries
    if not newest:
        yield Concern("Belum pernah ada cadangan. Jalankan flask backup create di server.", "late")
    elif at - newest[0].at > BACKUP_EVERY:
        yield Concern(f"Cadangan terakhir dibuat {tanggal(newest[0].at)}. Buat yang baru di server.")


def signs(person: User) -> bool:
    """Whether the person signs anything: the report, or his paraf where that is a signature."""
    return person.has_role(Role.SEKRETARIS) or (paraf_is_signature() and gives_paraf(person.roles))


def key_concerns(person: User, at: datetime) -> Iterator[Concern]:
    for check in standing_checks(person, now=at):
        if not check.ok and "signing.key" in current_app.view_functions:
            yield Concern(check.advice, url=url_for("signing.key"), action="Buka kunci saya")
            return
