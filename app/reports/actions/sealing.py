"""Keeping what a seal or a Kabag's own signature added to the frozen PDF."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import FileRef, Tag, record
from app.evidence.store import StoredFile
from app.reports.actions.files import add_file
from app.reports.actions.paraf import give_paraf
from app.reports.models import Paraf, ReportVersion
from app.signing.actions import SignatureFacts


def keep_sealed(version: ReportVersion, *, file: StoredFile, facts: SignatureFacts, by: User, at: datetime) -> None:
    """The frozen PDF under the institution's seal; `by` asked for the freezing."""
    _keep(version, Tag.REPORT_SEALED, "sealed", file=file, facts=facts, by=by, at=at)


def sign_paraf(
    version: ReportVersion, *, sha256: str, file: StoredFile, facts: SignatureFacts, by: User, at: datetime
) -> Paraf:
    """A paraf that is a signature of its own; `sha256` is of the PDF that was read and signed."""
    paraf = give_paraf(version, sha256=sha256, by=by, at=at, form="cryptographic")
    _keep(version, Tag.REPORT_PARAF_SIGNED, "paraf", file=file, facts=facts, by=by, at=at)
    return paraf


def _keep(
    version: ReportVersion, tag: Tag, kind: str, *, file: StoredFile, facts: SignatureFacts, by: User, at: datetime
) -> None:
    before = version.newest.sha256
    add_file(
        version, kind=kind, file=file, by=by, at=at, level=facts.level, trust=str(facts.trust),
        certificate=facts.certificate,
    )  # fmt: skip
    record(
        tag, by=by, about=version.audit_ref, at=at, files=[FileRef(file.sha256, file.size, "laporan")],
        data={
            "version": version.no, "sha256": file.sha256, "sha256_before": before, "certificate": facts.certificate,
            "trust": str(facts.trust), "level": facts.level,
        },
    )  # fmt: skip
