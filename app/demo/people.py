"""The invented people of the demo office. NIPs end in the serial 000, which no real one has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import UnitKerja, User
from app.accounts.passwords import hash_password
from app.accounts.roles import Role
from app.audit import SYSTEM, Tag, record
from app.extensions import db

PASSWORD = "contoh-papan-2026"

UNITS = {
    "umum": ("UMUM", "Bagian Umum dan Keuangan", "Umum"),
    "persidangan": ("SIDANG", "Bagian Persidangan dan Perundang-undangan", "Persidangan"),
    "fasilitasi": ("FASILITASI", "Bagian Fasilitasi Penganggaran dan Pengawasan", "Fasilitasi"),
}

PEOPLE = {
    "sekretaris": (
        "197001011995031000", "H. Contoh Sekretaris, S.Sos., M.AP.",
        "Sekretaris DPRD", "Pembina Utama Muda", None, {Role.SEKRETARIS},
    ),
    "kabag_umum": (
        "197503122000031000", "Ahmad Fauzi, S.Sos.",
        "Kepala Bagian Umum dan Keuangan", "Pembina Tingkat I", "umum", {Role.KABAG},
    ),
    "kabag_persidangan": (
        "197808242003122000", "Dewi Anggraini, S.H., M.H.",
        "Kepala Bagian Persidangan dan Perundang-undangan", "Pembina", "persidangan", {Role.KABAG},
    ),
    "kabag_fasilitasi": (
        "198002172005011000", "Muhammad Ridwan, S.E.",
        "Kepala Bagian Fasilitasi Penganggaran dan Pengawasan", "Pembina", "fasilitasi", {Role.KABAG},
    ),
    "tim": (
        "198806032012012000", "Rina Maharani, S.AP.",
        "Perencana Ahli Muda", "Penata Tingkat I", "umum", {Role.TIM},
    ),
    "staf": (
        "199711202022031000", "Budi Hartono, A.Md.",
        "Pengelola Data Pelaporan", "Pengatur", "umum", {Role.STAF},
    ),
    "inspektur": (
        "198212092008012000", "Sri Wahyuni, S.E., Ak.",
        "Auditor Ahli Madya, Inspektorat", "Pembina", None, {Role.INSPEKTORAT},
    ),
    "admin": (
        "199204152018011000", "Hendra Saputra, S.Kom.",
        "Pranata Komputer", "Penata", "umum", {Role.ADMIN},
    ),
}  # fmt: skip


@dataclass
class Office:
    """The demo office: its bagian and its people, by what they are."""

    umum: UnitKerja
    persidangan: UnitKerja
    fasilitasi: UnitKerja
    sekretaris: User
    kabag_umum: User
    kabag_persidangan: User
    kabag_fasilitasi: User
    tim: User
    staf: User
    inspektur: User
    admin: User

    PASSWORD = PASSWORD

    def people(self) -> Iterator[User]:
        return (value for field in fields(self) if isinstance(value := getattr(self, field.name), User))


def create_people(*, at: datetime, password_hash: str | None = None) -> Office:
    """Add the demo office's bagian and people, each with its event; one shared demo password."""
    password_hash = password_hash or hash_password(PASSWORD)
    units: dict[str, UnitKerja] = {}
    for key, (code, name, short) in UNITS.items():
        unit = UnitKerja(code=code, name=name, short_name=short)
        db.session.add(unit)
        db.session.flush()
        data = {"code": code, "name": name, "changes": {"nama pendek": {"before": "", "after": short}}}
        record(Tag.UNIT_ADDED, by=SYSTEM, about=unit.audit_ref, at=at, data=data)
        units[key] = unit
    people = {}
    for key, (nip, name, jabatan, pangkat, unit_key, roles) in PEOPLE.items():
        bagian = units.get(unit_key or "")
        person = User(
            nip=nip, name=name, jabatan=jabatan, pangkat=pangkat, unit=bagian,
            password_hash=password_hash, created_at=at,
        )  # fmt: skip
        person.roles = roles
        db.session.add(person)
        db.session.flush()
        added: dict[str, object] = {
            "name": name, "roles": sorted(roles), "unit": bagian.code if bagian else None, "jabatan": jabatan,
            "pangkat": pangkat,
        }  # fmt: skip
        record(Tag.USER_ADDED, by=SYSTEM, about=person.audit_ref, at=at, data=added)
        people[key] = person
    return Office(**units, **people)


def find_office() -> Office:
    """The demo office as it stands in this database; KeyError where it was not loaded."""
    units = {unit.code: unit for unit in db.session.scalars(select(UnitKerja))}
    people = {person.nip: person for person in db.session.scalars(select(User))}
    return Office(
        **{key: units[row[0]] for key, row in UNITS.items()},
        **{key: people[row[0]] for key, row in PEOPLE.items()},
    )
