"""One deviation of a run: Kriteria and Kondisi. Sebab and conclusion have no field; a person writes them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.inspection.chronology.facts import Cited


@dataclass(frozen=True, slots=True)
class Deviation:
    """`kriteria` is what the SOP says; `kondisi` are dated facts, each with its record."""

    title: str
    kriteria: str
    kondisi: tuple[Cited, ...]

    @property
    def seq(self) -> int:
        """The record at which it came to be."""
        return self.kondisi[-1].seq
