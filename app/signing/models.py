"""How people sign, the keys that they uploaded, documents that the office issued, the roots that it trusts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.audit import Tracked
from app.extensions import db
from app.web.columns import UtcDateTime

BACKENDS = ("pkcs12", "token", "esign", "upload")
ATTEMPT_STATES = ("sent", "unclear", "kept", "failed")
DOCUMENT_KINDS = ("draft", "frozen", "sealed", "paraf", "signed", "extended")
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


class SigningMethod(Tracked, db.Model):
    """How one person signs, as the admin chose it; without a row it is a local PKCS#12 key."""

    __tablename__ = "signing_method"
    __table_args__ = (
        CheckConstraint(f"backend IN {BACKENDS}", name="backend"),
        CheckConstraint("(replaced_at IS NULL) = (replaced_by_id IS NULL)", name="replaced_pair"),
        Index(
            "uq_signing_method_one_per_person",
            "user_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    user: Mapped[User] = relationship(foreign_keys=user_id)
    backend: Mapped[str] = mapped_column(String(10))
    token_label: Mapped[str] = mapped_column(default="")
    key_label: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    """Whom the esign service knows the person as; a NIK is typed at each signature and never kept."""
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def audit_ref(self) -> str:
        return f"user:{self.user_id}"


class SignatureAttempt(db.Model):
    """A signature that was asked of a service: kept, so that a time-out is asked about before signing again."""

    __tablename__ = "signature_attempt"
    __table_args__ = (
        CheckConstraint(f"state IN {ATTEMPT_STATES}", name="state"),
        Index("ix_signature_attempt_sha256", "sha256", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str]
    """What is being signed: report:5/version:1."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the PDF that was sent."""
    backend: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str] = mapped_column(default="")
    """The service's name of the signed file, once it has told it."""
    state: Mapped[str] = mapped_column(String(10), default="sent")
    problem: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IssuedDocument(db.Model):
    """The register: a digest that the office issued, under the code that its QR leads to."""

    __tablename__ = "issued_document"
    __table_args__ = (
        CheckConstraint(f"kind IN {DOCUMENT_KINDS}", name="kind"),
        CheckConstraint("(superseded_at IS NULL) = (successor IS NULL)", name="superseded_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(index=True)
    """The same for the frozen and the signed file of one document."""
    title: Mapped[str]
    about: Mapped[str]
    kind: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    successor: Mapped[str | None]
    """The code of the document that replaced this one."""
    superseded_reason: Mapped[str] = mapped_column(default="")


class TrustRoot(db.Model):
    """A root certificate that the office decided to trust, and what that trust is worth. Removing it keeps the row."""

    __tablename__ = "trust_root"
    __table_args__ = (
        CheckConstraint(f"trust IN {ROOT_TRUSTS}", name="trust"),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_pair"),
        Index(
            "uq_trust_root_standing",
            "fingerprint",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    subject: Mapped[str]
    note: Mapped[str]
    trust: Mapped[str]
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    not_after: Mapped[datetime] = mapped_column(UtcDateTime)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by: Mapped[int | None]
    """A person's id; no foreign key, as the system itself may remove one."""
    removal_reason: Mapped[str] = mapped_column(default="")
