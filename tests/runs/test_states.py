"""The table of transitions is complete, moves along, and is what the documentation draws."""

from __future__ import annotations

import itertools

import pytest

from app.runs.states import TRANSITIONS, ImpossibleMove, Move, State, after, diagram
from app.settings import ROOT

ALLOWED = set(TRANSITIONS)
DOCUMENT = ROOT / "docs" / "reference" / "run-states.md"


@pytest.mark.parametrize("state, move", sorted(itertools.product(State, Move)))
def test_every_state_and_move_is_either_in_the_table_or_refused(state, move):
    if (state, move) in ALLOWED:
        assert after(state, move) == TRANSITIONS[state, move]
        return
    with pytest.raises(ImpossibleMove, match=str(move)):
        after(state, move)


def test_every_move_is_used_and_every_state_can_be_left():
    assert {move for _, move in ALLOWED} == set(Move)
    assert {state for state, _ in ALLOWED} == set(State)


def test_every_state_is_reached_from_waiting():
    reached = {State.WAITING}
    for _ in State:
        reached |= {target for (state, _), target in TRANSITIONS.items() if state in reached}
    assert reached == set(State)


def test_no_step_is_done_without_a_pengesahan():
    assert {move for (_, move), target in TRANSITIONS.items() if target is State.DONE} == {Move.COMPLETE}


def test_a_step_that_waits_can_only_be_handed_over():
    assert [move for state, move in TRANSITIONS if state is State.WAITING] == [Move.HAND_OVER]


def test_every_state_has_words_for_the_board():
    assert [state.label for state in State] == ["Menunggu", "Siap dikerjakan", "Sedang dikerjakan", "Selesai"]


def test_the_documentation_draws_exactly_this_table():
    assert f"```mermaid\n{diagram()}\n```" in DOCUMENT.read_text(encoding="utf-8"), (
        "Put the output of app.runs.states.diagram() into docs/reference/run-states.md."
    )


def test_the_documentation_explains_every_move():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [move for move in Move if f"| {move} |" not in text] == []
