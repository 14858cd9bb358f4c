"""The report of one bagian, sahkan by its Kabag/Kasubag."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.evidence.actions import file_ref
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.documents import UnitReport
from app.runs.models import RunStep
from app.runs.policies import check_can_report_unit


def report_unit(step: RunStep, *, file: EvidenceFile, name: str, by: User, at: datetime) -> UnitReport:
    """Hand in the report of the person's own bagian; one an attempt."""
    check_can_report_unit(step, by)
    attempt = step.handed_over
    report = UnitReport(attempt=attempt, unit=by.unit, evidence=file, name=name, submitted_at=at, submitted_by=by)
    db.session.add(report)
    step.run.touch()
    db.session.flush()
    record(
        Tag.STEP_UNIT_REPORTED, by=by, about=step.audit_ref, at=at,
        data={"unit": report.unit.name, "unit_id": report.unit_id, "name": name, "attempt": attempt.no},
        files=[file_ref(file, role="laporan-bagian")],
    )  # fmt: skip
    return report
