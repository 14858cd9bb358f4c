"""A run of Triwulan III 2026 that has come to a step, quickly and on time; shared by the tests of several domains."""

from __future__ import annotations

from app.clock.current import SetClock
from app.demo.story import Story, wita
from tests.snapshots import acted_once

DAY = "2026-11-23"
"""Monday 23 November 2026: a plain working day."""

TIMES = {1: "09.05", 2: "09.20", 3: "10.00", 4: "11.00", 5: "11.30", 6: "13.30"}
WHO = {1: "sekretaris", 2: "kabag_umum", 3: "tim", 4: "tim", 5: "sekretaris", 6: "kabag_umum"}
KABAG = ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi")


def run_at(no: int, *, clock: SetClock, quarter: int | None = 3, year: int = 2026) -> Story:
    """A run in which step `no` was just handed over; the clock stands at that moment."""
    story = acted_once((no, quarter, year), lambda: _act(no, quarter, year))
    clock.set(wita(f"{DAY} {TIMES[no - 1]}") if no > 1 else wita(f"{DAY} 09.00"))
    return story


def _act(no: int, quarter: int | None, year: int) -> Story:
    story = Story(year, quarter, at=wita(f"{DAY} 09.00"))
    for done in range(1, no):
        if done == 5:
            report_all(story)
        story.complete(done, WHO[done], wita(f"{DAY} {TIMES[done]}"))
    return story


def report_all(story: Story, *, at: str = f"{DAY} 11.10") -> None:
    for who in KABAG:
        story.report(5, who, wita(at))
