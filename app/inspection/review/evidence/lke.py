"""What a year's LKE can rest on: what exists in the application for the items that it feeds, and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app.audit.queries import head
from app.extensions import db
from app.inspection.review.evidence import format, mechanism, substance
from app.inspection.review.evidence.facts import Fact, absent, of
from app.inspection.review.evidence.subject import Subject, address, subject_of
from app.runs.models import Run
from app.web.words import waktu

Year = Sequence[Subject]
"""The runs of the year that were not cancelled, in the order of their periods."""


def year_of(year: int) -> list[Subject]:
    runs = select(Run.id).where(Run.year == year, Run.cancelled_at.is_(None)).order_by(Run.quarter_no, Run.id)
    return [subject_of(run_id) for run_id in db.session.scalars(runs)]


def by_application(subjects: Year) -> list[Fact]:
    facts = [*_runs(subjects)]
    for subject in subjects:
        entered = subject.figures_log("realisasi:entered")
        known = [row for row in subject.rows if row.realisasi is not None]
        if known:
            said = of(len(known), len(subject.rows), f"realisasi {subject.period.label} diisi dalam aplikasi")
            facts.append(Fact(f"{said}.", subject.figures_href, entered))
        else:
            facts.append(absent(f"Realisasi {subject.period.label}"))
    log = head()
    if log is not None:
        facts.append(Fact(f"Jejak audit: {log.size} rekaman, akar {log.root}.", address("inspection.log")))
    return facts


def made_use_of(subjects: Year) -> list[Fact]:
    """The use itself (allowances, budget, strategy) is outside the application; improvements are what it knows."""
    facts = [fact for subject in subjects for fact in _headed(subjects, subject, format.improvements(subject))]
    return [*(facts or [absent("Upaya perbaikan yang tertulis")]), absent("Bukti pemanfaatan di luar aplikasi")]


def documents(subjects: Year) -> list[Fact]:
    facts = [fact for subject in subjects for fact in _headed(subjects, subject, format.version_facts(subject))]
    if not any(subject.period.quarter is None for subject in subjects):
        facts.append(absent("Pelaksanaan dan laporan tahunan"))
    return facts


def quality(subjects: Year) -> list[Fact]:
    wanted = (format.reached, substance.compared, format.improvements, format.money, mechanism.known_to_units)
    facts = [fact for subject in subjects for gather in wanted for fact in _headed(subjects, subject, gather(subject))]
    return facts or [absent("Laporan yang dapat dilihat mutunya")]


def _runs(subjects: Year) -> list[Fact]:
    if not subjects:
        return [absent("Pelaksanaan pengukuran kinerja")]
    facts = []
    for subject in subjects:
        run = subject.run
        ended = f"selesai {waktu(run.closed_at)}" if run.closed_at else "belum selesai"
        log = subject.events.of("run:started", "run:closed", about=run.audit_ref)
        said = f"{run.title}: mulai {waktu(run.started_at)}, {ended}."
        facts.append(Fact(said, address("runs.board", run_id=run.id), log))
    return facts


def _headed(subjects: Year, subject: Subject, facts: Sequence[Fact]) -> list[Fact]:
    """The same facts with the period before each that doesn't name it, where the year has several runs."""
    period = subject.run.period_label
    if len(subjects) == 1:
        return list(facts)
    return [one if period in one.text else replace(one, text=f"{period}: {one.text}") for one in facts]


GATHER = {"2.b-5": by_application, "2.c-1": made_use_of, "3.a": documents, "3.b": quality}
