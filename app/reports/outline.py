"""The order of the report: which chapters there are, and their numbers; an empty one does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.context import ReportContext

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with its anchor: "BAB III", "A" or "Lampiran 1" before the title."""

    id: str
    label: str
    title: str
    parts: tuple[Entry, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}" if self.label else self.title


@dataclass(frozen=True, slots=True)
class Outline:
    front: tuple[Entry, ...]
    chapters: tuple[Entry, ...]
    appendices: tuple[Entry, ...]

    def entry(self, name: str) -> Entry | None:
        """The entry with this anchor, wherever it stands; None where the report has no such part."""
        everything = (*self.front, *self.chapters, *self.appendices)
        parts = [part for entry in everything for part in entry.parts]
        return next((entry for entry in (*everything, *parts) if entry.id == name), None)


def outline(context: ReportContext) -> Outline:
    return Outline(front=_front(context), chapters=_chapters(context), appendices=_appendices(context))


def _front(context: ReportContext) -> tuple[Entry, ...]:
    told = context.narrative
    wanted = (
        ("kata-pengantar", "Kata Pengantar", told.kata_pengantar),
        ("pernyataan-reviu", "Pernyataan Telah Direviu", told.pernyataan_reviu),
        ("ikhtisar", "Ikhtisar Eksekutif", told.ikhtisar),
    )
    return tuple(Entry(name, "", title) for name, title, text in wanted if text.strip())


def _chapters(context: ReportContext) -> tuple[Entry, ...]:
    told = context.narrative
    planned = any(row.target is not None for row in context.measurement.rows) and context.quarter is None
    found: list[tuple[str, str, tuple[Entry, ...]]] = []
    if told.pendahuluan.strip():
        found.append(("pendahuluan", "Pendahuluan", ()))
    if told.perencanaan.strip() or planned:
        found.append(("perencanaan", "Perencanaan Kinerja", ()))
    found.append(("akuntabilitas", "Akuntabilitas Kinerja", _accountability(context)))
    if told.penutup.strip():
        found.append(("penutup", "Penutup", ()))
    return tuple(Entry(name, f"BAB {ROMAN[place]}", title, parts) for place, (name, title, parts) in enumerate(found))


def _accountability(context: ReportContext) -> tuple[Entry, ...]:
    parts = [Entry("capaian", "A.", "Capaian Kinerja Organisasi")]
    if context.narrative.anggaran.strip() or (context.budget is not None and context.budget.lines):
        parts.append(Entry("anggaran", "B.", "Realisasi Anggaran"))
    return tuple(parts)


def _appendices(context: ReportContext) -> tuple[Entry, ...]:
    found = [("jejak-sop", "Jejak SOP"), ("rincian-langkah", "Rincian Waktu dan Bukti Setiap Langkah")]
    if context.measurement.rows:
        found.append(("sumber-data", "Sumber Data Kinerja"))
    found.append(("jejak-audit", "Jejak Audit dan Verifikasi Dokumen"))
    return tuple(Entry(name, f"Lampiran {place}", title) for place, (name, title) in enumerate(found, start=1))
