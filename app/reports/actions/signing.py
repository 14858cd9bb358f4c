"""Keeping the signed PDF: the first one completes the last step, a later one replaces the one before."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import FileRef, Tag, moment, record
from app.audit.actions import seal_soon
from app.evidence.store import StoredFile
from app.extensions import db
from app.reports import policies
from app.reports.actions.files import add_file
from app.reports.actions.items import items_of
from app.reports.models import Report, ReportVersion
from app.reports.seats import check_complete
from app.runs.actions import complete_by_signature, fill_with_document
from app.signing.actions import SignatureFacts
from app.signing.actions.register import supersede


def sign_report(
    report: Report, *, sha256: str, file: StoredFile, facts: SignatureFacts, by: User, at: datetime,
    late_reason: str = "", backend: str = "pkcs12",
) -> ReportVersion:  # fmt: skip
    """Keep the signed PDF; the first one completes the last step and closes the run, a checkpoint seals the log.

    `sha256` is of the PDF that was read and signed. `file` is already on disk and was read back by the
    strict verifier: `facts` is what that found.
    """
    policies.check_can_sign_report(report, by)
    policies.check_same_bytes(report, sha256)
    version, former = report.pending, report.current
    assert version is not None
    check_complete(version, at=at)
    if former is not None:
        former.superseded_at = at
        db.session.flush()
    version.signed_sha256, version.signed_at, version.signed_by = file.sha256, at, by
    version.level, version.trust, version.certificate = facts.level, str(facts.trust), facts.certificate
    evidence = add_file(
        version, kind="signed", file=file, by=by, at=at, level=version.level, trust=version.trust,
        certificate=version.certificate,
    )  # fmt: skip
    step = policies.signing_step(report.run)
    if former is None:
        for item in items_of(step, "keluaran"):
            fill_with_document(item, file=evidence, name=version.file_name, document=version.audit_ref, by=by, at=at)
    record(
        Tag.REPORT_SIGNED, by=by, about=version.audit_ref, at=at,
        files=[FileRef(file.sha256, file.size, "laporan-bertanda-tangan")],
        data={
            "version": version.no, "sha256_frozen": version.frozen_sha256, "sha256": file.sha256,
            "level": version.level, "certificate": version.certificate, "trust": version.trust, "signed_at": moment(at),
            "backend": backend, "mandate": _mandate_of(by),
        },
    )  # fmt: skip
    if former is None:
        complete_by_signature(step, by=by, at=at, late_reason=late_reason)
    else:
        _replace(former, successor=version, by=by, at=at)
    seal_soon(at=at)
    return version


def _replace(former: ReportVersion, *, successor: ReportVersion, by: User, at: datetime) -> None:
    """The former version stays to be read; the register says which one counts now, and why."""
    revision = successor.revision
    assert revision is not None
    revision.finished_at = at
    supersede(former.code, successor=successor.code, reason=revision.reason, at=at)
    record(
        Tag.REPORT_SUPERSEDED, by=by, about=former.audit_ref, at=at,
        data={
            "version": former.no, "successor": successor.no, "code": successor.code, "reason": revision.reason,
        },
    )  # fmt: skip


def _mandate_of(person: User) -> int | None:
    """The mandate by which the person signs for the Sekretaris, by its number; none where the post is his own."""
    mandate = person.mandate_for({Role.SEKRETARIS})
    return None if mandate is None else mandate.id
