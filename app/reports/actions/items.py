"""The lines of the last step that a report fills."""

from __future__ import annotations

from app.runs.documents import StepItem
from app.runs.models import RunStep


def items_of(step: RunStep, kind: str) -> list[StepItem]:
    return [item for item in step.items if item.kind == kind]
