"""What the board and the SOP table show of a run, as plain values: rows in, cards out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.accounts.models import UnitKerja, User
from app.calendars.queries import calendar_of
from app.clock.explanation import Stretch, day_lines, from_records
from app.runs import policies
from app.runs.actions.documents import standing_fills
from app.runs.ahead import missing_before_signature
from app.runs.duties import Duties, duties_of, in_words
from app.runs.models import Run, RunStep, StepCompletion, StepReturn
from app.runs.states import State
from app.runs.timing import StepClock, clock_of
from app.runs.turns import Turn, turn_of
from app.web.words import tanggal_pendek

SECONDS = re.compile(r"(\d\d\.\d\d)\.\d\d")
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
    turn: Turn | None
    """What this person can do at the step now."""
    prepared: bool
    """The last step only: the frozen report stands in its kelengkapan."""
    ahead: str = ""
    """Whose act the frozen report still lacks before it is signed."""

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
        return "now" if self.is_on else "wait"

    @property
    def pelaksana(self) -> str:
        """Kabag/Kasubag, diterima Sekretaris DPRD: who answers, and who decides over it where there is a diamond."""
        answers = in_words(self.duties.answers - self.duties.decides)
        decides = in_words(self.duties.decides)
        return ", diterima ".join(words for words in (answers, decides) if words)

    @property
    def waits_for(self) -> str:
        """Who is on: at a step with one report a bagian the bagian that are missing, then who accepts."""
        missing = [unit.short_name for unit, reported in self.units if not reported]
        if missing:
            return f"Kabag {', '.join(missing)}"
        if self.duties.by_signature and not self.prepared:
            return in_words(self.duties.helps & {"tim"}) or in_words(self.duties.completes)
        return self.ahead or in_words(self.duties.completes)

    @property
    def action(self) -> str:
        """What the one button says; it leads to the page where the form is."""
        return self.turn.action(self.step.no) if self.turn else ""

    @property
    def is_on(self) -> bool:
        """Open, in a run that goes on."""
        return self.step.is_open and self.step.run.is_open

    @property
    def late(self) -> bool:
        """Past its due time and still on."""
        return self.is_on and self.clock is not None and self.clock.late


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day of the drawn strip, in few words; `spans` are stretches in minutes after midnight."""

    label: str
    minutes: int
    reason: str
    spans: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A step's part of the run's bar."""

    weight: int
    state: str
    share: float
    title: str


def cards_of(
    run: Run, *, person: User, at: datetime, units: Sequence[UnitKerja], returns: Sequence[StepReturn],
    ahead: Mapping[int, str] | None = None,
) -> list[Card]:  # fmt: skip
    """The run's steps in order, as this person sees them; who shows many runs asks `ahead_of` them once."""
    missing = (ahead_of(run) if ahead is None else ahead).get(run.id, "")
    return [_card(step, person, at, units, returns, missing) for step in run.steps]


def ahead_of(*runs: Run) -> Mapping[int, str]:
    """By run: whose act the frozen report lacks; asked only where one waits for its signature."""
    return missing_before_signature([run.id for run in runs if run.is_open and is_prepared(run.steps[-1])])


def is_prepared(step: RunStep) -> bool:
    """Whether the frozen report stands in the step's kelengkapan."""
    return any(fill.document for fill in standing_fills(step).values())


def columns_of(cards: Sequence[Card]) -> list[tuple[State, list[Card]]]:
    """The board's columns; what is done stands with the newest first."""
    columns = [(state, [card for card in cards if card.step.state == state]) for state in State]
    return [(state, held[::-1] if state is State.DONE else held) for state, held in columns]


def step_clock(step: RunStep, at: datetime) -> StepClock | None:
    """The step's clock, at its completion, at the run's cancelling, or now; None before the first hand-over."""
    if not step.attempts:
        return None
    completion = step.completion
    until = completion.completed_at if completion else step.run.cancelled_at or at
    return clock_of(step.attempts, step.allowance, calendar=calendar_of(step.run.calendar_version), until=until)


def segments_of(cards: Sequence[Card]) -> list[Segment]:
    return [
        Segment(
            weight=_minutes_allowed(card.step),
            state="late" if card.late else {"done late": "late"}.get(card.tone, card.tone),
            share=float(min(card.clock.share, Fraction(1)) * 100) if card.clock else 0.0,
            title=f"Langkah {card.step.no}: mutu baku {card.step.allowance}",
        )
        for card in cards
    ]


def strip_of(step: RunStep, clock: StepClock | None) -> list[StripDay]:
    """How the step's time was counted: as its verdict keeps it, or up to now."""
    if step.completion is not None:
        lines = day_lines(from_records(step.completion.explanation))
    else:
        lines = day_lines(clock.used.intervals) if clock else ()
    return [StripDay(tanggal_pendek(line.date), line.minutes, _in_few_words(line.reason), line.spans) for line in lines]


def _in_few_words(reason: str) -> str:
    """One sentence, to the minute: the drawing is no finer, and the verdict's own text is exact."""
    words = SECONDS.sub(r"\1", reason)
    return words[:1].upper() + words[1:].replace(", Di luar", ", di luar").replace(", Istirahat", ", istirahat")


def allowance_of(run: Run) -> str:
    """200 menit dan 6 hari: the whole mutu baku, units apart, since a day's length varies."""
    allowances = [step.allowance for step in run.steps]
    minutes = sum(allowance.minutes or 0 for allowance in allowances)
    days = sum(allowance.days or 0 for allowance in allowances)
    months = sum(allowance.months or 0 for allowance in allowances)
    parts = [f"{amount} {unit}" for amount, unit in ((months, "bulan"), (days, "hari"), (minutes, "menit")) if amount]
    return " ".join(parts)


def _card(
    step: RunStep, person: User, at: datetime, units: Sequence[UnitKerja], returns: Sequence[StepReturn], missing: str
) -> Card:
    duties = duties_of(step.sop_step)
    waiting = {unit.id for unit in policies.missing_units(step, units)}
    prepared = is_prepared(step)
    ahead = missing if prepared else ""
    return Card(
        step=step,
        duties=duties,
        clock=step_clock(step, at) if step.state != State.WAITING else None,
        filled=len(standing_fills(step)) if step.is_open else 0,
        places=len(step.items),
        units=tuple((unit, unit.id not in waiting) for unit in units) if duties.per_unit and step.is_open else (),
        returned=_sent_back(step, returns),
        can_start=step.state == State.READY and policies.allows(policies.check_can_contribute, step, person),
        turn=_turn(step, duties, person, waiting, prepared=prepared, ahead=ahead),
        prepared=prepared,
        ahead=ahead,
    )


def _turn(step: RunStep, duties: Duties, person: User, waiting: set[int], *, prepared: bool, ahead: str) -> Turn | None:
    if not (step.is_open and step.run.is_open):
        return None
    return turn_of(
        duties, roles=person.roles, unit_id=person.unit_id, waiting_units=waiting, prepared=prepared, ahead=ahead
    )


def _sent_back(step: RunStep, returns: Sequence[StepReturn]) -> StepReturn | None:
    """The return that this step works off now, or that it waits behind."""
    ours = [back for back in returns if back.run_id == step.run_id]
    if step.is_open and step.attempt is not None:
        since = step.attempt.handed_over_at
        return next((back for back in ours if back.to_no == step.no and back.returned_at == since), None)
    if step.completion is not None or not step.attempts:
        return None
    behind = [back for back in ours if back.to_no < step.no <= back.from_no]
    return behind[-1] if behind else None


def _minutes_allowed(step: RunStep) -> int:
    allowance = step.allowance
    if allowance.minutes:
        return allowance.minutes
    return (allowance.days or 22 * (allowance.months or 0)) * MINUTES_A_DAY
