"""The states of a step and what moves it from one to the next, as a table."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a step of a run stands."""

    WAITING = "waiting"
    READY = "ready"
    WORKING = "working"
    DONE = "done"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    State.WAITING: "Menunggu",
    State.READY: "Siap dikerjakan",
    State.WORKING: "Sedang dikerjakan",
    State.DONE: "Selesai",
}


class Move(StrEnum):
    """What can happen to a step."""

    HAND_OVER = "hand over"
    START = "start"
    COMPLETE = "complete"
    SEND_BACK = "send back"
    REOPEN = "reopen"
    PUT_BEHIND = "put behind"


TRANSITIONS: dict[tuple[State, Move], State] = {
    # The predecessor's pengesahan (for step 1 the run's start) opens an attempt; its clock runs from then.
    (State.WAITING, Move.HAND_OVER): State.READY,
    (State.READY, Move.START): State.WORKING,
    # Pressing "mulai" is optional: the hand-over counts, so a ready step may be completed at once.
    (State.READY, Move.COMPLETE): State.DONE,
    (State.WORKING, Move.COMPLETE): State.DONE,
    # The step that sends work back waits for a new attempt of its own,
    (State.READY, Move.SEND_BACK): State.WAITING,
    (State.WORKING, Move.SEND_BACK): State.WAITING,
    # the step it is sent to opens again,
    (State.DONE, Move.REOPEN): State.READY,
    # and those between wait again.
    (State.DONE, Move.PUT_BEHIND): State.WAITING,
}


class ImpossibleMove(ValueError):
    """The table has no such transition; a policy should have refused before."""


def after(state: State, move: Move) -> State:
    """The state after the move. Raises ImpossibleMove."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise ImpossibleMove(f"A step that is {state} can't {move}.") from None


def diagram() -> str:
    """The table as a Mermaid state diagram; docs/reference/run-states.md shows exactly this."""
    arrows = [f"    {state} --> {target}: {move}" for (state, move), target in TRANSITIONS.items()]
    names = [f"    {state}: {state.label}" for state in State]
    return "\n".join(["stateDiagram-v2", "    [*] --> waiting", *names, *arrows])
