"""The narrative sections that people may write, in the order of the report."""

from __future__ import annotations

SECTIONS = {
    "kata_pengantar": "Kata pengantar",
    "pernyataan_reviu": "Pernyataan telah direviu",
    "ikhtisar": "Ikhtisar eksekutif",
    "pendahuluan": "Bab I Pendahuluan",
    "perencanaan": "Bab II Perencanaan kinerja",
    "capaian": "Bab III Pengantar capaian kinerja",
    "efisiensi": "Bab III Efisiensi",
    "program_pendukung": "Bab III Program pendukung",
    "anggaran": "Bab III Realisasi anggaran",
    "penutup": "Bab IV Penutup",
}
"""Fields of context.Narrative; an empty one has no place in the report."""

LONGEST = 20_000


def cause_of(code: str) -> str:
    """The section that holds why an indikator fell short."""
    return f"sebab:{code}"


def solution_of(code: str) -> str:
    """The section that holds what is done about it."""
    return f"solusi:{code}"
