"""What signed reports say of the log: the size and root that are printed in them, read out of the file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.evidence import store
from app.evidence.uploads import files_folder
from app.extensions import db
from app.inspection.witnesses.ours import log_size, root_at
from app.reports.models import Report, ReportVersion

HEAD = "audit-head.json"
"""The attached file that holds what is printed in the appendix (app/reports/attachments.py)."""


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """One signed report as a witness on paper. `agrees` is whether our log still has that root at that size."""

    title: str
    run_id: int
    version: int
    signed_at: datetime
    size: int
    root: str
    agrees: bool


def printed_heads(*, newest: int) -> list[PrintedHead]:
    """Of the newest signed versions, superseded ones too: their copies are outside all the same."""
    query = select(ReportVersion).where(ReportVersion.signed_at.is_not(None))
    query = query.options(joinedload(ReportVersion.report).joinedload(Report.run))
    found = []
    for version in db.session.scalars(query.order_by(ReportVersion.signed_at.desc()).limit(newest)):
        head = _head_in(version.frozen_sha256, files_folder())
        if head is None or version.signed_at is None:
            continue
        size, root = head
        agrees = 0 < size <= log_size() and root_at(size).hex() == root
        run = version.report.run
        found.append(PrintedHead(version.title, run.id, version.no, version.signed_at, size, root, agrees))
    return found


@lru_cache(maxsize=64)
def _head_in(sha256: str, folder: Path) -> tuple[int, str] | None:
    """Size and root out of our own frozen PDF, named by its digest; None where it holds none."""
    import pikepdf  # a page that shows no report need not load it

    try:
        with store.open_file(sha256, folder=folder) as stream, pikepdf.open(stream) as pdf:
            said = json.loads(pdf.attachments[HEAD].get_file().read_bytes())
        return int(said["size"]), str(said["root"])
    except (OSError, pikepdf.PdfError, KeyError, ValueError, TypeError):
        return None
