"""Replacing a signed version: opened with a reason, and given up again while nothing new is signed."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.reports import policies
from app.reports.models import Report, ReportRevision
from app.runs.actions.documents import needed


def open_revision(report: Report, *, reason: str, by: User, at: datetime) -> ReportRevision:
    """Let the report be changed again; the signed version counts until the new one is signed."""
    policies.check_can_open_revision(report, by)
    assert report.current is not None
    revision = ReportRevision(
        report=report, replaces=report.current.no, reason=needed(reason, "penggantian"), opened_at=at, opened_by=by
    )
    db.session.add(revision)
    db.session.flush()
    data = {"replaces": revision.replaces, "reason": revision.reason}
    record(Tag.REPORT_REVISION_OPENED, by=by, about=report.audit_ref, at=at, data=data)
    return revision


def cancel_revision(report: Report, *, by: User, at: datetime) -> None:
    """Give the replacement up; what was written meanwhile stays in the narrative."""
    policies.check_can_cancel_revision(report, by)
    revision = report.revision
    assert revision is not None
    revision.cancelled_at, revision.cancelled_by_id = at, by.id
    db.session.flush()
    record(Tag.REPORT_REVISION_CANCELLED, by=by, about=report.audit_ref, at=at, data={"replaces": revision.replaces})
