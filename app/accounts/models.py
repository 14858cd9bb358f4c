"""The people of the office, their roles and their bagian."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit import Tracked
from app.extensions import db
from app.web.columns import UtcDateTime


class Role(StrEnum):
    """The pelaksana of the SOP, the reviewer, and the one who keeps the accounts."""

    SEKRETARIS = "sekretaris"
    KABAG = "kabag"
    TIM = "tim"
    STAF = "staf"
    INSPEKTORAT = "inspektorat"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.SEKRETARIS: "Sekretaris DPRD",
    Role.KABAG: "Kabag/Kasubag",
    Role.TIM: "Tim Penyusun SAKIP/LAKIP",
    Role.STAF: "Staf",
    Role.INSPEKTORAT: "Inspektorat",
    Role.ADMIN: "Admin",
}


class UnitKerja(Tracked, db.Model):
    """A bagian of the Sekretariat; its Kabag reports for it in step 5."""

    __tablename__ = "unit_kerja"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def audit_ref(self) -> str:
        return f"unit:{self.id}"


class User(UserMixin, Tracked, db.Model):
    """A person who signs in. Never deleted: the log names people for good."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("(deactivated_at IS NULL) = (deactivated_by_id IS NULL)", name="deactivated_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str] = mapped_column(unique=True)
    """18 digits without spaces."""
    name: Mapped[str]
    """With gelar, as it is printed."""
    jabatan: Mapped[str]
    pangkat: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit_kerja.id"))
    unit: Mapped[UnitKerja | None] = relationship(lazy="joined")
    role_rows: Mapped[list[UserRole]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="UserRole.role", back_populates="user"
    )

    password_hash: Mapped[str] = mapped_column(default="")
    must_change_password: Mapped[bool] = mapped_column(default=False)
    reset_code_hash: Mapped[str] = mapped_column(default="")
    reset_code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_generation: Mapped[int] = mapped_column(default=0)
    """Raised when the password changes or the account is closed: older sessions end."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deactivated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(row.role) for row in self.role_rows)

    @roles.setter
    def roles(self, roles: frozenset[Role] | set[Role]) -> None:
        self.role_rows = [row for row in self.role_rows if row.role in roles]
        present = {row.role for row in self.role_rows}
        self.role_rows += [UserRole(role=str(role)) for role in sorted(roles) if role not in present]

    @property
    def role_labels(self) -> str:
        return ", ".join(role.label for role in Role if role in self.roles)

    @property
    def active(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def audit_ref(self) -> str:
        return f"user:{self.id}"

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def get_id(self) -> str:
        return f"{self.id}.{self.session_generation}"

    def audit_actor(self) -> dict[str, Any]:
        """The snapshot of a person that an event keeps: id, name, role."""
        return {"id": self.id, "name": self.name, "role": ",".join(sorted(self.roles))}


class UserRole(db.Model):
    """A role that a person has; several per person."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    user: Mapped[User] = relationship(back_populates="role_rows")
