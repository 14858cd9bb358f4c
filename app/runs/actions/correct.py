"""Putting a wrong entry right by a recorded act; what was recorded first is never overwritten."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.audit import Tag, record
from app.evidence.actions import file_ref
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.actions.documents import needed
from app.runs.documents import StepCorrection
from app.runs.models import RunStep
from app.runs.policies import check_can_correct
from app.web.refusals import Invalid

SUBJECTS = {
    "berkas": "Berkas yang dilampirkan",
    "alasan": "Alasan yang dituliskan",
    "kejadian": "Waktu kejadian yang dinyatakan",
    "lainnya": "Catatan lain",
}


def correct_step(
    step: RunStep, *, what: str, before: str, after: str, reason: str, by: User, at: datetime,
    file: EvidenceFile | None = None, name: str = "",
) -> StepCorrection:  # fmt: skip
    """Say beside a completed step what was wrong and what is right; a right file may come with it."""
    check_can_correct(step, by)
    if what not in SUBJECTS:
        raise Invalid("Pilih apa yang diperbaiki.", field="what")
    if not after.strip() and file is None:
        raise Invalid("Tuliskan yang benar, atau lampirkan berkas yang benar.", field="after")
    correction = StepCorrection(
        step=step, what=what, before=before.strip(), after=after.strip(), reason=needed(reason, "perbaikan"),
        evidence=file, name=name, corrected_at=at, corrected_by=by,
    )  # fmt: skip
    db.session.add(correction)
    step.run.touch()
    db.session.flush()
    record(
        Tag.STEP_CORRECTED, by=by, about=step.audit_ref, at=at,
        data={
            "what": what, "reason": correction.reason, "before": correction.before, "after": correction.after,
            "name": correction.name,
        },
        files=[file_ref(file, role="perbaikan")] if file else [],
    )  # fmt: skip
    return correction
