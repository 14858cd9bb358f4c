"""A run's chronology as one thing: its head, its sentences, its deviations, and the same as plain text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.inspection.chronology.deviation import Deviation
from app.inspection.chronology.deviations import deviations
from app.inspection.chronology.facts import Cited, SopFacts, on_day
from app.inspection.chronology.sentences import sentences
from app.inspection.fold.acts import Act

DOTS = "." * 60
STAMP = "DATA CONTOH – BUKAN DATA RESMI"
LEFT_OUT = "Pembacaan, pengunduhan, penyusunan draf, dan penulisan narasi tidak dikutip di sini; semuanya ada di log."


@dataclass(frozen=True, slots=True)
class Chronology:
    """`basis` says what it rests on, in sentences of their own."""

    title: str
    office: str
    demo: bool
    upto: int
    at: datetime
    basis: tuple[str, ...]
    sentences: tuple[Cited, ...]
    deviations: tuple[Deviation, ...]

    @property
    def subtitle(self) -> str:
        return f"Disusun dari log audit sampai rekaman {self.upto}, {on_day(self.at)}"


def chronology(
    acts: Sequence[Act], sop: SopFacts, *, office: str, demo: bool, upto: int, root: str, at: datetime
) -> Chronology:
    """The chronology of the run that these acts are about; the first of them began it."""
    started = next(act for act in acts if act.tag == "run:started")
    return Chronology(
        title=f"Kronologi {started.data['title']}", office=office, demo=demo, upto=upto, at=at,
        basis=_basis(started, sop, upto=upto, root=root),
        sentences=tuple(sentences(acts)), deviations=tuple(deviations(acts, sop)),
    )  # fmt: skip


def as_text(told: Chronology) -> str:
    """What is copied into a working paper: plain lines, nothing that needs a particular program."""
    lines = [STAMP, ""] if told.demo else []
    lines += [told.title.upper(), told.office, told.subtitle, "", *told.basis, LEFT_OUT, "", "A. KRONOLOGI"]
    lines += [f"{no}. {one.quoted}" for no, one in enumerate(told.sentences, 1)]
    lines += ["", "B. PENYIMPANGAN"]
    if not told.deviations:
        lines.append(f"Tidak ada penyimpangan yang tercatat sampai rekaman {told.upto}.")
    for no, one in enumerate(told.deviations, 1):
        lines += [f"{no}. {one.title}", f"   Kriteria: {one.kriteria}", "   Kondisi:"]
        lines += [f"   - {fact.quoted}" for fact in one.kondisi]
        lines += [f"   Sebab: {DOTS}", f"   Simpulan: {DOTS}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _basis(started: Act, sop: SopFacts, *, upto: int, root: str) -> tuple[str, ...]:
    data = started.data
    name = f", {sop.name}" if sop.name else ""
    basis = [
        f"Acuan: {sop.cited} versi {sop.version}{name} (rekaman {started.seq}).",
        f"Waktu kerja dihitung dengan kalender kerja versi {data['calendar_version']} (rekaman {started.seq}).",
        f"Akar log pada rekaman {upto}: {root}.",
    ]
    if not sop.vouched:
        basis.append("Perhatian: isi versi SOP ini pada tabel tidak sama dengan yang tercatat di log saat berlaku.")
    return tuple(basis)
