"""Who does what in a step, read from its SOP cells: who answers, who helps, who decides, how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

LABELS = {
    "sekretaris": "Sekretaris DPRD",
    "kabag": "Kabag/Kasubag",
    "tim": "Tim Penyusun",
    "staf": "Staf",
}
ORDER = tuple(LABELS)


class Column(Protocol):
    @property
    def role(self) -> str: ...


class Cell(Protocol):
    """A pelaksana cell: its column's role, symbol, duty and, for a decision, where "Tidak" leads."""

    @property
    def column(self) -> Column: ...

    @property
    def symbol(self) -> str: ...

    @property
    def duty(self) -> str: ...

    @property
    def no_to(self) -> int | None: ...


class Step(Protocol):
    @property
    def no(self) -> int: ...

    @property
    def meeting(self) -> bool: ...

    @property
    def per_unit(self) -> bool: ...

    @property
    def cells(self) -> Iterable[Cell]: ...


@dataclass(frozen=True, slots=True)
class Duties:
    """The roles of one step and the way it is completed."""

    answers: frozenset[str]
    helps: frozenset[str]
    decides: frozenset[str]
    """Where the flowchart has a diamond: they accept what the others answer for, and thereby complete."""
    attends: frozenset[str]
    per_unit: bool
    meeting: bool
    by_signature: bool
    """The step ends the flow: the signature completes it, not a form."""
    no_to: tuple[int, ...]

    @property
    def completes(self) -> frozenset[str]:
        return self.decides or self.answers

    @property
    def contributes(self) -> frozenset[str]:
        return self.answers | self.helps | self.decides

    @property
    def takes_part(self) -> frozenset[str]:
        return self.contributes | self.attends


def duties_of(step: Step) -> Duties:
    """Read the cells of one SOP step."""
    cells = list(step.cells)
    return Duties(
        answers=frozenset(cell.column.role for cell in cells if cell.duty == "answers"),
        helps=frozenset(cell.column.role for cell in cells if cell.duty == "helps"),
        decides=frozenset(cell.column.role for cell in cells if cell.symbol == "decision"),
        attends=frozenset(cell.column.role for cell in cells if cell.symbol == "box"),
        per_unit=step.per_unit,
        meeting=step.meeting,
        by_signature=any(cell.symbol == "end" and cell.duty == "answers" for cell in cells),
        no_to=tuple(sorted({cell.no_to for cell in cells if cell.no_to})),
    )


def return_targets(step: Step, earlier: Iterable[Step]) -> tuple[int, ...]:
    """Where work may be sent back to: the diamond's "Tidak", or from a meeting to the Tim's earlier steps.

    The arrows of a return are inference until the office confirms them (DOMAIN.md section 1).
    """
    duties = duties_of(step)
    if duties.no_to:
        return duties.no_to
    if not duties.meeting:
        return ()
    return tuple(other.no for other in earlier if other.no < step.no and "tim" in duties_of(other).answers)


def in_words(roles: Iterable[str]) -> str:
    """Kabag/Kasubag atau Tim Penyusun"""
    wanted = set(roles)
    return " atau ".join(LABELS[role] for role in ORDER if role in wanted)
