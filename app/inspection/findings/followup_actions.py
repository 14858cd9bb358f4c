"""Recommendations and what follows on them: added, changed, answered by the office, judged by the Inspektorat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.accounts.models import UnitKerja, User
from app.audit import Tag, record
from app.evidence.actions import file_ref, register_file
from app.evidence.store import StoredFile
from app.extensions import db
from app.inspection.findings.actions import new_salt, said
from app.inspection.findings.models import Answer, AnswerFile, Finding, Recommendation
from app.inspection.findings.policies import (
    check_can_answer,
    check_can_change,
    check_can_judge,
    check_can_remove,
    check_done_on,
    check_due,
)
from app.inspection.findings.states import FindingState, Followup, today

ROLE = "tindak-lanjut"


def add_recommendation(
    finding: Finding, *, text: str, due_on: date, unit: UnitKerja | None, by: User, at: datetime
) -> Recommendation:
    """To a draft, or later to an issued finding, which is not done any more then."""
    check_can_change(finding, by)
    check_due(due_on, today=today(at))
    no = 1 + max((one.no for one in finding.recommendations), default=0)
    recommendation = Recommendation(
        finding=finding, no=no, text=said(text, field="text"), due_on=due_on, unit=unit, added_at=at, added_by_id=by.id,
        salt=new_salt(),
    )  # fmt: skip
    db.session.add(recommendation)
    db.session.flush()
    draft = finding.state is FindingState.DRAFT
    told = {"text": "", "due_on": "", "unit": None} if draft else recommendation.content
    data = {"sha256": recommendation.digest, **told}
    record(Tag.RECOMMENDATION_ADDED, by=by, about=recommendation.audit_ref, at=at, data=data)
    return recommendation


def change_recommendation(
    recommendation: Recommendation, *, text: str, due_on: date, unit: UnitKerja | None, by: User, at: datetime,
    reason: str = "",
) -> bool:  # fmt: skip
    """Whether anything changed; of an issued finding with before, after and a reason."""
    finding = recommendation.finding
    check_can_change(finding, by)
    check_due(due_on, today=today(at), before=recommendation.due_on)
    issued, before = finding.state is not FindingState.DRAFT, _facts(recommendation)
    text = said(text, field="text")
    if (text, due_on, unit) == (recommendation.text, recommendation.due_on, recommendation.unit):
        return False
    if issued:
        reason = said(reason, field="reason")
    recommendation.text, recommendation.due_on, recommendation.unit = text, due_on, unit
    recommendation.salt = new_salt()
    db.session.flush()
    after = _facts(recommendation)
    changes = {what: {"before": before[what], "after": new} for what, new in after.items() if before[what] != new}
    told = {"changes": changes, "reason": reason, "unit": recommendation.unit_id}
    data = {"sha256": recommendation.digest, **(told if issued else {"changes": {}, "reason": "", "unit": None})}
    record(Tag.RECOMMENDATION_CHANGED, by=by, about=recommendation.audit_ref, at=at, data=data)
    return True


def remove_recommendation(recommendation: Recommendation, *, by: User, at: datetime) -> None:
    """Out of a draft."""
    check_can_remove(recommendation.finding, by)
    about = recommendation.audit_ref
    recommendation.finding.recommendations.remove(recommendation)
    db.session.flush()
    record(Tag.RECOMMENDATION_REMOVED, by=by, about=about, at=at, data={})


def answer(
    recommendation: Recommendation, *, text: str, done_on: date, files: Sequence[StoredFile], by: User, at: datetime
) -> Answer:
    """What the office did, when, and the files that show it."""
    check_can_answer(recommendation.finding, recommendation, by)
    check_done_on(done_on, today=today(at))
    row = Answer(
        recommendation=recommendation, no=1 + len(recommendation.answers), text=said(text, field="text"),
        done_on=done_on, answered_at=at, answered_by=by,
    )  # fmt: skip
    db.session.add(row)
    for no, file in enumerate(files, start=1):
        row.files.append(AnswerFile(no=no, evidence=register_file(file, at=at), name=file.name))
    db.session.flush()
    record(
        Tag.FOLLOWUP_ANSWERED, by=by, about=recommendation.audit_ref, at=at,
        data={"text": row.text, "done_on": done_on.isoformat(), "names": [file.name for file in row.files]},
        files=[file_ref(file.evidence, role=ROLE) for file in row.files],
    )  # fmt: skip
    return row


def judge(recommendation: Recommendation, *, status: Followup, note: str, by: User, at: datetime) -> None:
    """How far it has come is the Inspektorat's to say, as often as it looks."""
    check_can_judge(recommendation.finding, by)
    recommendation.judge_note = said(note, field="note")
    recommendation.status, recommendation.judged_at, recommendation.judged_by = status.value, at, by
    db.session.flush()
    data = {"status": status.value, "note": recommendation.judge_note}
    record(Tag.FOLLOWUP_JUDGED, by=by, about=recommendation.audit_ref, at=at, data=data)


def _facts(recommendation: Recommendation) -> dict[str, Any]:
    """In the words that people read in the log."""
    unit = recommendation.unit
    due_on = recommendation.due_on.isoformat()
    return {"isi": recommendation.text, "tenggat": due_on, "bagian": unit.name if unit else ""}
