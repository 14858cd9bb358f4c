"""Freezing the rendered PDF as the version that may be signed, and taking it back."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import FileRef, Tag, record
from app.evidence.models import EvidenceFile
from app.evidence.store import StoredFile
from app.extensions import db
from app.reports import policies
from app.reports.actions.files import add_file
from app.reports.actions.items import items_of
from app.reports.models import Report, ReportVersion
from app.runs.actions import clear_document, fill_with_document
from app.runs.actions.documents import needed, standing_fill


def freeze_report(report: Report, *, file: StoredFile, pages: int, code: str, by: User, at: datetime) -> ReportVersion:
    """Make the rendered PDF the version that may be signed.

    The first one fills the kelengkapan of the last step; one that replaces a signed version finds the run closed.
    """
    policies.check_can_freeze(report, by)
    version = ReportVersion(
        report=report, no=len(report.versions) + 1, code=code, pages=pages, frozen_sha256=file.sha256,
        frozen_at=at, frozen_by=by, revision=report.revision,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    evidence = add_file(version, kind="frozen", file=file, by=by, at=at)
    if version.revision is None:
        _fill(version, evidence, by=by, at=at)
    record(
        Tag.REPORT_FROZEN, by=by, about=version.audit_ref, at=at, files=[FileRef(file.sha256, file.size, "laporan")],
        data={
            "run": report.run.audit_ref, "version": version.no, "code": code, "sha256": file.sha256, "pages": pages,
        },
    )  # fmt: skip
    return version


def thaw_report(report: Report, *, reason: str, by: User, at: datetime) -> None:
    """Take the frozen version back so that it can be changed; it stays in the register and in the history."""
    policies.check_can_thaw(report, by)
    version = report.pending
    assert version is not None
    version.thawed_at, version.thawed_by, version.thaw_reason = at, by, needed(reason, "pembukaan bekuan")
    if version.revision is None:
        _empty(report, by=by, at=at)
    db.session.flush()
    data = {"version": version.no, "reason": version.thaw_reason}
    record(Tag.REPORT_THAWED, by=by, about=version.audit_ref, at=at, data=data)


def _fill(version: ReportVersion, evidence: EvidenceFile, *, by: User, at: datetime) -> None:
    for item in items_of(policies.signing_step(version.report.run), "kelengkapan"):
        fill_with_document(
            item, file=evidence, name=version.frozen_name, document=version.audit_ref, by=by, at=at
        )  # fmt: skip


def _empty(report: Report, *, by: User, at: datetime) -> None:
    for item in items_of(policies.signing_step(report.run), "kelengkapan"):
        if standing_fill(item) is not None:
            clear_document(item, reason="bekuan laporan dibuka", by=by, at=at)
