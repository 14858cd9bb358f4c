"""Writing a finding: recorded as a draft, changed, issued to the office, withdrawn. Each act flushes and records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.audit import Tag, record
from app.audit.record import locked_head
from app.extensions import db
from app.inspection.findings.models import Finding
from app.inspection.findings.policies import check_can_change, check_can_issue, check_writes
from app.inspection.findings.states import ELEMENTS, SAID, FindingState, today
from app.web.refusals import Conflict, Invalid

LONGEST = 8000
"""Letters in one element of the audit form."""


def record_finding(
    *, title: str, texts: Mapping[str, str], by: User, at: datetime, run_id: int | None = None,
    review_id: int | None = None,
) -> Finding:  # fmt: skip
    """A draft: the log holds its digest, since the office reads the log; `texts` are the ELEMENTS, empty or not."""
    check_writes(by)
    year = today(at).year
    finding = Finding(
        code=_next_code(year), year=year, title=said(title, field="title"), run_id=run_id, review_id=review_id,
        recorded_at=at, recorded_by=by, salt=new_salt(), **{name: texts[name].strip() for name in ELEMENTS},
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    data = {"code": finding.code, "sha256": finding.digest}
    record(Tag.FINDING_RECORDED, by=by, about=finding.audit_ref, at=at, data=data)
    return finding


def change_finding(
    finding: Finding, *, title: str, texts: Mapping[str, str], by: User, at: datetime, reason: str = "",
    run_id: int | None = None,
) -> bool:  # fmt: skip
    """A draft changes freely; of an issued finding each change is told with before, after and a reason."""
    check_can_change(finding, by)
    issued = finding.state is not FindingState.DRAFT
    wanted = {"title": said(title, field="title"), **{name: texts[name].strip() for name in ELEMENTS}}
    changes = {SAID[name]: _change(getattr(finding, name), new) for name, new in wanted.items()}
    changes = {what: change for what, change in changes.items() if change["before"] != change["after"]}
    moved = not issued and finding.run_id != run_id
    if not changes and not moved:
        return False
    if issued:
        reason = said(reason, field="reason")
        _refuse_empty(wanted)
    for name, new in wanted.items():
        setattr(finding, name, new)
    finding.run_id = run_id if not issued else finding.run_id
    finding.salt = new_salt()
    db.session.flush()
    data = {"sha256": finding.digest, "changes": changes if issued else {}, "reason": reason if issued else ""}
    record(Tag.FINDING_CHANGED, by=by, about=finding.audit_ref, at=at, data=data)
    return True


def issue_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """From now on the office sees it, and the log tells every word of it."""
    check_can_issue(finding, by)
    finding.issued_at, finding.issued_by = at, by
    db.session.flush()
    told = [{"no": one.no, **one.content} for one in finding.recommendations]
    record(Tag.FINDING_ISSUED, by=by, about=finding.audit_ref, at=at, data=finding.content | {"recommendations": told})


def withdraw_finding(finding: Finding, *, reason: str, by: User, at: datetime) -> None:
    """It stays readable, with the reason; nothing more is asked of the office."""
    check_can_change(finding, by)
    finding.withdraw_reason = said(reason, field="reason")
    finding.withdrawn_at, finding.withdrawn_by = at, by
    db.session.flush()
    data = {"reason": finding.withdraw_reason}
    record(Tag.FINDING_WITHDRAWN, by=by, about=finding.audit_ref, at=at, data=data)


def new_salt() -> str:
    return secrets.token_hex(16)


def said(text: str, *, field: str) -> str:
    """The text without surrounding space. Raises Invalid for the form's `field` where it says nothing."""
    words = text.strip()
    if len(words) < 5:
        raise Invalid("Tulis sekurang-kurangnya satu kalimat pendek.", field=field)
    if len(words) > LONGEST:
        raise Invalid(f"Paling banyak {LONGEST} huruf.", field=field)
    return words


def _change(before: Any, after: Any) -> dict[str, Any]:
    return {"before": before, "after": after}


def _refuse_empty(wanted: Mapping[str, str]) -> None:
    for name, label in ELEMENTS.items():
        if not wanted[name]:
            raise Invalid(f"{label} temuan yang sudah disampaikan tidak dapat dikosongkan.", field=name)


def _next_code(year: int) -> str:
    """T-2026-001 and on; the log's lock lets nobody take the same one."""
    if locked_head() is None:
        raise Conflict("Log belum dibuka.")
    # None is ever deleted, so the count is the newest number.
    known = db.session.scalar(select(func.count()).where(Finding.year == year)) or 0
    return f"T-{year}-{known + 1:03d}"
