"""What signing reads: a person's key, the register of issued documents, the trusted roots."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.signing.models import IssuedDocument, SignatureAttempt, SigningKey, SigningMethod, TrustRoot
from app.signing.verification.trust import Root
from app.signing.verification.verdicts import Registered, Trust


class DatabaseRegister:
    """The office's own register, as the verifier asks it."""

    def find(self, sha256: str) -> Registered | None:
        document = find_issued(sha256)
        if document is None:
            return None
        return Registered(document.sha256, document.title, document.kind, document.code, document.issued_at)

    def knows_certificate(self, fingerprint: str) -> bool:
        key = select(SigningKey.id).where(SigningKey.fingerprint == fingerprint).limit(1)
        return db.session.scalar(key) is not None

    def known_certificates(self) -> Sequence[str]:
        return db.session.scalars(select(SigningKey.fingerprint).distinct()).all()


class CurrentRegister(DatabaseRegister):
    """For a signature made just now: a key that was removed vouches for old documents, not for a new one."""

    def known_certificates(self) -> Sequence[str]:
        current = select(SigningKey.fingerprint).where(SigningKey.removed_at.is_(None))
        return db.session.scalars(current.distinct()).all()


def current_key(user: User) -> SigningKey | None:
    return db.session.scalar(select(SigningKey).where(SigningKey.user_id == user.id, SigningKey.removed_at.is_(None)))


def former_keys(user: User) -> Sequence[SigningKey]:
    """Keys that were replaced or removed, newest first."""
    removed = SigningKey.removed_at.is_not(None)
    return db.session.scalars(
        select(SigningKey).where(SigningKey.user_id == user.id, removed).order_by(SigningKey.id.desc())
    ).all()


def method_of(user: User) -> SigningMethod | None:
    """How the admin chose that the person signs; None means the default, a local PKCS#12 key."""
    return db.session.scalar(
        select(SigningMethod).where(SigningMethod.user_id == user.id, SigningMethod.replaced_at.is_(None))
    )


def former_methods(user: User) -> Sequence[SigningMethod]:
    """Ways of signing that were replaced, newest first."""
    replaced = SigningMethod.replaced_at.is_not(None)
    return db.session.scalars(
        select(SigningMethod).where(SigningMethod.user_id == user.id, replaced).order_by(SigningMethod.id.desc())
    ).all()


def attempts(sha256: str) -> Sequence[SignatureAttempt]:
    """The signatures of a PDF that were asked of a service, newest first."""
    return db.session.scalars(
        select(SignatureAttempt).where(SignatureAttempt.sha256 == sha256).order_by(SignatureAttempt.id.desc())
    ).all()


def last_attempt(user: User, sha256: str) -> SignatureAttempt | None:
    asked = select(SignatureAttempt).where(SignatureAttempt.sha256 == sha256, SignatureAttempt.user_id == user.id)
    return db.session.scalar(asked.order_by(SignatureAttempt.id.desc()).limit(1))


def find_issued(sha256: str) -> IssuedDocument | None:
    return db.session.scalar(select(IssuedDocument).where(IssuedDocument.sha256 == sha256))


def issued_under(code: str) -> Sequence[IssuedDocument]:
    """Everything issued under a document code, newest first."""
    return db.session.scalars(
        select(IssuedDocument).where(IssuedDocument.code == code).order_by(IssuedDocument.id.desc())
    ).all()


def trust_roots() -> Sequence[TrustRoot]:
    return db.session.scalars(
        select(TrustRoot).where(TrustRoot.removed_at.is_(None)).order_by(TrustRoot.subject, TrustRoot.id)
    ).all()


def removed_trust_roots() -> Sequence[TrustRoot]:
    """Roots that are trusted no longer, the newest removal first."""
    return db.session.scalars(
        select(TrustRoot).where(TrustRoot.removed_at.is_not(None)).order_by(TrustRoot.removed_at.desc(), TrustRoot.id)
    ).all()


def find_trust_root(root_id: int) -> TrustRoot | None:
    """One root, nobody else's to change until the transaction ends."""
    return db.session.get(TrustRoot, root_id, with_for_update=True)


def roots_for_verification() -> list[Root]:
    return [Root(root.certificate, root.fingerprint, Trust(root.trust)) for root in trust_roots()]
