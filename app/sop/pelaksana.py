"""Who does what in an SOP whose flowchart shapes are lost: read from a data file, with a source for each cell."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.sop.document import ParsedSop

DATA = Path(__file__).parent / "data"


class Symbol(StrEnum):
    """The shapes of PermenPANRB 35/2012 that stand in a cell; arrow and page connector join cells."""

    START = "start"
    BOX = "box"
    DECISION = "decision"
    END = "end"
    NONE = "none"


class Duty(StrEnum):
    """ANSWERS may complete the step, HELPS may attach evidence, RECEIVES is handed the result."""

    ANSWERS = "answers"
    HELPS = "helps"
    RECEIVES = "receives"
    NOTHING = ""


class Source(StrEnum):
    """Where a cell comes from: the document's words, inference, or a person who confirmed it."""

    EKSPLISIT = "eksplisit"
    SIMPULAN = "simpulan"
    DIKONFIRMASI = "dikonfirmasi"


@dataclass(frozen=True, slots=True)
class CellDraft:
    symbol: Symbol = Symbol.NONE
    duty: Duty = Duty.NOTHING
    source: Source = Source.SIMPULAN
    note: str = ""
    no_to: int | None = None
    """The step to which a decision's "Tidak" leads."""


@dataclass(frozen=True, slots=True)
class PelaksanaPlan:
    """Roles of the columns, and the cells that are not empty by (step, role)."""

    roles: tuple[str, ...]
    cells: dict[tuple[int, str], CellDraft]
    meetings: frozenset[int] = frozenset()
    per_unit: frozenset[int] = frozenset()

    def cell(self, step: int, role: str) -> CellDraft:
        return self.cells.get((step, role), CellDraft())


ROLE_WORDS = (
    (re.compile(r"\bsekretaris\b"), "sekretaris"),
    (re.compile(r"\b(kabag|kasubag|kepala bagian|kepala sub ?bagian)\b"), "kabag"),
    (re.compile(r"\btim\b"), "tim"),
    (re.compile(r"\bstaf\b"), "staf"),
)


def role_of(label: str) -> str:
    """The role that a column's label names, "" where it names none or more than one."""
    named = {role for words, role in ROLE_WORDS if words.search(label.lower())}
    return named.pop() if len(named) == 1 else ""


def plan_for(parsed: ParsedSop) -> PelaksanaPlan:
    """The plan in our data for this SOP's number, where its columns and steps still match; else an empty one.

    A changed table must not inherit shapes that were inferred for another one.
    """
    for path in sorted(DATA.glob("pelaksana-*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        labels = tuple(column["label"] for column in stored["columns"])
        numbers = [step["no"] for step in stored["steps"]]
        same_table = labels == parsed.columns and numbers == [step.no for step in parsed.steps]
        if _plain(stored["number"]) == _plain(parsed.number) and same_table:
            return _plan(stored)
    return PelaksanaPlan(roles=tuple(role_of(label) for label in parsed.columns), cells={})


def _plain(number: str) -> str:
    return re.sub(r"\s", "", number).upper()


def _plan(stored: dict[str, Any]) -> PelaksanaPlan:
    return PelaksanaPlan(
        roles=tuple(column["role"] for column in stored["columns"]),
        cells={
            (step["no"], cell["role"]): CellDraft(
                symbol=Symbol(cell.get("symbol", "none")),
                duty=Duty(cell.get("duty", "")),
                source=Source(cell.get("source", "simpulan")),
                note=cell.get("note", ""),
                no_to=cell.get("no_to"),
            )
            for step in stored["steps"]
            for cell in step["cells"]
        },
        meetings=frozenset(step["no"] for step in stored["steps"] if step.get("meeting")),
        per_unit=frozenset(step["no"] for step in stored["steps"] if step.get("per_unit")),
    )
