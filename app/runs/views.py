"""What the board and the SOP table show of a run, as plain values: rows in, cards out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.accounts.models import UnitKerja, User
from app.calendars.queries import calendar_of
from app.runs import policies
from app.runs.actions.documents import standing_fills
from app.runs.duties import Duties, duties_of, in_words
from app.runs.models import Run, RunStep, StepCompletion, StepReturn
from app.runs.states import State
from app.runs.timing import StepClock, clock_of

MINUTES_A_DAY = 450
"""Only the width of a bar: a day's usual working minutes."""


@dataclass(frozen=True, slots=True)
class Card:
    """One step as the board shows it to one person."""

    step: RunStep
    duties: Duties
    clock: StepClock | None
    filled: int
    places: int
    units: tuple[tuple[UnitKerja, bool], ...]
    returned: StepReturn | None
    can_start: bool
    can_act: bool

    @property
    def completion(self) -> StepCompletion | None:
        return self.step.completion

    @property
    def state_label(self) -> str:
        return State(self.step.state).label

    @property
    def tone(self) -> str:
        if self.completion is not None:
            return "done" if self.completion.on_time else "done late"
        return "now" if self.step.is_open else "wait"

    @property
    def pelaksana(self) -> str:
        return in_words(self.duties.completes | self.duties.answers)

    @property
    def action(self) -> str:
        """What the one button says; it leads to the step's page, where the form is."""
        if self.duties.by_signature:
            return "Siapkan dan tandatangani laporan"
        if self.duties.per_unit and not self.can_complete:
            return "Sahkan laporan bagian"
        return f"Sahkan langkah {self.step.no}"

    @property
    def can_complete(self) -> bool:
        return self.can_act and all(done for _, done in self.units)


@dataclass(frozen=True, slots=True)
class Segment:
    """A step's part of the run's bar."""

    weight: int
    state: str
    share: float
    title: str


def cards_of(run: Run, *, person: User, at: datetime, units: Sequence[UnitKerja], returns: Sequence[StepReturn]) -> list[Card]:
    """The run's steps in order, as this person sees them."""
    return [_card(step, person, at, units, returns) for step in run.steps]


def columns_of(cards: Sequence[Card]) -> list[tuple[State, list[Card]]]:
    """The board's columns; what is done stands with the newest first."""
    columns = [(state, [card for card in cards if card.step.state == state]) for state in State]
    return [(state, held[::-1] if state is State.DONE else held) for state, held in columns]


def step_clock(step: RunStep, at: datetime) -> StepClock | None:
    """The step's clock, at its completion or now; None before the first hand-over."""
    if not step.attempts:
        return None
    completion = step.completion
    until = completion.completed_at if completion else at
    return clock_of(step.attempts, step.allowance, calendar=calendar_of(step.run.calendar_version), until=until)


def segments_of(cards: Sequence[Card]) -> list[Segment]:
    return [
        Segment(
            weight=_minutes_allowed(card.step),
            state={"done": "done", "done late": "late", "now": "now", "wait": "wait"}[card.tone],
            share=float(min(card.clock.share, Fraction(1)) * 100) if card.clock else 0.0,
            title=f"Langkah {card.step.no}: mutu baku {card.step.allowance}",
        )
        for card in cards
    ]


def allowance_of(run: Run) -> str:
    """200 menit dan 6 hari: the whole mutu baku, units apart, since a day's length varies."""
    allowances = [step.allowance for step in run.steps]
    minutes = sum(allowance.minutes or 0 for allowance in allowances)
    days = sum(allowance.days or 0 for allowance in allowances)
    months = sum(allowance.months or 0 for allowance in allowances)
    parts = [f"{amount} {unit}" for amount, unit in ((months, "bulan"), (days, "hari"), (minutes, "menit")) if amount]
    return " ".join(parts)


def _card(step: RunStep, person: User, at: datetime, units: Sequence[UnitKerja], returns: Sequence[StepReturn]) -> Card:
    duties = duties_of(step.sop_step)
    waiting = {unit.id for unit in policies.missing_units(step, units)}
    act: Any = policies.check_can_sign if duties.by_signature else policies.check_can_complete
    return Card(
        step=step,
        duties=duties,
        clock=step_clock(step, at) if step.state != State.WAITING else None,
        filled=len(standing_fills(step)) if step.is_open else 0,
        places=len(step.items),
        units=tuple((unit, unit.id not in waiting) for unit in units) if duties.per_unit and step.is_open else (),
        returned=_sent_back(step, returns),
        can_start=step.state == State.READY and policies.allows(policies.check_can_contribute, step, person),
        can_act=policies.allows(act, step, person) or policies.allows(policies.check_can_report_unit, step, person),
    )


def _sent_back(step: RunStep, returns: Sequence[StepReturn]) -> StepReturn | None:
    """The return that this step still works off, or waits behind."""
    if step.completion is not None:
        return None
    behind = [back for back in returns if back.to_no <= step.no <= back.from_no]
    return behind[-1] if behind else None


def _minutes_allowed(step: RunStep) -> int:
    allowance = step.allowance
    if allowance.minutes:
        return allowance.minutes
    return (allowance.days or 22 * (allowance.months or 0)) * MINUTES_A_DAY
