"""Founding an office in an empty instance: its log, its people, its calendar, its SOP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from app import sop
from app.accounts.actions import create_first_admin
from app.accounts.models import User
from app.audit import open_log
from app.calendars.actions import publish_library_calendar
from app.demo.people import Office, create_people
from app.sop.actions import activate_version, import_sop
from app.sop.importers import parse_source, read_source

SOP_FILE = Path(sop.__file__).parent / "data" / "sop-pengukuran-kinerja.txt"


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """How the admin of an empty office gets in: the code works once, within a day."""

    nip: str
    code: str


def begin_empty_office(*, at: datetime) -> FirstAccount:
    """An office of its own: one admin, the library's calendar, and the SOP as it was given."""
    open_log(at=at, demo=False, office=current_app.config["SETTINGS"].office)
    admin, code = create_first_admin(at=at)
    publish_library_calendar(by=admin, at=at)
    _put_sop_in_force(by=admin, at=at)
    return FirstAccount(admin.nip, code)


def found_demo_office(*, at: datetime, password_hash: str | None = None) -> Office:
    """The demo office: the log says in its first event that it is a demo."""
    open_log(at=at, demo=True, office=current_app.config["SETTINGS"].office)
    office = create_people(at=at, password_hash=password_hash)
    publish_library_calendar(by=office.admin, at=at)
    _put_sop_in_force(by=office.admin, at=at)
    return office


def _put_sop_in_force(*, by: User, at: datetime) -> None:
    source = read_source(SOP_FILE.read_bytes(), name=SOP_FILE.name)
    version = import_sop(parse_source(source), by=by, at=at, source=source)
    activate_version(version, by=by, at=at)
