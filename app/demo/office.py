"""Founding an office in an empty instance: its log, its people, its calendar, its SOP."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app

from app import sop
from app.audit import open_log
from app.calendars.actions import publish_library_calendar
from app.demo.people import Office, create_people
from app.sop.actions import activate_version, import_sop
from app.sop.importers import parse_source, read_source

SOP_FILE = Path(sop.__file__).parent / "data" / "sop-pengukuran-kinerja.txt"


def found_demo_office(*, at: datetime, password_hash: str | None = None) -> Office:
    """The demo office: the log says in its first event that it is a demo."""
    open_log(at=at, demo=True, office=current_app.config["SETTINGS"].office)
    office = create_people(at=at, password_hash=password_hash)
    publish_library_calendar(by=office.admin, at=at)
    source = read_source(SOP_FILE.read_bytes(), name=SOP_FILE.name)
    version = import_sop(parse_source(source), by=office.admin, at=at, source=source)
    activate_version(version, by=office.admin, at=at)
    return office
