"""What an event is about, in words: "run:3/step:4" is "Langkah 4 pada Pengukuran Kinerja Triwulan III 2026"."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS = {
    "address": "alamat",
    "backup": "cadangan",
    "budget": "baris anggaran",
    "calendar": "kalender kerja",
    "certificate": "sertifikat",
    "document": "dokumen",
    "evidence": "berkas bukti",
    "finding": "temuan",
    "indicator": "indikator",
    "item": "kelengkapan",
    "log": "log",
    "nip": "NIP",
    "realisasi": "realisasi",
    "recommendation": "rekomendasi",
    "report": "laporan",
    "review": "kertas kerja",
    "run": "pelaksanaan",
    "sample": "sampel",
    "sasaran": "sasaran",
    "seal": "segel instansi",
    "sop": "SOP",
    "step": "langkah",
    "target": "target",
    "trust": "sertifikat induk",
    "unit": "bagian",
    "user": "akun",
    "version": "versi",
    "witness": "saksi",
}
DIGEST_SHOWN = 12
"""Of a digest people see its beginning; the whole of it stands in the event."""


def object_words(about: str, *, titles: Mapping[str, str]) -> str:
    """The object of an event for a sentence; `titles` names roots ("run:3" → the run's title)."""
    root, *parts = about.split("/")
    whole = _root(root, titles)
    for part in parts:
        kind, _, name = part.partition(":")
        whole = _within(kind, name, whole)
    return whole


def _within(kind: str, name: str, whole: str) -> str:
    if kind == "step":
        return f"langkah {name} pada {whole}"
    if kind == "recommendation":
        return f"rekomendasi {name} {whole}"
    return f"{whole} {_part(kind, name)}"


def _root(root: str, titles: Mapping[str, str]) -> str:
    kind, _, name = root.partition(":")
    title = titles.get(root)
    if title is None:
        return "log" if kind == "log" else _part(kind, name)
    return title if kind == "run" else f"{NOUNS[kind]} {title}"


def _part(kind: str, name: str) -> str:
    shown = name[:DIGEST_SHOWN] + "…" if len(name) == 64 else name
    return f"{NOUNS.get(kind, kind)} {shown}"
