"""What people do with a report: write, freeze, thaw, sign."""

from __future__ import annotations

import hashlib
from datetime import datetime

from app.accounts.models import User
from app.audit import FileRef, Tag, moment, record
from app.audit.actions import make_checkpoint
from app.evidence.actions import register_file
from app.evidence.store import StoredFile
from app.extensions import db
from app.reports import policies
from app.reports.errors import UnknownSection
from app.reports.models import NarrativeText, Report, ReportVersion
from app.reports.sections import LONGEST, SECTIONS
from app.runs.actions import clear_document, complete_by_signature, fill_with_document
from app.runs.actions.documents import needed, standing_fill
from app.runs.documents import StepItem
from app.runs.models import RunStep
from app.signing.actions import SignatureFacts, issue
from app.web.refusals import Invalid


def write_section(report: Report, *, section: str, text: str, by: User, at: datetime) -> None:
    """Keep one narrative section. Raises UnknownSection for a name that the report does not have."""
    policies.check_can_write(report, by)
    if section not in SECTIONS and section.partition(":")[0] not in ("sebab", "solusi"):
        raise UnknownSection
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Invalid(f"Teks paling panjang {LONGEST} huruf; ini {len(text)}.", field=section)
    if text == report.text_of(section):
        return
    keep(report)
    row = next((row for row in report.sections if row.section == section), None)
    if row is None:
        row = NarrativeText(report=report, section=section)
        db.session.add(row)
    row.text, row.written_at, row.written_by = text, at, by
    db.session.flush()
    digest = hashlib.sha256(text.encode()).hexdigest()
    data = {"run": report.run.audit_ref, "section": section, "sha256": digest}
    record(Tag.NARRATIVE_WRITTEN, by=by, about=report.audit_ref, at=at, data=data)


def keep(report: Report) -> Report:
    """Give the report its row where nobody has written yet."""
    if report.id is None:
        db.session.add(report)
        db.session.flush()
    return report


def freeze_report(report: Report, *, file: StoredFile, pages: int, code: str, by: User, at: datetime) -> ReportVersion:
    """Make the rendered PDF the version that may be signed; it fills the kelengkapan of the last step."""
    policies.check_can_freeze(report, by)
    version = ReportVersion(
        report=report, no=len(report.versions) + 1, code=code, pages=pages, frozen_sha256=file.sha256,
        frozen_at=at, frozen_by=by,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    evidence = register_file(file, at=at)
    for item in _items(policies.signing_step(report.run), "kelengkapan"):
        fill_with_document(item, file=evidence, name=version.file_name, document=version.audit_ref, by=by, at=at)
    issue(file.sha256, title=_titled(version), about=version.audit_ref, kind="frozen", at=at, code=code)
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
    version = report.standing
    assert version is not None
    version.thawed_at, version.thawed_by, version.thaw_reason = at, by, needed(reason, "pembukaan bekuan")
    for item in _items(policies.signing_step(report.run), "kelengkapan"):
        if standing_fill(item) is not None:
            clear_document(item, reason="bekuan laporan dibuka", by=by, at=at)
    db.session.flush()
    data = {"version": version.no, "reason": version.thaw_reason}
    record(Tag.REPORT_THAWED, by=by, about=version.audit_ref, at=at, data=data)


def sign_report(
    report: Report, *, frozen_sha256: str, file: StoredFile, facts: SignatureFacts, by: User, at: datetime,
    late_reason: str = "",
) -> ReportVersion:  # fmt: skip
    """Keep the signed PDF, complete the last step and close the run; a checkpoint seals the log behind it.

    `file` is already on disk and was read back by the strict verifier: `facts` is what that found.
    """
    policies.check_can_sign_report(report, by)
    policies.check_same_bytes(report, frozen_sha256)
    version, step = report.standing, policies.signing_step(report.run)
    assert version is not None
    version.signed_sha256, version.signed_at, version.signed_by = file.sha256, at, by
    version.level, version.trust, version.certificate = facts.level, str(facts.trust), facts.certificate
    evidence = register_file(file, at=at)
    for item in _items(step, "keluaran"):
        fill_with_document(item, file=evidence, name=version.file_name, document=version.audit_ref, by=by, at=at)
    issue(file.sha256, title=_titled(version), about=version.audit_ref, kind="signed", at=at, code=version.code)
    record(
        Tag.REPORT_SIGNED, by=by, about=version.audit_ref, at=at,
        files=[FileRef(file.sha256, file.size, "laporan-bertanda-tangan")],
        data={
            "version": version.no, "sha256_frozen": version.frozen_sha256, "sha256": file.sha256,
            "level": version.level, "certificate": version.certificate, "trust": version.trust, "signed_at": moment(at),
        },
    )  # fmt: skip
    complete_by_signature(step, by=by, at=at, late_reason=late_reason)
    make_checkpoint(at=at)
    return version


def _items(step: RunStep, kind: str) -> list[StepItem]:
    return [item for item in step.items if item.kind == kind]


def _titled(version: ReportVersion) -> str:
    return f"{version.report.title}, versi {version.no}"
