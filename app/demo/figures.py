"""The demo office's figures: 2025 with target and realisasi, 2024 as the year before; no other period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import UnitKerja
from app.demo.people import Office
from app.performance.accumulation import Accumulation
from app.performance.actions import enter_realisasi, set_target
from app.performance.budget_actions import add_budget_line, enter_spending
from app.performance.capaian import Formula
from app.performance.definition import Definition
from app.performance.definition_actions import add_indicator, add_sasaran
from app.performance.models import BudgetLine
from app.performance.period import Period

YEAR, YEAR_BEFORE = Period(2025), Period(2024)
RENSTRA_YEAR = 2026
BUDGET_SOURCE = "Laporan Realisasi Anggaran 2025 (contoh)"

SASARAN = {
    "1": "Meningkatnya kualitas dukungan Sekretariat DPRD terhadap pelaksanaan fungsi DPRD",
    "2": "Meningkatnya akuntabilitas kinerja dan keuangan Sekretariat DPRD",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One indikator of the demo office: its definition and its figures, as officials type them."""

    code: str
    name: str
    satuan: str
    formula: Formula
    target: str
    realisasi: str
    before: str
    renstra: str
    unit: str
    document: str


HIGHER, LOWER, WORDS = Formula.HIGHER, Formula.LOWER, Formula.QUALITATIVE
STORIES = (
    Story("1.1", "Tingkat Kepuasan Anggota DPRD terhadap Pelayanan Sekretariat DPRD", "indeks", HIGHER,
          "84,00", "86,52", "83,10", "88,00", "umum", "Laporan survei kepuasan anggota DPRD"),
    Story("1.2", "Persentase Raperda Propemperda yang difasilitasi sampai persetujuan bersama", "%", HIGHER,
          "90,00", "75,00", "81,82", "95,00", "persidangan", "Rekapitulasi Propemperda"),
    Story("1.3", "Persentase aspirasi reses yang diakomodir dalam Pokir DPRD", "%", HIGHER,
          "80,00", "78,40", "74,00", "85,00", "fasilitasi", "Rekapitulasi Pokir DPRD"),
    Story("1.4", "Rata-rata waktu penyelesaian risalah rapat", "hari kerja", LOWER,
          "5", "6", "7", "4", "persidangan", "Buku kendali risalah rapat"),
    Story("2.1", "Nilai AKIP Sekretariat DPRD", "nilai", HIGHER,
          "70,50", "71,25", "68,40", "75,00", "umum", "Laporan hasil evaluasi AKIP"),
    Story("2.2", "Persentase rekomendasi hasil pengawasan yang ditindaklanjuti", "%", HIGHER,
          "100", "100", "87,50", "100", "umum", "Matriks tindak lanjut hasil pengawasan"),
    Story("2.3", "Jumlah temuan berulang", "temuan", LOWER,
          "0", "0", "1", "0", "umum", "Laporan hasil pemeriksaan"),
    Story("2.4", "Ketepatan waktu penetapan Perda APBD", "kualitatif", WORDS,
          "Tepat waktu", "Tepat waktu", "Tepat waktu", "Tepat waktu", "fasilitasi", "Perda APBD dan berita acara"),
)  # fmt: skip

# (depth, code, name, pagu, realisasi); the source gives the kegiatan below 4.02.02 no codes.
BUDGET = (
    (0, "4.02.01", "Penunjang Urusan Pemerintahan Daerah", "28.450.000.000", "26.743.000.000"),
    (1, "4.02.01.2.01", "Perencanaan, Penganggaran, dan Evaluasi Kinerja", "312.500.000", "298.750.000"),
    (1, "", "Kegiatan lainnya", "28.137.500.000", "26.444.250.000"),
    (0, "4.02.02", "Dukungan Pelaksanaan Tugas dan Fungsi DPRD", "19.875.000.000", "17.490.000.000"),
    (1, "", "Pembentukan Perda dan Peraturan DPRD", "2.640.000.000", "2.112.000.000"),
    (1, "", "Penyerapan dan Penghimpunan Aspirasi", "4.180.000.000", "4.054.600.000"),
    (1, "", "Fasilitasi Tugas DPRD", "9.420.000.000", "8.478.000.000"),
    (1, "", "Kegiatan lainnya", "3.635.000.000", "2.845.400.000"),
)


def load_figures(office: Office, *, at: datetime) -> None:
    """Define the demo office's sasaran and indikator and enter its figures, each through its own act."""
    sasaran = {code: add_sasaran(code=code, name=name, by=office.sekretaris, at=at) for code, name in SASARAN.items()}
    for story in STORIES:
        unit: UnitKerja = getattr(office, story.unit)
        definition = Definition(
            code=story.code, name=story.name, satuan=story.satuan, formula=story.formula,
            accumulation=Accumulation.LAST, source=story.document, unit_id=unit.id,
            renstra_target=story.renstra, renstra_year=RENSTRA_YEAR,
        )  # fmt: skip
        indicator = add_indicator(sasaran[story.code[0]], definition, by=office.tim, at=at)
        set_target(indicator, period=YEAR, value=story.target, by=office.sekretaris, at=at)
        for period, value in ((YEAR_BEFORE, story.before), (YEAR, story.realisasi)):
            source = f"{story.document} {period.year} (contoh)"
            enter_realisasi(indicator, period=period, value=value, source=source, by=office.tim, at=at)
    _load_budget(office, at=at)


def _load_budget(office: Office, *, at: datetime) -> None:
    above: list[BudgetLine] = []
    for depth, code, name, pagu, realisasi in BUDGET:
        del above[depth:]
        parent = above[-1] if above else None
        line = add_budget_line(period=YEAR, code=code, name=name, pagu=pagu, parent=parent, by=office.tim, at=at)
        enter_spending(line, realisasi=realisasi, source=BUDGET_SOURCE, by=office.tim, at=at)
        above.append(line)
