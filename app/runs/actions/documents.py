"""Putting evidence into a step's items, exempting them, and taking it out again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.audit import FileRef, Tag, record
from app.evidence.actions import file_ref
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.runs.documents import ItemFill, StepItem
from app.runs.errors import NeedsReason
from app.runs.models import RunStep
from app.runs.policies import check_can_fill, check_step_open
from app.web.refusals import Conflict

LONGEST_REASON = 2000


def fill_item(item: StepItem, *, file: EvidenceFile, name: str, by: User, at: datetime) -> ItemFill:
    """Tick the item with a stored file; what stood there before stays as history."""
    check_can_fill(item.step, by)
    return _put(item, by=by, at=at, file=file, name=name)


def fill_with_document(
    item: StepItem, *, file: EvidenceFile, name: str, document: str, by: User, at: datetime
) -> ItemFill:
    """Tick the item with a document that the system made, such as the frozen report."""
    check_step_open(item.step)
    return _put(item, by=by, at=at, file=file, name=name, document=document)


def exempt_item(item: StepItem, *, reason: str, by: User, at: datetime) -> ItemFill:
    """Say why the item is not needed this time."""
    check_can_fill(item.step, by)
    return _put(item, by=by, at=at, exempt_reason=needed(reason, "pengecualian"))


def clear_item(item: StepItem, *, reason: str, by: User, at: datetime) -> None:
    """Take out what stands in the item, with a reason; the file itself and its history stay."""
    check_can_fill(item.step, by)
    _take_out(item, reason=reason, by=by, at=at)


def clear_document(item: StepItem, *, reason: str, by: User, at: datetime) -> None:
    """Take out the system's own document, such as a frozen report that is opened again."""
    check_step_open(item.step)
    _take_out(item, reason=reason, by=by, at=at)


def standing_fill(item: StepItem) -> ItemFill | None:
    """What stands in the item during the step's newest attempt."""
    attempt = item.step.attempt
    return next((fill for fill in attempt.fills if fill.item_id == item.id and fill.stands), None) if attempt else None


def standing_fills(step: RunStep) -> dict[int, ItemFill]:
    """By item id, for the newest attempt."""
    return {fill.item_id: fill for fill in step.attempt.fills if fill.stands} if step.attempt else {}


def needed(reason: str, what: str, *, field: str = "reason") -> str:
    """The reason without surrounding space. Raises NeedsReason for the form's `field` where it says nothing."""
    text = " ".join(reason.split())
    if len(text) < 5:
        raise NeedsReason(f"Tuliskan alasan {what} sekurang-kurangnya dalam satu kalimat pendek.", field=field)
    if len(text) > LONGEST_REASON:
        raise NeedsReason(f"Alasan paling panjang {LONGEST_REASON} huruf.", field=field)
    return text


def _put(
    item: StepItem, *, by: User, at: datetime, file: EvidenceFile | None = None, name: str = "",
    document: str = "", exempt_reason: str = "",
) -> ItemFill:  # fmt: skip
    before = standing_fill(item)
    if before is not None:
        _clear(before, reason="diganti", by=by, at=at)
        db.session.flush()
    fill = ItemFill(
        item=item, attempt=item.step.handed_over, evidence=file, name=name, document=document,
        exempt_reason=exempt_reason, filled_at=at, filled_by=by,
    )  # fmt: skip
    db.session.add(fill)
    db.session.flush()
    item.step.run.touch()
    data: dict[str, object] = {"item": item.id, "label": item.label}
    if file is None:
        record(Tag.STEP_ITEM_EXEMPTED, by=by, about=item.audit_ref, at=at, data=data | {"reason": exempt_reason})
    else:
        record(
            Tag.STEP_ITEM_FILLED, by=by, about=item.audit_ref, at=at, data=data | {"name": name, "document": document},
            files=_refs(file, item),
        )  # fmt: skip
    return fill


def _take_out(item: StepItem, *, reason: str, by: User, at: datetime) -> None:
    fill = standing_fill(item)
    if fill is None:
        raise Conflict(f"“{item.label}” sudah kosong.")
    _clear(fill, reason=needed(reason, "pengosongan"), by=by, at=at)
    item.step.run.touch()
    record(
        Tag.STEP_ITEM_CLEARED, by=by, about=item.audit_ref, at=at, files=_refs(fill.evidence, item),
        data={"item": item.id, "label": item.label, "reason": fill.clear_reason},
    )  # fmt: skip


def _clear(fill: ItemFill, *, reason: str, by: User, at: datetime) -> None:
    fill.cleared_at, fill.cleared_by_id, fill.clear_reason = at, by.id, reason


def _refs(file: EvidenceFile | None, item: StepItem) -> list[FileRef]:
    return [file_ref(file, role=item.kind)] if file else []


def find_run_file(run_id: int, evidence_id: int) -> EvidenceFile | None:
    """A file that this run holds already, so that it may be offered for another item."""
    held = (
        select(EvidenceFile)
        .join(ItemFill, ItemFill.evidence_id == EvidenceFile.id)
        .join(StepItem, StepItem.id == ItemFill.item_id)
        .join(RunStep, RunStep.id == StepItem.step_id)
        .where(RunStep.run_id == run_id, EvidenceFile.id == evidence_id)
        .limit(1)
    )
    return db.session.scalar(held)
