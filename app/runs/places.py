"""The places of a step's documents on a form: what stands in each, what is offered, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request

from app.accounts.models import User
from app.evidence.actions import register_file
from app.evidence.models import EvidenceFile
from app.evidence.store import StoredFile
from app.evidence.uploads import keep_token, uploaded
from app.runs import queries
from app.runs.actions.documents import exempt_item, fill_item, find_run_file, standing_fills
from app.runs.documents import ItemFill, StepItem
from app.runs.models import RunStep
from app.web.refusals import Refusal

Offer = tuple[EvidenceFile, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One item of the form. `kept` is a file that came with a refused try and need not be sent again."""

    item: StepItem
    fill: ItemFill | None
    offers: list[Offer]
    suggested: int | None
    """The offer that fits by its words; named first, never taken without the person."""
    kept: StoredFile | None
    kept_token: str
    typed_reason: str
    chosen: int | None

    @property
    def offers_by_fit(self) -> list[Offer]:
        """The suggested one first."""
        return sorted(self.offers, key=lambda offer: offer[0].id != self.suggested)

    @property
    def field(self) -> str:
        return f"item-{self.item.id}"


def places_of(step: RunStep) -> list[Place]:
    """The items of the step as its form shows them."""
    fills, offers, before = standing_fills(step), queries.files_of(step.run), _earlier(step)
    return [_place(item, fills.get(item.id), offers, before) for item in step.items]


def save_places(step: RunStep, *, by: User, at: datetime) -> dict[str, str]:
    """Put what the form sent into the items; returns a sentence for each field that was refused."""
    errors: dict[str, str] = {}
    suggested = _suggestions(step) if "suggested" in request.form else {}
    for item in step.items:
        try:
            _save(item, suggested.get(item.id), by=by, at=at)
        except Refusal as refusal:
            errors[f"item-{item.id}"] = refusal.message
    return errors


def _suggestions(step: RunStep) -> dict[int, int]:
    """What the person took over with one press: for each empty item the file that stood under its words before."""
    before, fills = _earlier(step), standing_fills(step)
    words = {item.id: item.label.casefold() for item in step.items if item.id not in fills}
    return {item_id: before[label] for item_id, label in words.items() if label in before}


def _save(item: StepItem, suggested: int | None, *, by: User, at: datetime) -> None:
    field = f"item-{item.id}"
    stored = uploaded(field)
    if stored is not None:
        fill_item(item, file=register_file(stored, at=at), name=stored.name, by=by, at=at)
        return
    reason = request.form.get(f"{field}-exempt", "").strip()
    if reason:
        exempt_item(item, reason=reason, by=by, at=at)
        return
    chosen = request.form.get(f"{field}-from", type=int) or suggested
    if chosen:
        _fill_from_run(item, chosen, by=by, at=at)


def _fill_from_run(item: StepItem, evidence_id: int, *, by: User, at: datetime) -> None:
    file = find_run_file(item.step.run_id, evidence_id)
    names = {offer.id: name for offer, name in queries.files_of(item.step.run)}
    if file is not None and file.id in names:
        fill_item(item, file=file, name=names[file.id], by=by, at=at)


def _place(item: StepItem, fill: ItemFill | None, offers: list[Offer], before: dict[str, int]) -> Place:
    field = f"item-{item.id}"
    kept = _kept(field)
    return Place(
        item=item,
        fill=fill,
        offers=offers,
        suggested=None if fill else before.get(item.label.casefold()),
        kept=kept,
        kept_token=keep_token(kept) if kept else "",
        typed_reason=request.form.get(f"{field}-exempt", ""),
        chosen=request.form.get(f"{field}-from", type=int),
    )


def _kept(field: str) -> StoredFile | None:
    try:
        return uploaded(field) if request.method == "POST" else None
    except Refusal:
        return None


def _earlier(step: RunStep) -> dict[str, int]:
    """By an item's words: the newest file that stood under the same words in this run before."""
    found: dict[str, int] = {}
    for other in step.run.steps:
        for attempt in other.attempts:
            for fill in attempt.fills:
                if fill.evidence_id is not None:
                    found[fill.item.label.casefold()] = fill.evidence_id
    return found
