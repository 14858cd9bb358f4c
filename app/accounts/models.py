"""The people of the office, their roles and their bagian."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.acting import Mandate, outside_window, strongest, title_of
from app.accounts.roles import Role, labels_of
from app.audit import Tracked
from app.extensions import db
from app.web.columns import UtcDateTime


class UnitKerja(Tracked, db.Model):
    """A bagian of the Sekretariat; its Kabag reports for it in step 5."""

    __tablename__ = "unit_kerja"
    __table_args__ = (CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_pair"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None]
    """No foreign key: with person.unit_id it would close a circle that no table could be made first in."""

    @property
    def open(self) -> bool:
        return self.closed_at is None

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
    mandate_rows: Mapped[list[ActingOfficial]] = relationship(
        viewonly=True, primaryjoin="User.id == ActingOfficial.user_id", order_by="ActingOfficial.id"
    )

    mandates = cast(tuple[Mandate, ...], ())
    """Not a column: what `assume` was given, for the one who acts in this request or command."""
    mandates_at = cast("datetime | None", None)

    password_hash: Mapped[str] = mapped_column(default="")
    """argon2id; empty until the person has set a password with a one-time code."""
    reset_code_hash: Mapped[str] = mapped_column(default="")
    reset_code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_generation: Mapped[int] = mapped_column(default=0)
    """Raised when the password changes or the account is closed: older sessions end."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deactivated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def held_roles(self) -> frozenset[Role]:
        """The roles of one's own, whoever is acted for."""
        return frozenset(Role(row.role) for row in self.role_rows)

    @property
    def roles(self) -> frozenset[Role]:
        """One's own roles and, inside the window of a mandate, the post that is acted in."""
        return self.held_roles.union(one.post for one in self._in_force)

    @roles.setter
    def roles(self, roles: frozenset[Role] | set[Role]) -> None:
        self.role_rows = [row for row in self.role_rows if row.role in roles]
        present = {row.role for row in self.role_rows}
        self.role_rows += [UserRole(role=str(role)) for role in sorted(roles) if role not in present]

    @property
    def role_labels(self) -> str:
        acting = [one.jabatan for one in self._in_force]
        return ", ".join([*acting, *filter(None, [labels_of(self.held_roles)])])

    def assume(self, mandates: Iterable[Mandate], *, at: datetime) -> None:
        """Let the person act with these mandates, as far as they are in force at that moment."""
        self.mandates, self.mandates_at = tuple(mandates), at

    @property
    def mandate(self) -> Mandate | None:
        """The post that the person acts in now."""
        return strongest(self._in_force)

    @property
    def jabatan_now(self) -> str:
        return self.mandate.jabatan if self.mandate else self.jabatan

    def jabatan_as(self, roles: Iterable[str]) -> str:
        """What an act is signed with that these roles allow: one's own jabatan, or the post acted in."""
        acting = self.mandate_for(roles)
        return acting.jabatan if acting else self.jabatan

    def mandate_for(self, roles: Iterable[str]) -> Mandate | None:
        """By which mandate the person does what these roles allow; none where one of them is his own."""
        wanted = {str(role) for role in roles}
        if wanted & self.held_roles:
            return None
        return strongest(one for one in self._in_force if str(one.post) in wanted)

    def outside_window(self, roles: Iterable[str]) -> str:
        """The window of the mandate that would have allowed it, in a sentence; "" where there is none."""
        return outside_window(self.mandates, roles=roles, at=self.mandates_at) if self.mandates_at else ""

    @property
    def _in_force(self) -> tuple[Mandate, ...]:
        at = self.mandates_at
        return tuple(one for one in self.mandates if one.in_force(at)) if at else ()

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
        """The snapshot of a person that an event keeps: id, name, and role as in "plt:sekretaris,kabag"."""
        acting = [f"{one.kind}:{one.post}" for one in self._in_force]
        return {"id": self.id, "name": self.name, "role": ",".join([*sorted(acting), *sorted(self.held_roles)])}


class UserRole(db.Model):
    """A role that a person has; several per person."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    user: Mapped[User] = relationship(back_populates="role_rows")


class ActingOfficial(Tracked, db.Model):
    """A mandate to act in a post: Plh. while its holder is away, Plt. while it is vacant (DOMAIN.md section 4)."""

    __tablename__ = "acting_official"
    __table_args__ = (
        CheckConstraint("kind IN ('plt', 'plh')", name="kind"),
        CheckConstraint("starts_on <= ends_on", name="window"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    user: Mapped[User] = relationship(foreign_keys=user_id)
    kind: Mapped[str] = mapped_column(String(3))
    post: Mapped[str]
    """The role that is acted in."""
    sk_number: Mapped[str]
    sk_date: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Both days included, in the office's time zone."""
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appointed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Ended before its last day."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str] = mapped_column(default="")

    @property
    def audit_ref(self) -> str:
        return f"user:{self.user_id}"

    def as_mandate(self, person: User) -> Mandate:
        """The mandate as a plain value; `person` is the one who has it."""
        post = Role(self.post)
        return Mandate(
            id=self.id, kind=self.kind, post=post, title=title_of(post, person.unit.name if person.unit else None),
            sk_number=self.sk_number, sk_date=self.sk_date, starts_on=self.starts_on, ends_on=self.ends_on,
            ended_at=self.ended_at, end_reason=self.end_reason,
        )  # fmt: skip


class FailedTries(db.Model):
    """How often a password or code was wrong lately, by NIP, by address or by person; old rows are swept."""

    __tablename__ = "failed_tries"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    closed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EndedSession(db.Model):
    """A session that was signed out, until its cookie is too old to be accepted anyway."""

    __tablename__ = "ended_session"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the session's random name, in hex."""
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
