"""The trail of the sample report: seven steps with their clocks, verdicts and evidence, one sent back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.reports.context import AnnexCell, AnnexStep, EvidenceItem, Interval, ReturnNote, SopAnnex
from app.sop.drawing import cell_words
from app.sop.flow import FlowCell, FlowStep, lay_out
from app.sop.pelaksana import Duty, Symbol

WITA = ZoneInfo("Asia/Makassar")
COLUMNS = ("Sekretaris DPRD", "Kabag/ Kasubag", "Tim Penyusun SAKIP/LAKIP", "Staf")


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def at(text: str) -> datetime:
    """A moment in WITA, "2026-01-12 08.00"."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WITA).astimezone(UTC)


N = FlowCell()


def drawn(symbol: Symbol, duty: Duty = Duty.HELPS, *, confirmed: bool = False, no_to: int | None = None) -> FlowCell:
    return FlowCell(symbol=symbol, duty=duty, confirmed=confirmed, no_to=no_to)


ANSWERS, BOX = Duty.ANSWERS, Symbol.BOX
FLOW = lay_out(
    (
        FlowStep(1, (drawn(Symbol.START, ANSWERS), N, N, N)),
        FlowStep(2, (N, drawn(BOX, ANSWERS), drawn(BOX), N)),
        FlowStep(3, (N, N, drawn(BOX, ANSWERS), N)),
        FlowStep(4, (N, N, drawn(BOX, ANSWERS), drawn(BOX))),
        FlowStep(5, (drawn(Symbol.DECISION, Duty.NOTHING, no_to=4), drawn(BOX, ANSWERS, confirmed=True), N, N)),
        FlowStep(
            6,
            (drawn(BOX, Duty.NOTHING), drawn(BOX, ANSWERS), drawn(BOX, Duty.NOTHING, confirmed=True), drawn(BOX)),
            meeting=True,
        ),
        FlowStep(7, (drawn(Symbol.END, ANSWERS), drawn(BOX), drawn(BOX), N)),
    )
)
MARKS = {Duty.ANSWERS: "●", Duty.HELPS: "○"}


def cells_of(no: int) -> tuple[AnnexCell, ...]:
    return tuple(AnnexCell(alt=cell_words(cell), duty=MARKS.get(cell.cell.duty, "")) for cell in FLOW[no - 1].cells)


def workday(day: str, start: str, end: str, minutes: int) -> Interval:
    return Interval(start=at(f"{day} {start}"), end=at(f"{day} {end}"), minutes=minutes, counted=True)


def rest(day: str, start: str, end: str, reason: str) -> Interval:
    return Interval(start=at(f"{day} {start}"), end=at(f"{day} {end}"), minutes=0, counted=False, reason=reason)


def item(
    kind: str, label: str, name: str, who: str = "Rina Maharani, S.AP.", when: str = "2026-01-14 09.05"
) -> EvidenceItem:
    return EvidenceItem(kind=kind, label=label, name=name, sha256=digest(name), size=214_300, by=who, at=at(when))


SEKRETARIS, KABAG, TIM = "Drs. H. Muhammad Ilham, M.AP.", "Dewi Anggraini, S.H., M.H.", "Rina Maharani, S.AP."

STEPS = (
    AnnexStep(
        no=1,
        uraian="Memerintahkan melaksanakan pengukuran kinerja",
        kelengkapan="Struktur organisasi, surat perintah",
        waktu="20 Menit",
        output="Disposisi perintah, surat",
        who=SEKRETARIS,
        cells=cells_of(1),
        flow=FLOW[0],
        handed_over_at=at("2026-01-12 08.00"),
        completed_at=at("2026-01-12 08.14"),
        due_at=at("2026-01-12 08.20"),
        used="14 menit",
        on_time=True,
        verdict="Tepat waktu",
        parts=(("menunggu", "4 menit"), ("dikerjakan", "10 menit")),
        intervals=(workday("2026-01-12", "08.00", "08.14", 14),),
        items=(
            item("Kelengkapan", "Struktur organisasi", "struktur-organisasi.pdf", SEKRETARIS),
            item("Kelengkapan", "surat perintah", "surat-perintah.pdf", SEKRETARIS),
            item("Keluaran", "Disposisi perintah", "disposisi.pdf", SEKRETARIS),
            EvidenceItem(
                kind="Keluaran",
                label="surat",
                exempt_reason="disposisi dan surat perintah satu naskah",
                by=SEKRETARIS,
                at=at("2026-01-12 08.12"),
            ),
        ),
    ),
    AnnexStep(
        no=2,
        uraian="Pengumpulan tim pelaksana Pengukuran kinerja",
        kelengkapan="anggota tim",
        waktu="1 jam",
        output="Tim perumus",
        who=KABAG,
        cells=cells_of(2),
        flow=FLOW[1],
        handed_over_at=at("2026-01-12 08.14"),
        completed_at=at("2026-01-12 09.10"),
        due_at=at("2026-01-12 09.14"),
        used="56 menit",
        on_time=True,
        verdict="Tepat waktu",
        intervals=(workday("2026-01-12", "08.14", "09.10", 56),),
        items=(
            item("Kelengkapan", "anggota tim", "sk-tim.pdf", KABAG),
            item("Keluaran", "Tim perumus", "daftar-hadir.pdf", KABAG),
        ),
    ),
    AnnexStep(
        no=3,
        uraian="Menyusun konsep pengukuran kinerja",
        kelengkapan="tim",
        waktu="1 hari",
        output="Draf pengukuran kinerja",
        who=TIM,
        cells=cells_of(3),
        flow=FLOW[2],
        handed_over_at=at("2026-01-12 09.10"),
        completed_at=at("2026-01-13 08.45"),
        due_at=at("2026-01-13 09.10"),
        used="425 menit (0,94 hari)",
        on_time=True,
        verdict="Tepat waktu",
        intervals=(
            workday("2026-01-12", "09.10", "12.00", 170),
            rest("2026-01-12", "12.00", "13.00", "istirahat"),
            workday("2026-01-12", "13.00", "16.00", 180),
            rest("2026-01-12", "16.00", "23.59", "di luar jam kerja"),
            workday("2026-01-13", "07.30", "08.45", 75),
        ),
        items=(
            item("Kelengkapan", "tim", "sk-tim.pdf"),
            item("Keluaran", "Draf pengukuran kinerja", "draf-pengukuran-2025.docx"),
        ),
    ),
    AnnexStep(
        no=4,
        uraian="Menghimpun data rencana kinerja dan menyusun konsep laporan",
        kelengkapan="konsep",
        waktu="2 hari",
        output="Konsep laporan, data-data",
        who=TIM,
        cells=cells_of(4),
        flow=FLOW[3],
        handed_over_at=at("2026-01-13 08.45"),
        completed_at=at("2026-01-19 10.05"),
        due_at=at("2026-01-15 08.45"),
        used="1.430 menit (3,18 hari)",
        on_time=False,
        verdict="Terlambat 1 hari 1 jam",
        late_reason="data Pokir dari Bagian Fasilitasi baru lengkap pada 15 Januari 2026",
        intervals=(
            workday("2026-01-13", "08.45", "16.00", 375),
            workday("2026-01-14", "07.30", "16.00", 450),
            workday("2026-01-15", "07.30", "16.00", 450),
            rest("2026-01-16", "07.30", "16.30", "Isra Mikraj Nabi Muhammad"),
            rest("2026-01-17", "00.00", "23.59", "Sabtu"),
            rest("2026-01-18", "00.00", "23.59", "Minggu"),
            workday("2026-01-19", "07.30", "10.05", 155),
        ),
        items=(
            item("Kelengkapan", "konsep", "draf-pengukuran-2025.docx", when="2026-01-13 09.20"),
            item("Keluaran", "Konsep laporan", "konsep-laporan-2025.docx", when="2026-01-19 09.58"),
            item("Keluaran", "data-data", "himpunan-data-2025.xlsx", when="2026-01-19 10.01"),
        ),
    ),
    AnnexStep(
        no=5,
        uraian="Laporan Kasubag / kabag kepada Sekretaris DPRD terkait data pengukuran kinerja masing-masing bagian",
        kelengkapan="Konsep laporan",
        waktu="1 hari",
        output="Konsep laporan, data-data",
        who=SEKRETARIS,
        cells=cells_of(5),
        flow=FLOW[4],
        handed_over_at=at("2026-01-19 10.05"),
        completed_at=at("2026-01-20 09.40"),
        due_at=at("2026-01-20 10.05"),
        used="425 menit (0,94 hari)",
        on_time=True,
        verdict="Tepat waktu",
        intervals=(
            workday("2026-01-19", "10.05", "12.00", 115),
            rest("2026-01-19", "12.00", "13.00", "istirahat"),
            workday("2026-01-19", "13.00", "16.00", 180),
            workday("2026-01-20", "07.30", "09.40", 130),
        ),
        items=(
            item("Keluaran", "Laporan Bagian Umum dan Keuangan", "laporan-umum.pdf", "Siti Hadijah, S.E."),
            item("Keluaran", "Laporan Bagian Persidangan dan Perundang-undangan", "laporan-persidangan.pdf", KABAG),
            item(
                "Keluaran",
                "Laporan Bagian Fasilitasi Penganggaran dan Pengawasan",
                "laporan-fasilitasi.pdf",
                "Ahmad Fauzan, S.Sos.",
            ),
        ),
    ),
    AnnexStep(
        no=6,
        uraian="Melakukan rapat internal dengan tim Pengukuran kinerja",
        kelengkapan="Data dan laporan",
        waktu="2 jam",
        output="Laporan kinerja",
        who=KABAG,
        cells=cells_of(6),
        flow=FLOW[5],
        handed_over_at=at("2026-01-20 09.40"),
        completed_at=at("2026-01-20 11.30"),
        due_at=at("2026-01-20 11.40"),
        used="1 jam 50 menit",
        on_time=True,
        verdict="Tepat waktu",
        intervals=(workday("2026-01-20", "09.40", "11.30", 110),),
        items=(
            item("Kelengkapan", "Data dan laporan", "himpunan-data-2025.xlsx", KABAG),
            item("Keluaran", "Laporan kinerja", "notula-rapat.pdf", KABAG),
        ),
    ),
    AnnexStep(
        no=7,
        uraian="Hasil Laporan Pengukuran kinerja",
        kelengkapan="Laporan Pengukuran Kinerja yang telah selesai",
        waktu="2 hari",
        output="Laporan Kinerja yang sudah siap",
        cells=cells_of(7),
        flow=FLOW[6],
        handed_over_at=at("2026-01-20 11.30"),
        due_at=at("2026-01-22 11.30"),
        at_signature=True,
    ),
)

ANNEX = SopAnnex(
    columns=COLUMNS,
    steps=STEPS,
    returns=(
        ReturnNote(
            at=at("2026-01-19 14.30"), by=SEKRETARIS, from_no=5, to_no=4, reason="angka Pokir belum cocok dengan rekap"
        ),
    ),
    footnotes=(
        "Simbol bergaris putus-putus: disusun ulang dari naskah; belum dikonfirmasi."
        " ● bertanggung jawab atas langkah, ○ membantu.",
    ),
)
