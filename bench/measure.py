"""Measuring two things in turns, and the rows of the table.

A shared machine is twice as fast in one minute as in the next, so absolute times say little. What holds
is the CPU time of one thing against another's, taken in turns in the same run.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what it cost us and the floor in CPU milliseconds, and at most how many times the floor it should be."""

    name: str
    ours: float
    floor: float
    goal: float
    against: str

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal


@dataclass(frozen=True, slots=True)
class Count:
    """One row without a time: a number of things, and at most how many there should be."""

    name: str
    found: int
    goal: int

    @property
    def met(self) -> bool:
        return self.found <= self.goal


@dataclass(frozen=True, slots=True)
class Cost:
    """Something to do, how often in a round, and the clock that counts its CPU seconds."""

    work: Work
    times: int
    clock: Clock = time.process_time

    def measure(self) -> float:
        """CPU milliseconds a call."""
        gc.collect()
        began = self.clock()
        for _ in range(self.times):
            self.work()
        return (self.clock() - began) / self.times * 1000


def figure(name: str, ours: Cost, floor: Cost, *, goal: float, against: str, rounds: int = ROUNDS) -> Figure:
    """Medians over the rounds; the first call of each, which fills caches, is not counted."""
    ours.work()
    floor.work()
    pairs = [(ours.measure(), floor.measure()) for _ in range(rounds)]
    return Figure(name, median(a for a, _ in pairs), median(b for _, b in pairs), goal=goal, against=against)
