"""Findings that tests begin with: a draft, an issued one, one that the office answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.demo.papers import paper
from app.demo.people import find_office
from app.demo.story import wita
from app.inspection.findings import actions, followup_actions
from app.inspection.findings.models import Answer, Finding, Recommendation
from app.inspection.findings.states import Followup
from app.web.transaction import writing

RECORDED = wita("2026-11-25 15.30")
ISSUED = wita("2026-11-25 16.00")
ANSWERED = wita("2026-11-26 09.00")
JUDGED = wita("2026-11-27 10.00")
DUE = date(2026, 12, 4)
AFTER_DUE = wita("2026-12-07 08.00")

TEXTS = {
    "kondisi": "Langkah 4 disahkan terlambat (rekaman 40).",
    "kriteria": "SOP 175/188/SETWAN-BLG/2023 langkah 4: 2 hari.",
    "sebab": "Data Bagian Persidangan tidak diminta sejak awal.",
    "akibat": "Laporan diterima sesudah tenggat triwulan.",
}
TITLE = "Pengumpulan data terlambat"


def draft(*, at: datetime = RECORDED, **changed: Any) -> Finding:
    """Without a recommendation."""
    facts: dict[str, Any] = {"title": TITLE, "texts": TEXTS} | changed
    with writing():
        return actions.record_finding(**facts, by=find_office().inspektur, at=at)


def recommended(
    finding: Finding, *, text: str = "Minta data bagian sejak langkah 1.", due_on: date = DUE, unit: str = "",
    at: datetime = RECORDED,
) -> Recommendation:  # fmt: skip
    with writing():
        office = find_office()
        return followup_actions.add_recommendation(
            finding, text=text, due_on=due_on, unit=getattr(office, unit) if unit else None, by=office.inspektur, at=at
        )


def issued(*, unit: str = "", at: datetime = ISSUED) -> Finding:
    """With one recommendation."""
    finding = draft()
    recommended(finding, unit=unit)
    with writing():
        actions.issue_finding(finding, by=find_office().inspektur, at=at)
    return finding


def answered(
    finding: Finding, *, no: int = 1, who: str = "kabag_umum", text: str = "Data sudah diminta dengan nota dinas.",
    files: tuple[str, ...] = ("nota-dinas.docx",), at: datetime = ANSWERED,
) -> Answer:  # fmt: skip
    stored = [paper(name, "Nota dinas", name) for name in files]
    with writing():
        one = finding.recommendation(no)
        assert one is not None
        by = getattr(find_office(), who)
        return followup_actions.answer(one, text=text, done_on=date(2026, 11, 25), files=stored, by=by, at=at)


def judged(
    finding: Finding, status: Followup = Followup.DONE, *, no: int = 1, note: str = "Bukti sudah dilihat.",
    at: datetime = JUDGED,
) -> None:  # fmt: skip
    with writing():
        one = finding.recommendation(no)
        assert one is not None
        followup_actions.judge(one, status=status, note=note, by=find_office().inspektur, at=at)


def everything() -> Finding:
    """Each act that changes state, once at least, on findings 1 to 3."""
    office_acts = issued(unit="umum")
    answered(office_acts)
    judged(office_acts, Followup.UNDER_WAY)
    answered(office_acts, files=(), text="Tenggat permintaan data masuk ke jadwal tahunan.", at=JUDGED)
    judged(office_acts, at=wita("2026-11-27 11.00"))
    recommended(office_acts, text="Catat permintaan data di aplikasi.", at=wita("2026-11-27 11.30"))
    at = wita("2026-11-27 13.30")
    with writing():
        inspektur, second = find_office().inspektur, office_acts.recommendation(2)
        assert second is not None
        actions.change_finding(
            office_acts, title=TITLE, texts=TEXTS | {"akibat": "Laporan terlambat dua hari."}, reason="salah hitung",
            by=inspektur, at=at,
        )  # fmt: skip
        followup_actions.change_recommendation(
            second, text=second.text, due_on=date(2026, 12, 18), unit=find_office().umum, reason="libur akhir tahun",
            by=inspektur, at=at,
        )  # fmt: skip
    dropped = draft(title="Konsep yang dicabut", at=at)
    removed = recommended(dropped, at=at)
    with writing():
        inspektur = find_office().inspektur
        actions.change_finding(dropped, title="Konsep yang diubah", texts=TEXTS, by=inspektur, at=at)
        followup_actions.change_recommendation(
            removed, text="Bunyi yang lain sama sekali.", due_on=DUE, unit=None, by=inspektur, at=at
        )
        followup_actions.remove_recommendation(removed, by=inspektur, at=at)
        actions.withdraw_finding(dropped, reason="tidak terbukti", by=inspektur, at=at)
    return office_acts
