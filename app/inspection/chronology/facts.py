"""What the run's own SOP version says, as far as a chronology quotes it, and a sentence that names its record. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.web.words import jam, nomor_sop, tanggal_hari


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that one event of the log bears out."""

    text: str
    seq: int

    @property
    def quoted(self) -> str:
        """Pada hari Rabu, 19 Juli 2023 pukul 10.21 WITA, … (rekaman 123)."""
        return f"{self.text} (rekaman {self.seq})."


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of the SOP version. `completes` are the roles that may sahkan it, empty where nobody is known."""

    no: int
    uraian: str
    allowance: str
    completes: frozenset[str] = frozenset()
    completes_words: str = ""


@dataclass(frozen=True, slots=True)
class SopFacts:
    """The version that the run follows. `vouched` is whether the log holds the digest of exactly these words."""

    number: str
    version: int
    name: str = ""
    steps: Mapping[int, StepFacts] = field(default_factory=dict)
    vouched: bool = True

    @property
    def cited(self) -> str:
        """SOP 175/188/SETWAN-BLG/2023: the number as it is quoted, without spaces around its strokes."""
        return f"SOP {nomor_sop(self.number)}"

    def cite(self, no: int) -> str:
        """SOP 175/188/SETWAN-BLG/2023 langkah 4"""
        return f"{self.cited} langkah {no}"

    def kriteria(self, no: int, *, allowance: str = "") -> str:
        """SOP 175/188/SETWAN-BLG/2023 langkah 4: 2 hari. What the log says of the allowance comes first."""
        step = self.steps.get(no)
        standard = allowance or (step.allowance if step else "")
        return f"{self.cite(no)}: {standard}" if standard else self.cite(no)

    def wording(self, no: int) -> str:
        """SOP 175/188/SETWAN-BLG/2023 langkah 4: “Menghimpun data”"""
        step = self.steps.get(no)
        return f"{self.cite(no)}: “{step.uraian}”" if step and step.uraian else self.cite(no)


def on_day(moment: datetime) -> str:
    """hari Rabu, 19 Juli 2023 pukul 10.21 WITA"""
    return f"hari {tanggal_hari(moment)} pukul {jam(moment)} WITA"
