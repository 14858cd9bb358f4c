"""The life of a version's PDF: each file begins with the bytes of the one before, and the register knows it."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.accounts.models import User
from app.evidence import store
from app.evidence.actions import register_file
from app.evidence.models import EvidenceFile
from app.evidence.store import StoredFile
from app.extensions import db
from app.reports.errors import NotABeginning
from app.reports.models import ReportFile, ReportVersion
from app.signing.actions import issue

CHUNK = 1 << 20


def add_file(
    version: ReportVersion, *, kind: str, file: StoredFile, by: User | None, at: datetime,
    level: str = "", trust: str = "", certificate: str = "",
) -> EvidenceFile:  # fmt: skip
    """Put a file that is on disk behind the newest of the version. The act that made it records the event.

    What a signature in it is worth (level, trust, SHA-256 of the certificate) comes from the strict verifier.
    Raises NotABeginning where it does not begin with the bytes of the file before.
    """
    if version.files:
        check_begins_with(file.sha256, version.newest.sha256)
    row = ReportFile(
        version=version, no=len(version.files) + 1, kind=kind, sha256=file.sha256,
        level=level, trust=trust, certificate=certificate, made_at=at, made_by=by,
    )  # fmt: skip
    db.session.add(row)
    issue(file.sha256, title=version.title, about=version.audit_ref, kind=kind, at=at, code=version.code)
    return register_file(file, at=at)


def check_begins_with(longer: str, shorter: str) -> None:
    """Both by digest: what was signed must stand unchanged at the beginning of what follows."""
    folder = current_app.config["SETTINGS"].files_folder
    with store.open_file(shorter, folder=folder) as first, store.open_file(longer, folder=folder) as second:
        while piece := first.read(CHUNK):
            if second.read(len(piece)) != piece:
                raise NotABeginning
        if not second.read(1):
            raise NotABeginning
