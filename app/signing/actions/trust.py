"""Which root certificates the office trusts, and which it trusts no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import audit
from app.audit import Tag, record
from app.extensions import db
from app.signing import queries
from app.signing.certificates import facts_of
from app.signing.models import TrustRoot
from app.signing.roots import read_root
from app.signing.verification.verdicts import Trust
from app.web.refusals import Conflict

KNOWN_ROOT = "Sertifikat induk ini sudah dipercaya."
GONE_ROOT = "Sertifikat induk ini sudah tidak dipercaya lagi."
NOBODY = 0
"""Who removed a root where no person did."""


def add_trust_root(data: bytes, *, note: str, trust: Trust, at: datetime, by: Any = audit.SYSTEM) -> TrustRoot:
    """Trust a root certificate from now on; `trust` is certified for an Indonesian PSrE's, local for ours.

    One that was removed may be added again: that is a row of its own.
    """
    facts = facts_of(read_root(data))
    if facts.fingerprint in {root.fingerprint for root in queries.trust_roots()}:
        raise Conflict(KNOWN_ROOT)
    root = TrustRoot(
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        note=note,
        trust=str(trust),
        certificate=facts.der,
        not_after=facts.not_after,
        added_at=at,
    )
    db.session.add(root)
    try:
        db.session.flush()
    except IntegrityError:  # somebody added it at the same moment
        db.session.rollback()
        raise Conflict(KNOWN_ROOT) from None
    added = {"fingerprint": root.fingerprint, "subject": root.subject, "note": note, "trust": root.trust}
    record(Tag.TRUST_ROOT_ADDED, by=by, about=f"trust:{root.fingerprint}", at=at, data=added)
    return root


def remove_trust_root(root: TrustRoot, *, reason: str, at: datetime, by: Any = audit.SYSTEM) -> None:
    """Trust it no longer from now on. The row stays, and so does what was judged by it."""
    if root.removed_at is not None:
        raise Conflict(GONE_ROOT)
    who = by.audit_actor()["id"] or NOBODY  # asks the database, so before the row is half changed
    root.removed_at, root.removed_by, root.removal_reason = at, who, reason
    db.session.flush()
    removed = {"fingerprint": root.fingerprint, "subject": root.subject, "reason": reason}
    record(Tag.TRUST_ROOT_REMOVED, by=by, about=f"trust:{root.fingerprint}", at=at, data=removed)
