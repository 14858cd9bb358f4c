"""The attempts of a run's steps as its acts tell them: opened by which record, begun, ended, and how. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.inspection.fold.acts import Act


@dataclass(slots=True)
class Attempt:
    """One stretch of work on a step, as the clock of app.runs.timing reads it."""

    step: int
    no: int
    handed_over_at: datetime
    opened_by: Act
    started_at: datetime | None = None
    started_by: Act | None = None
    ended_at: datetime | None = None
    ended_by: Act | None = None

    @property
    def completed(self) -> bool:
        return self.ended_by is not None and self.ended_by.tag == "step:completed"

    @property
    def returned(self) -> bool:
        return self.ended_by is not None and self.ended_by.tag == "step:returned"


def attempts_of(acts: Iterable[Act]) -> list[Attempt]:
    """Every attempt in the order in which they were handed over. A cancelled run ends the one that was open."""
    found: list[Attempt] = []
    for act in acts:
        _end(found, act)
        opened = opened_by(act)
        if opened is not None:
            number = 1 + sum(attempt.step == opened for attempt in found)
            found.append(Attempt(opened, number, instant_of(act), act))
        if act.tag == "step:started" and (open_one := _open(found, act.number("step"))):
            open_one.started_at, open_one.started_by = instant_of(act), act
    return found


def opened_by(act: Act) -> int | None:
    """The step that this act hands over."""
    if act.tag == "run:started":
        no: int = act.data["steps"][0]["no"]
        return no
    if act.tag == "step:completed":
        return act.data["opens"]
    return act.data["to"] if act.tag == "step:returned" else None


def instant_of(act: Act) -> datetime:
    """The exact instant where the act's data state it, else the record's."""
    for key in ("completed_at", "started_at"):
        if key in act.data:
            return act.moment(key)
    return act.when.latest


def _end(found: list[Attempt], act: Act) -> None:
    if act.tag == "run:cancelled":
        ended = next((attempt for attempt in found if attempt.ended_at is None), None)
    elif act.tag in ("step:completed", "step:returned"):
        ended = _open(found, act.number("step"))
    else:
        return
    if ended is not None:
        ended.ended_at, ended.ended_by = instant_of(act), act
        if "handed_over_at" in act.data:
            ended.handed_over_at = act.moment("handed_over_at")


def _open(found: list[Attempt], step: int) -> Attempt | None:
    return next((attempt for attempt in reversed(found) if attempt.step == step and attempt.ended_at is None), None)
