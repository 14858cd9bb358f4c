"""What a working paper looks at: a run with its report, figures, budget and the events that speak of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import select

from app.accounts.models import UnitKerja
from app.audit.models import AuditEvent
from app.extensions import db
from app.performance import queries as figures
from app.performance.budget import BudgetSummary
from app.performance.measurement import Measurement, MeasurementRow
from app.performance.period import Period
from app.reports.models import Report, ReportVersion
from app.reports.queries import report_of
from app.reports.seats import Seats, seats_of
from app.runs.models import Run, RunStep
from app.runs.queries import files_of, reporting_units

Told = dict[str, Any]


def address(endpoint: str, **values: Any) -> str:
    """A path in the application, without a request: what a finished paper keeps is the same wherever it was made."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def says(key: str, value: object) -> Callable[[Told], bool]:
    """Whether an event's data has this value under this key."""
    return lambda told: told[key] == value


class Events:
    """The events about some objects, in order, to give each fact its numbers."""

    def __init__(self, roots: Iterable[str]) -> None:
        wanted = select(AuditEvent.seq, AuditEvent.body).where(AuditEvent.root.in_(sorted(set(roots))))
        self._told = [(row.seq, orjson.loads(row.body)) for row in db.session.execute(wanted.order_by(AuditEvent.seq))]

    def of(self, *acts: str, about: str = "", where: Callable[[Told], bool] = lambda _told: True) -> tuple[int, ...]:
        """The numbers of these acts; `about` is the exact object, or every one where it is empty."""
        return tuple(
            seq
            for seq, told in self._told
            if told["act"] in acts and (not about or told["object"] == about) and where(told["data"])
        )

    def newest(self, *acts: str, about: str, where: Callable[[Told], bool] = lambda _told: True) -> tuple[int, ...]:
        return self.of(*acts, about=about, where=where)[-1:]

    def __len__(self) -> int:
        return len(self._told)

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(seq for seq, _ in self._told)


@dataclass(frozen=True, slots=True)
class Subject:
    """One run, read once; the functions of each criterion look at nothing else."""

    run: Run
    report: Report
    measured: Measurement
    budget: BudgetSummary
    units: tuple[UnitKerja, ...]
    seats: Seats | None
    events: Events

    @property
    def version(self) -> ReportVersion | None:
        return self.report.standing

    @property
    def period(self) -> Period:
        return self.measured.period

    @property
    def rows(self) -> tuple[MeasurementRow, ...]:
        return self.measured.rows

    @property
    def report_href(self) -> str:
        return address("reports.show", run_id=self.run.id)

    @property
    def figures_href(self) -> str:
        return address("performance.index", slug=self.period.slug)

    def step_href(self, step: RunStep) -> str:
        return address("runs.step", run_id=self.run.id, no=step.no)

    def file_href(self, sha256: str) -> str:
        return address("runs.download", run_id=self.run.id, sha256=sha256)

    def indicator_href(self, row: MeasurementRow) -> str:
        return address("performance.figure", slug=self.period.slug, indicator_id=row.indicator_id)

    def narrative_log(self, *sections: str) -> tuple[int, ...]:
        """The newest writing of each section."""
        about = self.report.audit_ref if self.report.id else "report:0"
        found: list[int] = []
        for section in sections:
            found += self.events.newest("narrative:written", about=about, where=says("section", section))
        return tuple(sorted(found))

    def files_named(self, *words: str) -> Iterator[tuple[str, str]]:
        """(name, digest) of the run's files whose name holds one of these words, as whole words."""
        for file, name in files_of(self.run):
            plain = f" {' '.join(re.findall(r'[a-z0-9]+', name.casefold()))} "
            if any(f" {word} " in plain for word in words):
                yield name, file.sha256

    def figures_log(self, act: str) -> tuple[int, ...]:
        """The numbers of these entries that are of this period, or of the quarters that it adds up."""
        quarters = {*self.period.quarters, self.period.quarter}
        year = self.period.year
        return self.events.of(act, where=lambda told: told["year"] == year and told["quarter"] in quarters)

    def period_objects(self, row: MeasurementRow, kind: str) -> list[str]:
        """The objects of the figures behind a row: the period itself and the quarters it adds up."""
        slugs = [self.period.slug] + [f"{self.period.year}-{quarter}" for quarter in self.period.quarters]
        return [f"indicator:{row.indicator_id}/{kind}:{slug}" for slug in slugs]


def subject_of(run_id: int) -> Subject:
    report = report_of(run_id)
    run = report.run
    measured, budget = figures.measurement(run.year, run.quarter), figures.budget(run.year, run.quarter)
    roots = {run.audit_ref, run.sop_version.audit_ref.partition("/")[0]}
    roots |= {f"indicator:{row.indicator_id}" for row in measured.rows} | {f"budget:{row.id}" for row in budget.rows}
    if report.id:
        roots.add(report.audit_ref)
    version = report.standing
    at = version.frozen_at if version else run.started_at
    seats = seats_of(version, at=at) if version else None
    return Subject(run, report, measured, budget, tuple(reporting_units()), seats, Events(roots))
