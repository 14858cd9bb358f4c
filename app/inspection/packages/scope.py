"""What a package is about: one run, or every run of which something was recorded between two days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import orjson
from sqlalchemy import select

from app.audit import Tag
from app.audit.models import AuditEvent
from app.audit.queries import AFTER_ALL, titles_of
from app.extensions import db
from app.inspection.errors import NothingInPeriod
from app.runs.errors import RunNotFound
from app.runs.models import Run
from app.web.refusals import Invalid
from app.web.words import WITA, tanggal

PERIOD = re.compile(r"period:([0-9-]{10})\.\.([0-9-]{10})")
RUN = re.compile(r"run:([0-9]+)")


@dataclass(frozen=True, slots=True)
class OfRun:
    """One run."""

    run_id: int
    tag = Tag.LOG_EXPORTED

    @property
    def text(self) -> str:
        return f"run:{self.run_id}"

    @property
    def title(self) -> str:
        return titles_of([self.text]).get(self.text, f"Pelaksanaan {self.run_id}")

    @property
    def slug(self) -> str:
        run = db.session.get(Run, self.run_id)
        return _slug(run.period_label if run else f"pelaksanaan {self.run_id}")

    def announcement(self, package: str) -> dict[str, str]:
        return {"run": self.text, "package": package}

    def runs(self, *, upto: int = AFTER_ALL) -> tuple[str, ...]:
        """The roots of the runs in scope. Raises RunNotFound."""
        if self.run_id >= AFTER_ALL or db.session.get(Run, self.run_id) is None:
            raise RunNotFound
        return (self.text,)


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """Every run with an event between two days, both included, as days are in WITA."""

    first: date
    last: date
    tag = Tag.PERIOD_EXPORTED

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid("Tanggal akhir mendahului tanggal awal.", field="sampai")

    @property
    def text(self) -> str:
        return f"period:{self.first}..{self.last}"

    @property
    def title(self) -> str:
        return f"Pelaksanaan {tanggal(self.first)} sampai {tanggal(self.last)}"

    @property
    def slug(self) -> str:
        return f"{self.first}-sampai-{self.last}"

    def announcement(self, package: str) -> dict[str, str]:
        return {"first": str(self.first), "last": str(self.last), "package": package}

    def runs(self, *, upto: int = AFTER_ALL) -> tuple[str, ...]:
        """The roots of the runs in scope, the first that began first. Raises NothingInPeriod.

        More than the format asks for: also a run of which only the report has an event in the period.
        """
        since, until = _midnight(self.first), _midnight(self.last) + timedelta(days=1)
        query = select(AuditEvent.root).where(AuditEvent.at >= since, AuditEvent.at < until, AuditEvent.seq <= upto)
        told = set(db.session.scalars(query.distinct()))
        roots = {root for root in told if root.startswith("run:")} | _runs_of(told, upto=upto)
        if not roots:
            raise NothingInPeriod(tanggal(self.first), tanggal(self.last))
        return tuple(sorted(roots, key=lambda root: int(root.removeprefix("run:"))))


Scope = OfRun | OfPeriod


def scope_of(text: str) -> Scope:
    """The scope from its text, as a job's row keeps it."""
    if match := PERIOD.fullmatch(text):
        return OfPeriod(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    if match := RUN.fullmatch(text):
        return OfRun(int(match[1]))
    raise ValueError(f"{text!r} is no scope.")


def _runs_of(roots: set[str], *, upto: int) -> set[str]:
    """The runs that the reports among these roots are about."""
    reports = [root for root in roots if root.startswith("report:")]
    query = select(AuditEvent.body).where(AuditEvent.root.in_(reports), AuditEvent.seq <= upto)
    runs = {orjson.loads(body)["data"].get("run") for body in db.session.scalars(query)} if reports else set()
    return {run for run in runs if isinstance(run, str)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), WITA)


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
