"""Adding proof of time to a signed version: a file behind the signed bytes, under the same code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.audit import SYSTEM, FileRef, Tag, record
from app.evidence.store import StoredFile
from app.reports import policies
from app.reports.actions.files import add_file
from app.reports.models import ReportVersion


def keep_timestamped(
    version: ReportVersion, *, before: str, file: StoredFile, level: str, by: User | None, at: datetime
) -> None:
    """Keep the extended PDF; `before` is the digest of the file that was extended.

    Raises NotReady where another file came in between, NotABeginning where the signed bytes changed.
    """
    policies.check_can_timestamp(version)
    policies.check_still_newest(version, before)
    add_file(
        version, kind="extended", file=file, by=by, at=at, level=level, trust=version.trust,
        certificate=version.certificate,
    )  # fmt: skip
    actor: Any = by or SYSTEM
    record(
        Tag.REPORT_TIMESTAMPED, by=actor, about=version.audit_ref, at=at,
        files=[FileRef(file.sha256, file.size, "laporan-bercap-waktu")],
        data={"version": version.no, "sha256": file.sha256, "sha256_before": before, "level": level},
    )  # fmt: skip
