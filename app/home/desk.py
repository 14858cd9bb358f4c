"""What lies on one person's desk: the steps that wait for him, and what goes on around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.runs import queries, views
from app.runs.models import Run
from app.runs.turns import Turn
from app.runs.views import Card, Segment

FINISHED = 3
"""How many of the newest closed runs the start page shows."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A run in a few lines."""

    run: Run
    cards: list[Card]
    segments: list[Segment]

    @property
    def done(self) -> int:
        return sum(1 for card in self.cards if card.completion is not None)

    @property
    def late_steps(self) -> int:
        return sum(1 for card in self.cards if card.completion is not None and not card.completion.on_time)

    @property
    def open_cards(self) -> list[Card]:
        return [card for card in self.cards if card.step.is_open] if self.run.is_open else []


@dataclass(frozen=True, slots=True)
class Desk:
    """`tasks` are what only the person can move on, `help` what he may add to; what is late stands first."""

    tasks: list[Card]
    reads: list[Card]
    """Frozen reports that the person will sign, and can read while others are on."""
    help: list[Card]
    elsewhere: list[Card]
    """Open steps at which others are on."""
    going: list[Overview]
    finished: list[Overview]

    @property
    def late(self) -> list[Card]:
        """What is late across the office."""
        return by_urgency([card for card in self.tasks + self.reads + self.help + self.elsewhere if card.late])


def desk_of(person: User, *, at: datetime) -> Desk:
    """Everything in a fixed number of statements, however many runs there are."""
    runs = queries.current_runs(finished=FINISHED)
    returns, units, ahead = queries.returns_of(*runs), queries.reporting_units(), views.ahead_of(*runs)
    seen = [
        _overview(run, views.cards_of(run, person=person, at=at, units=units, returns=returns, ahead=ahead))
        for run in runs
    ]
    going = [overview for overview in seen if overview.run.is_open]
    cards = by_urgency([card for overview in going for card in overview.open_cards])
    return Desk(
        tasks=[card for card in cards if card.turn not in (None, Turn.HELP, Turn.READ)],
        reads=[card for card in cards if card.turn is Turn.READ],
        help=[card for card in cards if card.turn is Turn.HELP],
        elsewhere=[card for card in cards if card.turn is None],
        going=going,
        finished=[overview for overview in seen if not overview.run.is_open],
    )


def by_urgency(cards: Sequence[Card]) -> list[Card]:
    """The one that was due first comes first, so whatever is late stands above the rest."""
    timed = [(card.clock.due_at, card.step.no, card) for card in cards if card.clock is not None]
    return [card for _due, _no, card in sorted(timed, key=lambda entry: entry[:2])]


def _overview(run: Run, cards: list[Card]) -> Overview:
    return Overview(run, cards, views.segments_of(cards))
