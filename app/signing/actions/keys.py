"""Keeping and removing the key files of people."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cryptography import x509

from app.accounts.models import User
from app.audit import Tag, moment, record
from app.extensions import db
from app.signing import queries
from app.signing.backends import keyfiles
from app.signing.certificates import facts_of
from app.signing.models import SigningKey


def keep_key(data: bytes, *, certificate: x509.Certificate, user: User, at: datetime) -> SigningKey:
    """Keep an encrypted key that was opened and checked before; a former key of the person is removed."""
    former = queries.current_key(user)
    if former is not None:
        remove_key(former, by=user, at=at)
    facts = facts_of(certificate)
    key = SigningKey(
        user_id=user.id,
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        issuer=facts.issuer,
        not_before=facts.not_before,
        not_after=facts.not_after,
        certificate=facts.der,
        file=keyfiles.keep(data, session=db.session()),
        file_sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=at,
    )
    db.session.add(key)
    db.session.flush()
    uploaded = {"fingerprint": key.fingerprint, "subject": key.subject, "issuer": key.issuer}
    record(
        Tag.CERTIFICATE_UPLOADED,
        by=user,
        about=key.audit_ref,
        at=at,
        data=uploaded | {"not_after": moment(key.not_after)},
    )
    return key


def remove_key(key: SigningKey, *, by: User, at: datetime) -> None:
    """Take the key out of use: its file is deleted with the commit, the row with its certificate stays."""
    key.removed_at = at
    key.removed_by_id = by.id
    db.session.flush()
    keyfiles.discard(key.file, session=db.session())
    record(Tag.CERTIFICATE_REMOVED, by=by, about=key.audit_ref, at=at, data={"fingerprint": key.fingerprint})
