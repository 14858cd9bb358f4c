"""Sasaran, indikator, target, realisasi and budget: every figure a row with its source, person and time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import UnitKerja, User
from app.audit import Tracked
from app.extensions import db
from app.performance.accumulation import Accumulation
from app.performance.capaian import Formula
from app.performance.period import Period
from app.web.columns import UtcDateTime

QUARTER = "quarter IS NULL OR quarter BETWEEN 1 AND 4"
# NULL is never equal to NULL, so a plain unique constraint would let a year have two figures.
WHOLE_YEAR_IS_ZERO = "coalesce(quarter, 0)"


class Sasaran(Tracked, db.Model):
    """What the Sekretariat wants to reach; its indikator say how far it got."""

    __tablename__ = "sasaran"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    indicators: Mapped[list[Indicator]] = relationship(back_populates="sasaran")

    @property
    def audit_ref(self) -> str:
        return f"sasaran:{self.id}"


class Indicator(Tracked, db.Model):
    """One indikator. Figures refer to its id; code and name may change without losing them."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("formula IN ('higher', 'lower', 'lower-ratio', 'qualitative')", name="formula"),
        CheckConstraint("accumulation IN ('sum', 'last')", name="accumulation"),
        CheckConstraint("first_year IS NULL OR last_year IS NULL OR first_year <= last_year", name="years"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sasaran_id: Mapped[int] = mapped_column(ForeignKey("sasaran.id"), index=True)
    sasaran: Mapped[Sasaran] = relationship(back_populates="indicators", lazy="joined")
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    satuan: Mapped[str]
    formula: Mapped[str]
    accumulation: Mapped[str]
    source: Mapped[str]
    """Where the data come from as a rule; each realisasi names its own document."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit_kerja.id"))
    """The bagian that answers for the figure; None is the Tim's own."""
    unit: Mapped[UnitKerja | None] = relationship(lazy="joined")
    renstra_target: Mapped[str] = mapped_column(default="")
    renstra_year: Mapped[int | None]
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    """The years in which it is measured; None is open."""

    @property
    def audit_ref(self) -> str:
        return f"indicator:{self.id}"

    @property
    def kind(self) -> Formula:
        return Formula(self.formula)

    @property
    def accumulates(self) -> Accumulation:
        return Accumulation(self.accumulation)

    def measured_in(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)


class Target(Tracked, db.Model):
    """What an indikator should reach in a year or a quarter. A decimal as text, or qualitative words."""

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint(QUARTER, name="quarter"),
        Index("uq_target_period", "indicator_id", "year", text(WHOLE_YEAR_IS_ZERO), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    indicator: Mapped[Indicator] = relationship()
    year: Mapped[int]
    quarter: Mapped[int | None]
    value: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_by: Mapped[User] = relationship(lazy="joined")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def audit_ref(self) -> str:
        return f"indicator:{self.indicator_id}/target:{self.period.slug}"


class Realisasi(Tracked, db.Model):
    """What an indikator reached, with the document that shows it, who entered it and when."""

    __tablename__ = "realisasi"
    __table_args__ = (
        CheckConstraint(QUARTER, name="quarter"),
        Index("uq_realisasi_period", "indicator_id", "year", text(WHOLE_YEAR_IS_ZERO), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    indicator: Mapped[Indicator] = relationship()
    year: Mapped[int]
    quarter: Mapped[int | None]
    value: Mapped[str]
    source: Mapped[str]
    evidence_sha256: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_by: Mapped[User] = relationship(lazy="joined")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def audit_ref(self) -> str:
        return f"indicator:{self.indicator_id}/realisasi:{self.period.slug}"


class BudgetLine(Tracked, db.Model):
    """A program, kegiatan or sub kegiatan of one period, in whole rupiah; realisasi is up to its end."""

    __tablename__ = "budget_line"
    __table_args__ = (
        CheckConstraint(QUARTER, name="quarter"),
        CheckConstraint("pagu >= 0 AND (realisasi IS NULL OR realisasi >= 0)", name="amounts"),
        Index(
            "uq_budget_line_code",
            "year",
            text(WHOLE_YEAR_IS_ZERO),
            "code",
            unique=True,
            sqlite_where=text("code <> ''"),
            postgresql_where=text("code <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    quarter: Mapped[int | None]
    code: Mapped[str]
    """Empty where the budget document gives a summary line ("kegiatan lainnya") no code."""
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("budget_line.id"), index=True)
    parent: Mapped[BudgetLine | None] = relationship(remote_side=[id])
    position: Mapped[int] = mapped_column(default=0)
    pagu: Mapped[int] = mapped_column(BigInteger)
    realisasi: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_by: Mapped[User] = relationship(lazy="joined")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def audit_ref(self) -> str:
        return f"budget:{self.id}"
