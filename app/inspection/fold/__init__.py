"""Folding the log: what the state tables must hold, told by the events alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from app.inspection.fold import accounts, calendars, figures, findings, reports, reviews, runs, signing, sop, witnesses
from app.inspection.fold.acts import Act, Span, acts
from app.inspection.fold.state import State, Unfoldable

OFFICE = accounts.FOLDS | calendars.FOLDS | figures.FOLDS | reports.FOLDS | runs.FOLDS | signing.FOLDS | sop.FOLDS
FOLDS = OFFICE | findings.FOLDS | reviews.FOLDS | witnesses.FOLDS
"""How each act changes the state; an act that changes none stands in STATELESS."""

STATELESS = frozenset(
    {
        "account:password-changed",
        "account:sign-in-failed",
        "account:signed-in",
        "account:signed-out",
        "account:throttled",
        "backup:created",
        "backup:drilled",
        "document:verified",
        "evidence:downloaded",
        "log:clock-went-back",
        "log:exported",
        "log:opened",
        "log:read",
        "log:restored",
        "log:verified",
        "period:exported",
        "report:downloaded",
        "sample:drawn",
        "seal:installed",
        "signature:unanswered",
        "sop:column-assigned",
        "user:reset-code-issued",
    }
)

__all__ = ["FOLDS", "STATELESS", "Act", "Span", "State", "Unfoldable", "acts", "fold"]


def fold(told: Iterable[Act]) -> State:
    """The state after these acts, in order. What can't be applied is kept in `state.unfoldable`."""
    state = State()
    for act in told:
        change = FOLDS.get(act.tag)
        if change is None:
            continue
        try:
            change(state, act)
        except (Unfoldable, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            state.unfoldable.append((act.seq, act.tag, str(error)))
    return state
