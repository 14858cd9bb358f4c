"""A working paper as docx and as xlsx: the form with its answers, then the evidence, then the files."""

from __future__ import annotations

from flask import current_app

from app.audit.demo import is_demo
from app.inspection.documents.docx import Paper
from app.inspection.documents.xlsx import Sheet, workbook
from app.inspection.review.criteria import LKE_WEIGHTS, UNCONFIRMED
from app.inspection.review.evidence import Fact
from app.inspection.review.paper import Line, WorkingPaper
from app.web.words import waktu

FORM = ("Kode", "Kriteria", "Status", "Hasil", "Sebab", "Rekomendasi")
EVIDENCE = ("Kode", "Yang diketahui aplikasi", "Rekaman", "SHA-256")
FILES = ("Kode", "Berkas", "SHA-256")
NO_VERDICT = "Bukti di bawah dikumpulkan aplikasi dari catatannya sendiri; ia tidak menilai."


def docx_of(paper: WorkingPaper) -> bytes:
    """On paper laid across: six columns need the width."""
    written = Paper(
        paper.title, office=_office(), subtitle=_standing(paper), demo=is_demo(), landscape=True,
        dated_at=paper.completed[1] if paper.completed else paper.opened[1],
    )  # fmt: skip
    for text in _lead(paper):
        written.paragraph(text, muted=True)
    for group, lines in paper.groups:
        written.heading(group)
        rows = [_answers(line) for line in lines]
        written.table(FORM, rows, widths=(1.2, 6, 2, 6, 5, 5))
    written.heading("Lampiran bukti")
    written.paragraph(NO_VERDICT, muted=True)
    for line in paper.lines:
        written.heading(f"{line.code} {line.criterion.text}", level=2)
        written.table(EVIDENCE[1:], [_evidence(fact) for fact in line.facts], widths=(12, 3, 6))
    if paper.files:
        written.heading("Daftar berkas")
        written.table(FILES, [(file.code, file.text, file.sha256) for file in paper.files], widths=(1.5, 12, 8))
    return written.bytes()


def xlsx_of(paper: WorkingPaper) -> bytes:
    lead = (_standing(paper), *_lead(paper))
    evidence = [(line.code, *_evidence(fact)) for line in paper.lines for fact in line.facts]
    files = [(file.code, file.text, file.sha256) for file in paper.files]
    sheets = [
        Sheet("Kertas kerja", FORM, [_answers(line) for line in paper.lines], (8, 46, 14, 46, 36, 36), lead),
        Sheet("Bukti", EVIDENCE, evidence, (8, 90, 22, 68), (NO_VERDICT,)),
        Sheet("Daftar berkas", FILES, files, (8, 90, 68)),
    ]
    dated_at = paper.completed[1] if paper.completed else paper.opened[1]
    return workbook(paper.title, sheets, office=_office(), demo=is_demo(), dated_at=dated_at)


def _answers(line: Line) -> tuple[str, ...]:
    said = line.said
    return (line.code, line.criterion.text, line.label, said["result"], said["cause"], said["recommendation"])


def _evidence(fact: Fact) -> tuple[str, str, str]:
    return (fact.text, fact.log_text, fact.sha256)


def _standing(paper: WorkingPaper) -> str:
    if paper.completed is None or paper.log is None:
        return f"Belum selesai: {paper.progress} kriteria berstatus. Bukti dapat berubah sampai diselesaikan."
    name, at = paper.completed
    return f"Diselesaikan {name} pada {waktu(at)}, atas log {paper.log[0]} rekaman dengan akar {paper.log[1]}."


def _lead(paper: WorkingPaper) -> tuple[str, ...]:
    weights = ""
    if "LKE" in paper.title:
        weights = "Bobot: " + ", ".join(f"{name.lower()} {weight}" for name, weight in LKE_WEIGHTS) + ". "
    return (f"Sumber: {paper.source}. {weights}{UNCONFIRMED}",)


def _office() -> str:
    return str(current_app.config["SETTINGS"].office)
