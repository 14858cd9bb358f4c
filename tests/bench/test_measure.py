"""The bench measures what it says: in turns, medians, and a miss is called one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import log
from bench.__main__ import word
from bench.measure import Cost, Count, Figure, figure
from bench.naive import naive_report


def ticking(order: list[str], name: str, seconds: list[float]) -> Cost:
    """Work that is noted, and a clock that says how long each round took."""
    readings: Iterator[float] = (sum(seconds[:no]) for pair in range(len(seconds)) for no in (pair, pair + 1))
    return Cost(lambda: order.append(name), 2, lambda: next(readings))


def test_the_two_take_turns_and_medians_leave_a_slow_round_out() -> None:
    order: list[str] = []
    ours, floor = ticking(order, "ours", [0.004, 9.0, 0.004]), ticking(order, "floor", [0.002, 0.002, 5.0])

    found = figure("Papan", ours, floor, goal=2, against="SQL mentah", rounds=3)

    assert order == ["ours", "floor"] + ["ours", "ours", "floor", "floor"] * 3
    assert (found.ours, found.floor) == (pytest.approx(2.0), pytest.approx(1.0))
    assert found.ratio == pytest.approx(2.0)


@pytest.mark.parametrize(("ours", "said"), [(1.9, "tercapai"), (2.0, "tercapai"), (2.1, "belum")])
def test_a_miss_is_called_one(ours: float, said: str) -> None:
    assert word(Figure("Papan", ours, 1.0, 2, "SQL mentah").met).strip() == said


def test_a_count_may_reach_its_goal_and_not_pass_it() -> None:
    assert Count("SQL", 8, 8).met and not Count("SQL", 9, 8).met


def test_the_log_that_is_verified_is_an_honest_one_and_a_changed_byte_is_found() -> None:
    bodies = log.honest_log(50)
    log.checked(bodies)
    bodies[20] = bodies[20].replace(b"Rina", b"Dewi")

    with pytest.raises(AssertionError, match="rekaman 21"):
        log.checked(bodies)


@pytest.mark.slow
def test_the_naive_report_is_about_as_long_as_the_true_one() -> None:
    assert 10 <= naive_report()[1] <= 15
