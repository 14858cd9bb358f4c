"""From the database to a report's context: one run, its figures, its trail, as they stand now."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.audit.demo import is_demo
from app.audit.models import AuditCheckpoint
from app.audit.queries import head
from app.performance import queries as figures
from app.reports.context import (
    AuditHead,
    Narrative,
    Office,
    Replaced,
    ReportContext,
    RunFacts,
    SopIdentity,
    Verification,
)
from app.reports.gather_annex import annex_of
from app.reports.gather_figures import budget_of, efficiency_of, measurement_of
from app.reports.models import Report
from app.reports.sealing import paraf_places
from app.reports.sections import SECTIONS
from app.reports.signatory import signer_at

PLACE = "Paringin"
"""Where the regency's Sekretariat sits, and so where its reports are signed."""


def context_of(report: Report, *, version: int, code: str, checkpoint: AuditCheckpoint, at: datetime) -> ReportContext:
    """Everything that the PDF says. `checkpoint` is over the log as it stands, made just before."""
    run, settings = report.run, current_app.config["SETTINGS"]
    measured = figures.measurement(run.year, run.quarter)
    budget = figures.budget(run.year, run.quarter)
    return ReportContext(
        office=_office(settings.office),
        period_label=run.period_label,
        year=run.year,
        quarter=run.quarter,
        version=version,
        replaces=_replaced(report),
        dated_at=at,
        sop=SopIdentity(number=run.sop_version.number, name=run.sop_version.name, version=run.sop_version.no),
        run=RunFacts(
            title=run.title,
            started_at=run.started_at,
            started_by=run.started_by.name,
            calendar=run.calendar_version.title,
        ),
        signatory=signer_at(at).printed(),
        paraf_places=paraf_places(at=at),
        narrative=Narrative(**{section: report.text_of(section) for section in SECTIONS}),
        measurement=measurement_of(measured, report),
        budget=budget_of(budget),
        efficiency=efficiency_of(measured, budget),
        annex=annex_of(run, at=at),
        audit=_audit_head(checkpoint),
        verification=Verification(code=code, url=f"{settings.base_url.rstrip('/')}/v/{code}"),
        demo=is_demo(),
    )


def _replaced(report: Report) -> Replaced | None:
    if report.revision is None:
        return None
    former = report.revision.replaced
    assert former.signed_at is not None
    return Replaced(version=former.no, code=former.code, signed_at=former.signed_at, reason=report.revision.reason)


def _office(name: str) -> Office:
    region = name.partition("DPRD ")[2] or "Kabupaten Balangan"
    return Office(name=name, kop=(f"PEMERINTAH {region.upper()}", "SEKRETARIAT DPRD"), place=PLACE)


def _audit_head(checkpoint: AuditCheckpoint) -> AuditHead:
    log = head()
    assert log is not None
    return AuditHead(log=log.log, size=checkpoint.size, root=checkpoint.frontier.root.hex(), checkpoint=checkpoint.note)
