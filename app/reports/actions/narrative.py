"""Writing the narrative sections of a report."""

from __future__ import annotations

import hashlib
from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.reports import policies
from app.reports.errors import UnknownSection
from app.reports.models import NarrativeText, Report
from app.reports.sections import LONGEST, SECTIONS
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
