"""Keys that people uploaded, documents that the office issued, and the roots that it trusts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.extensions import db
from app.web.columns import UtcDateTime

DOCUMENT_KINDS = ("draft", "frozen", "signed")
ROOT_TRUSTS = ("tersertifikasi", "lokal")


class SigningKey(Tracked, db.Model):
    """One person's key: the certificate stands here, the encrypted file apart. Removing it keeps the row."""

    __tablename__ = "signing_key"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_pair"),
        Index(
            "uq_signing_key_one_per_person",
            "user_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    user: Mapped[User] = relationship(foreign_keys=user_id)
    fingerprint: Mapped[str] = mapped_column(index=True)
    """SHA-256 of the certificate, in hex."""
    subject: Mapped[str]
    """Name and organization alone: a full subject may hold a NIK."""
    issuer: Mapped[str]
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    not_after: Mapped[datetime] = mapped_column(UtcDateTime)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    """DER; what pre-flight looks at, since the file opens only with the passphrase."""
    file: Mapped[str]
    """Relative to the instance's keys folder."""
    file_sha256: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def audit_ref(self) -> str:
        return f"user:{self.user_id}"


class IssuedDocument(db.Model):
    """The register: a digest that the office issued, under the code that its QR leads to."""

    __tablename__ = "issued_document"
    __table_args__ = (CheckConstraint(f"kind IN {DOCUMENT_KINDS}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(index=True)
    """The same for the frozen and the signed file of one document."""
    title: Mapped[str]
    about: Mapped[str]
    kind: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TrustRoot(db.Model):
    """A root certificate that the office decided to trust, and what that trust is worth."""

    __tablename__ = "trust_root"
    __table_args__ = (CheckConstraint(f"trust IN {ROOT_TRUSTS}", name="trust"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    note: Mapped[str]
    trust: Mapped[str]
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    not_after: Mapped[datetime] = mapped_column(UtcDateTime)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
