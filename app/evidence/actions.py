"""Entering a stored file into the register."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.audit import FileRef
from app.evidence.models import EvidenceFile
from app.evidence.store import StoredFile
from app.extensions import db


def register_file(stored: StoredFile, *, at: datetime) -> EvidenceFile:
    """The row of a file that is on disk already; the same content is the same row."""
    row = db.session.scalar(select(EvidenceFile).where(EvidenceFile.sha256 == stored.sha256))
    if row is None:
        row = EvidenceFile(sha256=stored.sha256, size=stored.size, media_type=stored.media_type, stored_at=at)
        db.session.add(row)
        db.session.flush()
    return row


def file_ref(file: EvidenceFile, *, role: str) -> FileRef:
    """The file as an event names it."""
    return FileRef(sha256=file.sha256, size=file.size, role=role)
