"""A sample as a checklist: each member with empty columns for what the examiner finds."""

from __future__ import annotations

from app.inspection.documents.docx import Paper
from app.inspection.sampling.members import Member
from app.inspection.sampling.queries import Sample
from app.inspection.sampling.scope import KINDS
from app.web.words import waktu

HEADERS = ("No.", "Rekaman", "Anggota sampel", "Sesuai / tidak", "Catatan pemeriksa")
METHOD = (
    "Cara menarik ulang: skor setiap rekaman populasi adalah SHA-256 dari “papan-kinerja-sampel/1”, benih, jenis, "
    "lingkup, rekaman batas, dan nomor rekaman, dipisah ganti baris; yang skornya terendah menjadi anggota."
)


def sample_paper(sample: Sample, members: list[Member], *, scope: str, office: str, demo: bool) -> bytes:
    kind = KINDS[sample.question.kind]
    title, about = f"Sampel {sample.id}", f"{sample.size} dari {sample.drawn.population} {kind}, {scope}"
    paper = Paper(title, office=office, subtitle=about, demo=demo, landscape=True, dated_at=sample.at)
    paper.labelled("Tujuan", sample.purpose)
    paper.labelled("Diambil", f"{waktu(sample.at)} oleh {sample.by} (rekaman {sample.seq})")
    asked = sample.question
    drawn = f"jenis {kind} (kode {asked.kind}); lingkup {scope} (kode {asked.scope}); sampai rekaman {asked.upto}"
    paper.labelled("Benih", f"{asked.seed}; {drawn}")
    rows = [
        (str(no), str(member.entry.seq), f"{waktu(member.entry.at)}\n{member.entry.sentence}", "", "")
        for no, member in enumerate(members, start=1)
    ]
    paper.table(HEADERS, rows, widths=(0.6, 1.1, 6.5, 1.8, 3.5))
    paper.paragraph(METHOD, muted=True)
    return paper.bytes()
