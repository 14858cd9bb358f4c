"""Whether this instance is a demo: said once, by the first event of its log."""

from __future__ import annotations

from flask import current_app

from app.audit.models import AuditEvent
from app.extensions import db

CACHE = "audit.is_demo"


def is_demo() -> bool:
    """The first event never changes, so it is read once a process; an empty instance is asked again."""
    known: bool | None = current_app.extensions.get(CACHE)
    if known is None:
        first = db.session.get(AuditEvent, 1)
        if first is None:
            return False
        known = current_app.extensions[CACHE] = bool(first.data["demo"])
    return known
