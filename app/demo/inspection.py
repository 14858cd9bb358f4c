"""The Inspektorat of the demo office at work on the yearly report of 2025: a sample, and a finding that is answered."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.queries import acting_person
from app.audit.queries import head
from app.demo.papers import paper
from app.demo.people import find_office
from app.demo.story import wita
from app.inspection.findings import actions, followup_actions
from app.inspection.findings.models import Finding, Recommendation
from app.inspection.findings.prefill import prefilled
from app.inspection.findings.states import Followup
from app.inspection.sampling.actions import draw_sample, record_sample
from app.inspection.sampling.draw import Question
from app.web.transaction import writing

SEED = "undian 3-1-6-2"
PURPOSE = "Uji petik bukti pengukuran kinerja tahun 2025"

TITLE = "Pengumpulan data kinerja 2025 melampaui batas waktu dan harus diulang"
SEBAB = (
    "Rekapitulasi Pokir baru diminta dari Bagian Fasilitasi sesudah langkah 3, "
    "dan tidak dicocokkan dengan realisasi sebelum langkah 4 disahkan."
)
AKIBAT = (
    "Laporan bagian masuk dua kali, langkah 5 dikembalikan satu kali, dan laporan tahunan "
    "diselesaikan lebih lambat daripada waktu yang ditetapkan SOP."
)
FIRST = "Minta data setiap bagian sejak langkah 1, dengan tenggat yang tertulis."
SECOND = "Cocokkan realisasi dengan rekapitulasi sumbernya sebelum langkah 4 disahkan, dan lampirkan hasilnya."
ANSWER = "Permintaan data kini dikirim bersama surat perintah pada langkah 1; contoh nota dinasnya terlampir."
NOTE = "Nota dinas sudah dilihat; permintaan data mencantumkan tenggat untuk setiap bagian."


def inspect_2025(run_id: int) -> Finding:
    """In February 2026. One recommendation is done; of the other nothing was heard, so by now it is overdue."""
    _take_a_sample(run_id, at=wita("2026-02-09 09.10"))
    finding = _write_the_finding(run_id, at=wita("2026-02-10 10.00"))
    with writing():
        actions.issue_finding(finding, by=find_office().inspektur, at=wita("2026-02-11 08.30"))
    with writing():
        answered, judged = wita("2026-02-23 13.40"), wita("2026-02-26 09.15")
        name = "nota-dinas-permintaan-data-2026.docx"
        stored = paper(
            name, "Nota dinas permintaan data kinerja", "Setiap bagian mengirim data paling lambat hari ke-2."
        )
        kabag = acting_person(find_office().kabag_umum, at=answered)
        followup_actions.answer(
            _recommendation(finding, 1), text=ANSWER, done_on=date(2026, 2, 20), files=[stored], by=kabag, at=answered
        )
        followup_actions.judge(
            _recommendation(finding, 1), status=Followup.DONE, note=NOTE, by=find_office().inspektur, at=judged
        )
    return finding


def _take_a_sample(run_id: int, *, at: datetime) -> None:
    opened = head()
    assert opened is not None
    question = Question("evidence", f"run:{run_id}", SEED, opened.size)
    drawn = draw_sample(question, size=5)
    with writing():
        record_sample(question, drawn, purpose=PURPOSE, by=find_office().inspektur, at=at)


def _write_the_finding(run_id: int, *, at: datetime) -> Finding:
    """Kondisi and Kriteria as the log and the SOP give them for step 4; Sebab and Akibat as an auditor would."""
    given = prefilled(run_id=run_id, step=4)
    texts = {"kondisi": given["kondisi"], "kriteria": given["kriteria"], "sebab": SEBAB, "akibat": AKIBAT}
    with writing():
        office = find_office()
        finding = actions.record_finding(title=TITLE, texts=texts, run_id=run_id, by=office.inspektur, at=at)
        for text, due_on, unit in ((FIRST, date(2026, 2, 27), office.umum), (SECOND, date(2026, 3, 31), None)):
            followup_actions.add_recommendation(
                finding, text=text, due_on=due_on, unit=unit, by=office.inspektur, at=at
            )  # fmt: skip
    return finding


def _recommendation(finding: Finding, no: int) -> Recommendation:
    found = finding.recommendation(no)
    assert found is not None
    return found
