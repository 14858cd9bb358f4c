"""Keeping the signed PDF: the last step completes and the run closes."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import FileRef, Tag, moment, record
from app.audit.actions import make_checkpoint
from app.evidence.actions import register_file
from app.evidence.store import StoredFile
from app.reports import policies
from app.reports.actions.items import items_of
from app.reports.models import Report, ReportVersion
from app.runs.actions import complete_by_signature, fill_with_document
from app.signing.actions import SignatureFacts, issue


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
    for item in items_of(step, "keluaran"):
        fill_with_document(item, file=evidence, name=version.file_name, document=version.audit_ref, by=by, at=at)
    issue(file.sha256, title=version.title, about=version.audit_ref, kind="signed", at=at, code=version.code)
    record(
        Tag.REPORT_SIGNED, by=by, about=version.audit_ref, at=at,
        files=[FileRef(file.sha256, file.size, "laporan-bertanda-tangan")],
        data={
            "version": version.no, "sha256_frozen": version.frozen_sha256, "sha256": file.sha256,
            "level": version.level, "certificate": version.certificate, "trust": version.trust, "signed_at": moment(at),
            "backend": "pkcs12", "mandate": _mandate_of(by),
        },
    )  # fmt: skip
    complete_by_signature(step, by=by, at=at, late_reason=late_reason)
    make_checkpoint(at=at)
    return version


def _mandate_of(person: User) -> int | None:
    """The mandate by which the person acts in the post, by its number."""
    mandate = getattr(person, "mandate", None)
    return None if mandate is None else int(mandate.id)
