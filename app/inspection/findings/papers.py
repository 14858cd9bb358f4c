"""A finding as the audit form, and the follow-up matrix, as papers to take along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.inspection.documents.docx import Paper
from app.inspection.documents.xlsx import Sheet, workbook
from app.inspection.findings.matrix import HEADERS, Row, due_words, followed_words, status_words
from app.inspection.findings.models import Finding, Recommendation
from app.inspection.findings.queries import is_overdue
from app.inspection.findings.states import ELEMENTS, FindingState
from app.web.words import waktu

EMPTY = "Belum diisi."
WIDTHS = (3, 4.5, 5, 3, 2.2)


def finding_paper(finding: Finding, *, office: str, demo: bool, at: datetime) -> bytes:
    """Kondisi, Kriteria, Sebab, Akibat, Rekomendasi, and below each recommendation what followed on it."""
    paper = Paper(f"Temuan {finding.code}", office=office, subtitle=finding.title, demo=demo, dated_at=at)
    paper.paragraph(standing(finding), muted=True)
    if finding.run is not None:
        paper.labelled("Pelaksanaan", finding.run.title)
    for name, label in ELEMENTS.items():
        paper.heading(label, level=2)
        paper.paragraph(getattr(finding, name) or EMPTY)
    paper.heading("Rekomendasi", level=2)
    rows = [_recommended(one, at=at) for one in finding.recommendations]
    paper.table(("No.", "Rekomendasi", "Tenggat", "Tindak lanjut", "Status"), rows, widths=(0.8, 5, 2.2, 5, 3))
    paper.paragraph(f"Dicetak {waktu(at)}. Riwayat lengkap ada dalam log aplikasi.", muted=True)
    return paper.bytes()


def matrix_paper(rows: Iterable[Row], *, office: str, demo: bool, about: str, at: datetime) -> bytes:
    paper = Paper(
        "Pemantauan tindak lanjut", office=office, subtitle=about, demo=demo, landscape=True, dated_at=at
    )  # fmt: skip
    paper.table(HEADERS, [row.cells for row in rows], widths=WIDTHS)
    paper.paragraph(f"Keadaan {waktu(at)}.", muted=True)
    return paper.bytes()


def matrix_sheet(rows: Iterable[Row], *, office: str, demo: bool, about: str, at: datetime) -> bytes:
    cells = [row.cells for row in rows]
    sheet = Sheet("Tindak lanjut", HEADERS, cells, widths=(32, 44, 52, 30, 22), lead=(about, f"Keadaan {waktu(at)}."))
    return workbook("Pemantauan tindak lanjut", [sheet], office=office, demo=demo, dated_at=at)


def standing(finding: Finding) -> str:
    """In which state the finding is, since when, and by whom."""
    if finding.state is FindingState.WITHDRAWN:
        by = finding.withdrawn_by.name if finding.withdrawn_by else "–"
        return f"Dicabut {waktu(finding.withdrawn_at)} oleh {by}: {finding.withdraw_reason.rstrip('.')}."
    if finding.issued_at is None:
        return f"Konsep, dicatat {waktu(finding.recorded_at)} oleh {finding.recorded_by.name}; belum disampaikan."
    by = finding.issued_by.name if finding.issued_by else "–"
    done = " Semua rekomendasi selesai." if finding.state is FindingState.DONE else ""
    return f"Disampaikan {waktu(finding.issued_at)} oleh {by.rstrip('.')}.{done}"


def _recommended(one: Recommendation, *, at: datetime) -> tuple[str, ...]:
    unit = f"\n({one.unit.name})" if one.unit else ""
    due = due_words(one, overdue=is_overdue(one, at=at))
    return str(one.no), one.text + unit, due, followed_words(one), status_words(one)
