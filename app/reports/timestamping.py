"""Proof of time for a signed report: asked of the TSA outside of any write, and kept as a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import current_app

from app.accounts.models import User
from app.clock.current import now
from app.evidence import store
from app.evidence.store import StoredFile
from app.evidence.uploads import files_folder
from app.extensions import db
from app.reports import levels, policies
from app.reports.actions import keep_timestamped
from app.reports.errors import NotReady
from app.reports.keeping import store_pdf
from app.reports.models import ReportVersion
from app.runs.policies import why_not
from app.signing.actions import signature_facts
from app.signing.queries import roots_for_verification
from app.web.background import leave_to_worker, task
from app.web.refusals import Refusal
from app.web.transaction import writing

NO_TSA = "Server cap waktu belum disiapkan; minta Admin."
TSA_SETTING = "Setelannya PAPAN_TSA_URL."
"""Said to the admin beside it; to anybody else it is no word of the office."""
NOT_TRUSTED = (
    "Cap waktu diterima, tetapi tingkatnya tidak naik, jadi tidak disimpan. "
    "Minta admin memeriksa apakah sertifikat induk server cap waktu ada di daftar kepercayaan."
)
log = structlog.get_logger()


@dataclass(frozen=True)
class Extended:
    """An extended PDF that is in the store; no version has taken it up yet."""

    before: str
    """Digest of the file that was extended."""
    title: str
    file: StoredFile
    level: str
    at: datetime
    note: str = ""


def check_can_ask(version: ReportVersion | None) -> None:
    """The version can take proof of time, and there is somebody to ask for it."""
    policies.check_can_timestamp(version)
    if not current_app.config["SETTINGS"].tsa_url:
        raise NotReady(NO_TSA)


def why_not_timestamp(version: ReportVersion | None, *, for_admin: bool = False) -> str:
    said = why_not(check_can_ask, version)
    return in_full(said) if for_admin else said


def in_full(sentence: str) -> str:
    """As the admin reads it: with the name of the setting."""
    return f"{sentence} {TSA_SETTING}" if sentence == NO_TSA else sentence


def extend_version(version: ReportVersion, *, at: datetime) -> Extended:
    """Ask for proof of time and put the longer file into the store. Takes as long as the TSA, so not in a write.

    Raises a Refusal with what to do; then the version is as it was.
    """
    # pyHanko takes two seconds to import, so only who needs it pays for it.
    from app.signing.pades.extend import extend

    check_can_ask(version)
    settings, before = current_app.config["SETTINGS"], version.newest.sha256
    pdf = store.read(before, folder=files_folder())
    extended = extend(
        pdf, tsa_url=settings.tsa_url, seconds=settings.tsa_seconds, roots=roots_for_verification(), at=at
    )
    # What the file is worth is read out of it, as with a signature; more than B-T takes a chain to a trusted root.
    level, former = signature_facts(extended.pdf, now=at).level, version.newest.level
    if levels.can_grow(former) and not levels.is_above(level, former):
        raise NotReady(f"{NOT_TRUSTED} {extended.note}".rstrip())
    file = store_pdf(extended.pdf, name=version.name_of("extended"))
    return Extended(before, version.title, file, level, at, extended.note)


def timestamp(version_id: int, *, by: User | None, at: datetime) -> Extended:
    """Extend the version and keep the result, in a transaction of its own; outside of requests."""
    extended = extend_version(db.session.get_one(ReportVersion, version_id), at=at)
    with writing():
        version = db.session.get_one(ReportVersion, version_id)
        keep_timestamped(
            version, before=extended.before, file=extended.file, level=extended.level, by=by, at=extended.at
        )
    return extended


@task
def perform_timestamp(version_id: int) -> None:
    """The background try after a signature; what fails is tried again by hand, and the report stays as it is."""
    version = db.session.get(ReportVersion, version_id)
    if version is None or not wants_timestamp(version):
        return
    try:
        timestamp(version_id, by=None, at=now())
    except Refusal as refusal:
        log.warning("timestamp_refused", version=version_id, reason=refusal.message)
    except Exception:
        log.exception("timestamp_failed", version=version_id)


def wants_timestamp(version: ReportVersion) -> bool:
    """Below the highest level, still current, never extended, and a TSA is set up."""
    if version.file_of("extended") is not None or not levels.can_grow(version.newest.level):
        return False
    return not why_not_timestamp(version)


def leave_timestamp(version: ReportVersion) -> None:
    """Let the worker try, where there is something to gain."""
    if wants_timestamp(version):
        leave_to_worker(perform_timestamp.__name__, version.id)
