"""The measurement of a period as plain values: what pages, report and charts print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.performance.capaian import FORMULA_MEANING, FORMULA_TEXT, Capaian, Formula
from app.performance.figures import print_figure
from app.performance.period import Period
from app.performance.rating import Bands

AVERAGE_RULE = "Rata-rata menghitung setiap capaian paling tinggi 100."
RATING_RULE = "Peringkat memakai nilai sebelum pembulatan"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entered realisasi behind a printed number: its source document, who entered it, when."""

    period: Period
    value: str
    source: str
    entered_by: str
    entered_at: datetime
    evidence_sha256: str = ""


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One indikator in a period; figures are the stored text (decimal point), None where missing."""

    indicator_id: int
    code: str
    name: str
    satuan: str
    formula: Formula
    unit_id: int | None
    unit_name: str
    source: str
    target: str | None
    realisasi: str | None
    capaian: Capaian
    previous: str | None
    previous_capaian: Capaian
    renstra_target: str | None
    renstra_year: int | None
    renstra_capaian: Capaian
    """Realisasi against the Renstra's end target."""
    notes: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def formula_text(self) -> str:
        return FORMULA_TEXT[self.formula]

    @property
    def target_text(self) -> str:
        return print_figure(self.formula, self.target)

    @property
    def realisasi_text(self) -> str:
        return print_figure(self.formula, self.realisasi)

    @property
    def previous_text(self) -> str:
        return print_figure(self.formula, self.previous)

    @property
    def renstra_text(self) -> str:
        return print_figure(self.formula, self.renstra_target)

    @property
    def rating_label(self) -> str:
        return self.capaian.rating.label if self.capaian.rating else "n/a"

    @property
    def missing(self) -> str:
        """The sentence that stands where a figure is missing, or ""."""
        lacks = [what for what, value in (("target", self.target), ("realisasi", self.realisasi)) if value is None]
        return f"{self.code}: {' dan '.join(lacks)} belum diisi." if lacks else ""


@dataclass(frozen=True, slots=True)
class SasaranMeasurement:
    code: str
    name: str
    rows: tuple[MeasurementRow, ...]
    average: Capaian


@dataclass(frozen=True, slots=True)
class Measurement:
    """Every sasaran with its indikator for one period."""

    period: Period
    sasaran: tuple[SasaranMeasurement, ...]
    average: Capaian
    bands: Bands

    @property
    def rows(self) -> tuple[MeasurementRow, ...]:
        return tuple(row for group in self.sasaran for row in group.rows)

    @property
    def has_figures(self) -> bool:
        """Whether anything at all was entered for the period; a report without figures says so instead."""
        return any(row.target is not None or row.realisasi is not None for row in self.rows)

    @property
    def missing(self) -> tuple[str, ...]:
        """Sentences on what is missing, none where the period is complete."""
        if not self.rows:
            return (f"Belum ada indikator kinerja untuk {self.period.label}.",)
        if not self.has_figures:
            return (f"Target dan realisasi {self.period.label} belum diisi; tabel ini tidak memuat angka.",)
        return tuple(row.missing for row in self.rows if row.missing)

    @property
    def formulas(self) -> tuple[str, ...]:
        """The legend under the table: each formula that the table uses, with the indikator that use it."""
        lines = []
        for formula in Formula:
            codes = [row.code for row in self.rows if row.formula is formula]
            if codes:
                lines.append(f"{FORMULA_TEXT[formula]} ({FORMULA_MEANING[formula]}): {', '.join(codes)}")
        return tuple(lines)

    @property
    def rating_rule(self) -> str:
        return f"{RATING_RULE}: {'; '.join(band.rule for band in self.bands)}."
