"""The same step over several runs of an SOP version: how long in the middle, how long at most, how often late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from app.clock.words import days_in_words, minutes_in_words
from app.inspection.fold.acts import Act
from app.web.words import nomor_sop


@dataclass(frozen=True, slots=True)
class Done:
    """The last completion of one step in one run, with what all of its attempts used."""

    run_id: int
    title: str
    sop: str
    step: int
    allowance: str
    minutes: int
    days: Fraction
    late: bool
    seq: int

    @property
    def in_days(self) -> bool:
        return not self.allowance.endswith(("menit", "jam"))

    @property
    def used(self) -> Fraction:
        return self.days if self.in_days else Fraction(self.minutes)


@dataclass(frozen=True, slots=True)
class StepSummary:
    """One step of one SOP version over the runs that completed it."""

    sop: str
    step: int
    allowance: str
    runs: tuple[Done, ...]

    @property
    def count(self) -> int:
        return len(self.runs)

    @property
    def longest(self) -> Done:
        return max(self.runs, key=lambda done: (done.used, -done.run_id))

    @property
    def late(self) -> tuple[Done, ...]:
        return tuple(done for done in self.runs if done.late)

    @property
    def late_share(self) -> Fraction:
        return Fraction(len(self.late), self.count)

    @property
    def median_words(self) -> str:
        return self.words(median(done.used for done in self.runs))

    def words(self, used: Fraction) -> str:
        """In the unit of the mutu baku: "1,52 hari", "38 menit"."""
        return days_in_words(used) if self.longest.in_days else minutes_in_words(used)


def completions(run_id: int, acts: Iterable[Act]) -> list[Done]:
    """What stands in the end: of a step that was sent back, its last completion."""
    title, sop, last = "", "", {}
    for act in acts:
        if act.tag == "run:started":
            title, sop = act.data["title"], f"{nomor_sop(act.data['sop'])} versi {act.data['sop_version']}"
        elif act.tag == "step:completed":
            data, no = act.data, act.number("step")
            last[no] = Done(
                run_id, title, sop, no, data["allowance"], data["used_minutes"], Fraction(data["used_days"]),
                data["verdict"] == "late", act.seq,
            )  # fmt: skip
    return [last[no] for no in sorted(last)]


def summary(done: Iterable[Done]) -> list[StepSummary]:
    """By SOP version and step; runs of different versions are never mixed."""
    groups: dict[tuple[str, int, str], list[Done]] = {}
    for one in done:
        groups.setdefault((one.sop, one.step, one.allowance), []).append(one)
    return [StepSummary(*key, runs=tuple(groups[key])) for key in sorted(groups)]
