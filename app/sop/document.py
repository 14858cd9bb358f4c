"""What an SOP's document says, as values: the words as written, the line they stand on, what is wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from app.clock.allowance import Allowance


class UnreadableSop(ValueError):
    """The text is not one that can be read as an SOP at all; the message is for a person."""


class Line(NamedTuple):
    """A line of the text as given, numbered from 1 as an editor does."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read with certainty, and where. `column` is "" outside the step table."""

    line: int
    column: str
    sentence: str
    blocks: bool = False
    """A version with this problem can't be activated."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written; `day` is None where nothing is written or it can't be read."""

    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Approver:
    """The block under "DI SAHKAN OLEH"."""

    jabatan: tuple[str, ...] = ()
    name: str = ""
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    number: str = ""
    name: str = ""
    created: Dated = Dated()
    revised: Dated = Dated()
    effective: Dated = Dated()
    approver: Approver = Approver()
    labels: tuple[tuple[str, str], ...] = ()
    """(field, label as written) in the order of the document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a section: its marker ("1.") and its words; continued lines stay separate lines."""

    marker: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    heading: str = ""
    line: int = 0
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedStep:
    no: int
    uraian: str
    marks: tuple[str, ...]
    """What stands in the pelaksana cells; in a text whose shapes are lost, nothing."""
    kelengkapan: str
    waktu: str
    output: str
    ket: str
    line: int
    allowance: Allowance | None

    @property
    def usable(self) -> bool:
        return self.allowance is not None


@dataclass(frozen=True, slots=True)
class StepTable:
    title: str = ""
    line: int = 0
    headings: tuple[tuple[str, str], ...] = ()
    """(field, heading as written), with "pelaksana" and "mutu_baku" for the two groups."""
    columns: tuple[str, ...] = ()
    steps: tuple[ParsedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedSop:
    text: str
    cover: tuple[str, ...]
    instansi: tuple[str, ...]
    identity: Identity
    dasar_hukum: Section
    kualifikasi: Section
    keterkaitan: Section
    peralatan: Section
    peringatan: Section
    pencatatan: Section
    table: StepTable
    problems: tuple[Problem, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.columns

    @property
    def steps(self) -> tuple[ParsedStep, ...]:
        return self.table.steps

    @property
    def number(self) -> str:
        return self.identity.number

    @property
    def name(self) -> str:
        return self.identity.name

    @property
    def blocking(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.blocks)

    def section(self, field: str) -> Section:
        return getattr(self, field)

    def as_document(self) -> dict[str, Any]:
        """Everything but steps, problems and the text, as JSON: what a version keeps to show the paper."""
        parts = asdict(self)
        for key in ("text", "problems"):
            del parts[key]
        del parts["table"]["steps"]
        for field in ("created", "revised", "effective"):
            day = parts["identity"][field]["day"]
            parts["identity"][field]["day"] = day.isoformat() if day else None
        return parts
