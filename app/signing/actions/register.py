"""The register of what the office issued."""

from __future__ import annotations

from datetime import datetime

from app.extensions import db
from app.signing import queries
from app.signing.codes import new_code
from app.signing.models import IssuedDocument


def issue(sha256: str, *, title: str, about: str, kind: str, at: datetime, code: str | None = None) -> IssuedDocument:
    """Enter a digest into the register, under the code that was reserved for the document, or a new one."""
    known = queries.find_issued(sha256)
    if known is not None:
        return known
    document = IssuedDocument(sha256=sha256, code=code or new_code(), title=title, about=about, kind=kind, issued_at=at)
    db.session.add(document)
    db.session.flush()
    return document


def supersede(code: str, *, successor: str, reason: str, at: datetime) -> None:
    """Everything under the code is replaced by what stands under `successor`; all of it stays in the register."""
    for document in queries.issued_under(code):
        document.superseded_at, document.successor, document.superseded_reason = at, successor, reason
    db.session.flush()
