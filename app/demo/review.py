"""The Inspektorat of the demo office reviews the yearly report of 2025: a finished working paper, and an LKE begun."""

from __future__ import annotations

from app.demo.people import find_office
from app.demo.story import wita
from app.extensions import db
from app.inspection.review import actions
from app.inspection.review.evidence import gather, records_of
from app.inspection.review.models import Review
from app.runs.models import Run
from app.web.transaction import writing

OPENED = wita("2026-02-27 09.00")
FINISHED = wita("2026-02-27 14.30")

ANSWERS: dict[str, tuple[str, ...]] = {
    "F1": ("ya", "Ikhtisar, sasaran, dan indikator tampil."),
    "F2": ("ya", "Delapan indikator dengan target."),
    "F3": ("ya", "Capaian, peringkat, dan rumusnya tampil untuk setiap indikator."),
    "F4": ("ya", "Lampiran Jejak SOP dan sumber data terbaca."),
    "F5": (
        "sebagian", "Upaya perbaikan 1.2 tertulis, tetapi tanpa penanggung jawab dan tenggat.",
        "Narasi disusun sebelum rapat internal membahas 1.2.",
        "Lengkapi upaya perbaikan dengan penanggung jawab dan tenggat.",
    ),
    "F6": ("ya", "Rincian anggaran berjumlah sama dengan induknya."),
    "M1": ("ya", "Tim Penyusun membekukan, Sekretaris DPRD menandatangani."),
    "M2": (
        "sebagian", "Sumber disebut untuk setiap angka; berkas buktinya belum dilampirkan pada angka.",
        "Bukti dilampirkan pada langkah SOP saja.", "Lampirkan berkas bukti pada setiap realisasi.",
    ),
    "M3": ("ya", "SOP 175/188/SETWAN-BLG/2023 berlaku dan dipakai."),
    "M4": ("ya", "Setiap indikator mempunyai bagian penanggung jawab."),
    "M5": ("ya", "Uji petik lima bukti cocok dengan sumbernya."),
    "M6": ("ya", "Ketiga Kepala Bagian memberi paraf."),
    "M7": ("ya", "Laporan ketiga bagian diterima pada langkah 5."),
    "S1": ("sebagian", "Target cocok; naskah PK dilihat di luar aplikasi.", "PK belum diunggah.", "Unggah naskah PK."),
    "S2": ("ya", "Target akhir Renstra tampil di samping realisasi."),
    "S3": ("tidak-berlaku",),
    "S4": ("ya",),
    "S5": ("sebagian", "IKU belum ditandai dalam aplikasi.", "", "Tandai IKU, atau lampirkan keputusan penetapannya."),
    "S6": ("tidak", "Penjelasan mengenai IKU belum ada."),
    "S7": ("sebagian", "Dibandingkan dengan tahun lalu; standar nasional belum ada."),
    "S8": ("ya",),
    "S9": ("tidak-berlaku",),
    "S10": ("ya", "Satuan, target, dan rumus lengkap."),
}  # fmt: skip


def review_2025(run_id: int) -> None:
    """In February 2026, after the finding: the reviu of that run, and the year's LKE with one item answered."""
    with writing():
        by = find_office().inspektur
        paper = actions.open_reviu(db.session.get_one(Run, run_id), by=by, at=OPENED)
        for code, said in ANSWERS.items():
            _answer(paper, code, *said)
        actions.complete_review(paper, facts=records_of(gather(paper)), by=by, at=FINISHED)
        pack = actions.open_lke(paper.year, by=by, at=FINISHED)
        _answer(pack, "3.a", "ya", "Laporan tahunan bertanda tangan.")


def _answer(paper: Review, code: str, status: str, result: str = "", cause: str = "", advice: str = "") -> None:
    said = {"status": status, "result": result, "cause": cause, "recommendation": advice}
    by = find_office().inspektur
    actions.answer_criterion(paper, code=code, said=said, version=0, by=by, at=OPENED)
