"""Which root certificates the office trusts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cryptography import x509

from app import audit
from app.audit import Tag, record
from app.extensions import db
from app.signing import queries
from app.signing.certificates import facts_of, load_certificate
from app.signing.models import TrustRoot
from app.signing.verification.verdicts import Trust
from app.web.refusals import Conflict, Invalid

NOT_A_ROOT = "Berkas ini bukan sertifikat induk (CA). Berikan sertifikat root dalam bentuk PEM atau DER."
KNOWN_ROOT = "Sertifikat induk ini sudah dipercaya."


def add_trust_root(data: bytes, *, note: str, trust: Trust, at: datetime, by: Any = audit.SYSTEM) -> TrustRoot:
    """Trust a root certificate from now on; `trust` is certified for an Indonesian PSrE's, local for ours."""
    try:
        certificate = load_certificate(data)
    except ValueError:
        raise Invalid(NOT_A_ROOT) from None
    if not _may_be_root(certificate):
        raise Invalid(NOT_A_ROOT)
    facts = facts_of(certificate)
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
    db.session.flush()
    added = {"fingerprint": root.fingerprint, "subject": root.subject, "note": note, "trust": root.trust}
    record(Tag.TRUST_ROOT_ADDED, by=by, about=f"trust:{root.fingerprint}", at=at, data=added)
    return root


def _may_be_root(certificate: x509.Certificate) -> bool:
    if certificate.issuer == certificate.subject:
        return True
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
