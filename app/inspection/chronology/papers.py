"""The chronology as docx and as PDF."""

from __future__ import annotations

from app.inspection.chronology.chronology import LEFT_OUT, Chronology
from app.inspection.documents.docx import Paper
from app.inspection.documents.pairs import joined
from app.inspection.documents.pdf import pdf_of


def as_docx(told: Chronology) -> bytes:
    paper = Paper(told.title, office=told.office, subtitle=told.subtitle, demo=told.demo, dated_at=told.at)
    for line in (*told.basis, LEFT_OUT):
        paper.paragraph(joined(line), muted=True)
    paper.heading("A. Kronologi")
    for no, one in enumerate(told.sentences, 1):
        paper.paragraph(f"{no}. {joined(one.quoted)}")
    paper.heading("B. Penyimpangan")
    if not told.deviations:
        paper.paragraph(f"Tidak ada penyimpangan yang tercatat sampai rekaman {told.upto}.")
    for no, deviation in enumerate(told.deviations, 1):
        paper.heading(f"{no}. {joined(deviation.title)}", level=2)
        paper.labelled("Kriteria", joined(deviation.kriteria))
        paper.paragraph("Kondisi:", bold=True)
        for fact in deviation.kondisi:
            paper.paragraph(f"– {joined(fact.quoted)}")
        paper.blank("Sebab")
        paper.blank("Simpulan")
    return paper.bytes()


def as_pdf(told: Chronology) -> bytes:
    return pdf_of(
        "inspection/papers/chronology.html", at=told.at, title=told.title, subtitle=told.subtitle, office=told.office,
        demo=told.demo, told=told, left_out=LEFT_OUT,
    )  # fmt: skip
