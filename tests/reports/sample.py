"""A whole report of the demo office (invented people, the figures of the demo), for tests and for looking at."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.reports.context import (
    AnnexCell,
    AnnexStep,
    Approval,
    AuditHead,
    Budget,
    BudgetLine,
    Efficiency,
    EvidenceItem,
    IndicatorRow,
    Interval,
    Measurement,
    Narrative,
    Office,
    ReportContext,
    ReturnNote,
    RunFacts,
    SasaranBlock,
    Signatory,
    SopAnnex,
    SopIdentity,
    Source,
    Verification,
)

WITA = ZoneInfo("Asia/Makassar")
COLUMNS = ("Sekretaris DPRD", "Kabag/ Kasubag", "Tim Penyusun SAKIP/LAKIP", "Staf")
D = Decimal


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def at(text: str) -> datetime:
    """"2026-01-12 08.00" in WITA."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WITA).astimezone(UTC)


def source(document: str, who: str = "Rina Maharani, S.AP.") -> Source:
    return Source(document=document, sha256=digest(document), entered_by=who, entered_at=at("2026-01-13 10.21"))


HIGHER, LOWER, SAME = "R/T × 100", "(2T − R)/T × 100", "sama dengan target = 100, tidak sama = 0"
PERSIDANGAN = "Bagian Persidangan dan Perundang-undangan"
UMUM = "Bagian Umum dan Keuangan"
FASILITASI = "Bagian Fasilitasi Penganggaran dan Pengawasan"

FIRST = SasaranBlock(
    code="1",
    name="Meningkatnya kualitas dukungan Sekretariat DPRD terhadap pelaksanaan fungsi DPRD",
    rows=(
        IndicatorRow(
            code="1.1", name="Tingkat Kepuasan Anggota DPRD terhadap Pelayanan Sekretariat DPRD", satuan="indeks",
            formula=HIGHER, target=D("84.00"), realisasi=D("86.52"), capaian=D("103.00"), rating="Sangat Tinggi",
            previous=D("83.10"), renstra_target=D("88.00"), renstra_capaian=D("98.32"), unit=UMUM,
            sources=(source("laporan-survei-kepuasan-2025.pdf"),),
        ),
        IndicatorRow(
            code="1.2", name="Persentase Raperda Propemperda yang difasilitasi sampai persetujuan bersama", satuan="%",
            formula=HIGHER, target=D("90.00"), realisasi=D("75.00"), capaian=D("83.33"), rating="Tinggi",
            previous=D("81.82"), renstra_target=D("95.00"), renstra_capaian=D("78.95"), unit=PERSIDANGAN,
            sources=(source("rekap-propemperda-2025.xlsx", "Dewi Anggraini, S.H., M.H."),),
            cause="Dari delapan Raperda dalam Propemperda, dua belum sampai pada persetujuan bersama:\n"
            "- Raperda pengelolaan barang milik daerah masih menunggu hasil harmonisasi;\n"
            "- Raperda penyelenggaraan perpustakaan ditunda atas permintaan pengusul.",
            solution="Jadwal pembahasan disusun per triwulan bersama Bapemperda, dan naskah akademik diserahkan"
            " paling lambat dua bulan sebelum pembahasan.",
        ),
        IndicatorRow(
            code="1.3", name="Persentase aspirasi reses yang diakomodir dalam Pokir DPRD", satuan="%",
            formula=HIGHER, target=D("80.00"), realisasi=D("78.40"), capaian=D("98.00"), rating="Sangat Tinggi",
            previous=D("74.00"), renstra_target=D("85.00"), renstra_capaian=D("92.24"), unit=FASILITASI,
            sources=(source("rekap-pokir-2025.xlsx", "Ahmad Fauzan, S.Sos."),),
        ),
        IndicatorRow(
            code="1.4", name="Rata-rata waktu penyelesaian risalah rapat", satuan="hari kerja",
            formula=LOWER, target=D("5"), realisasi=D("6"), capaian=D("80.00"), rating="Tinggi",
            previous=D("7"), renstra_target=D("4"), renstra_capaian=D("50.00"), unit=PERSIDANGAN,
            sources=(source("register-risalah-2025.xlsx", "Dewi Anggraini, S.H., M.H."),),
            cause="Penyusun risalah berkurang satu orang sejak Juni 2025, sedangkan jumlah rapat naik menjadi 148.",
            solution="Rekaman ditranskripsi pada hari rapat itu juga, dan satu staf dilatih sebagai penyusun cadangan.",
        ),
    ),
)  # fmt: skip

SECOND = SasaranBlock(
    code="2",
    name="Meningkatnya akuntabilitas kinerja dan keuangan Sekretariat DPRD",
    rows=(
        IndicatorRow(
            code="2.1", name="Nilai AKIP Sekretariat DPRD", satuan="nilai", formula=HIGHER,
            target=D("70.50"), realisasi=D("71.25"), capaian=D("101.06"), rating="Sangat Tinggi",
            previous=D("68.40"), renstra_target=D("75.00"), renstra_capaian=D("95.00"), unit=UMUM,
            sources=(source("lhe-akip-2025.pdf"),),
        ),
        IndicatorRow(
            code="2.2", name="Persentase rekomendasi hasil pengawasan yang ditindaklanjuti", satuan="%", formula=HIGHER,
            target=D("100"), realisasi=D("100"), capaian=D("100.00"), rating="Sangat Tinggi",
            previous=D("87.50"), renstra_target=D("100"), renstra_capaian=D("100.00"), unit=FASILITASI,
            sources=(source("matriks-tindak-lanjut-2025.xlsx", "Ahmad Fauzan, S.Sos."),),
        ),
        IndicatorRow(
            code="2.3", name="Jumlah temuan berulang", satuan="temuan", formula=LOWER,
            target=D("0"), realisasi=D("0"), capaian=D("100.00"), rating="Sangat Tinggi",
            note="target 0 dan realisasi 0: capaian 100,00",
            previous=D("1"), renstra_target=D("0"), renstra_capaian=D("100.00"), unit=UMUM,
            sources=(source("lhp-2025.pdf"),),
        ),
        IndicatorRow(
            code="2.4", name="Ketepatan waktu penetapan Perda APBD", satuan="kualitatif", formula=SAME,
            target="Tepat waktu", realisasi="Tepat waktu", capaian=D("100.00"), rating="Sangat Tinggi",
            previous="Tepat waktu", renstra_target="Tepat waktu", renstra_capaian=D("100.00"), unit=PERSIDANGAN,
            sources=(source("perda-apbd-2026.pdf", "Dewi Anggraini, S.H., M.H."),),
        ),
    ),
)  # fmt: skip

MEASUREMENT = Measurement(
    sasaran=(FIRST, SECOND),
    rating_rule="Peringkat menurut nilai sebelum pembulatan: di atas 90 Sangat Tinggi, di atas 75 Tinggi, di atas 65"
    " Sedang, di atas 50 Rendah, selebihnya Sangat Rendah (Permendagri 86 Tahun 2017).",
    average=D("95.17"),
    average_rating="Sangat Tinggi",
    average_policy="Dalam rata-rata, capaian setiap indikator dihitung paling tinggi 100.",
    previous_label="2024",
    renstra_label="2026",
)


def line(code: str, name: str, pagu: int, realisasi: int, *children: BudgetLine) -> BudgetLine:
    return BudgetLine(code=code, name=name, pagu=pagu, realisasi=realisasi, children=children)


BUDGET = Budget(
    lines=(
        line(
            "4.02.01", "Program Penunjang Urusan Pemerintahan Daerah", 28_450_000_000, 26_743_000_000,
            line("4.02.01.2.01", "Perencanaan, Penganggaran, dan Evaluasi Kinerja", 312_500_000, 298_750_000),
            line("4.02.01.2.99", "Kegiatan lainnya", 28_137_500_000, 26_444_250_000),
        ),
        line(
            "4.02.02", "Program Dukungan Pelaksanaan Tugas dan Fungsi DPRD", 19_875_000_000, 17_490_000_000,
            line("4.02.02.2.01", "Pembentukan Perda dan Peraturan DPRD", 2_640_000_000, 2_112_000_000),
            line("4.02.02.2.04", "Penyerapan dan Penghimpunan Aspirasi", 4_180_000_000, 4_054_600_000),
            line("4.02.02.2.06", "Fasilitasi Tugas DPRD", 9_420_000_000, 8_478_000_000),
            line("4.02.02.2.99", "Lainnya", 3_635_000_000, 2_845_400_000),
        ),
    ),
    total=line("", "Jumlah", 48_325_000_000, 44_233_000_000),
)  # fmt: skip

NARRATIVE = Narrative(
    kata_pengantar="Puji syukur kami panjatkan ke hadirat Allah SWT, karena atas rahmat-Nya Laporan Pengukuran Kinerja"
    " Sekretariat DPRD Kabupaten Balangan Tahun 2025 dapat diselesaikan.\n\n"
    "Laporan ini menyajikan capaian indikator kinerja, penyebab keberhasilan dan kegagalannya, serta pemakaian"
    " anggaran. Setiap angka di dalamnya dapat ditelusuri ke dokumen sumbernya, dan setiap langkah penyusunannya"
    " tercatat menurut standar operasional prosedur.\n\n"
    "Kami berterima kasih kepada seluruh bagian yang menyampaikan data tepat pada waktunya, dan berharap laporan"
    " ini menjadi dasar perbaikan kinerja pada tahun berikutnya.",
    ikhtisar="Sekretariat DPRD Kabupaten Balangan mengukur delapan indikator dari dua sasaran. Enam indikator"
    " mencapai peringkat Sangat Tinggi dan dua indikator mencapai peringkat Tinggi.\n\n"
    "Dua indikator belum mencapai target, yaitu fasilitasi Raperda sampai persetujuan bersama (83,33%) dan waktu"
    " penyelesaian risalah rapat (80,00%). Keduanya dipengaruhi kesiapan naskah dan jumlah penyusun risalah.\n\n"
    "Anggaran terserap Rp44.233.000.000 dari pagu Rp48.325.000.000 atau 91,53%.\n\n"
    "Langkah perbaikan tahun berikutnya:\n"
    "1. menyusun jadwal pembahasan Raperda per triwulan bersama Bapemperda;\n"
    "2. menambah penyusun risalah cadangan;\n"
    "3. mempertahankan tindak lanjut rekomendasi pengawasan secara penuh.",
    pendahuluan="# Latar belakang\n"
    "Pengukuran kinerja dilaksanakan untuk menilai keberhasilan dan kegagalan pelaksanaan kegiatan sesuai dengan"
    " sasaran dan tujuan yang telah ditetapkan, sebagaimana diatur dalam Peraturan Presiden Nomor 29 Tahun 2014.\n\n"
    "# Tugas dan fungsi\n"
    "Sekretariat DPRD menyelenggarakan administrasi kesekretariatan dan keuangan, mendukung pelaksanaan tugas dan"
    " fungsi DPRD, serta menyediakan dan mengoordinasikan tenaga ahli. Tugas itu dilaksanakan oleh:\n"
    "- Bagian Umum dan Keuangan;\n"
    "- Bagian Persidangan dan Perundang-undangan;\n"
    "- Bagian Fasilitasi Penganggaran dan Pengawasan.\n\n"
    "# Isu strategis\n"
    "Kebutuhan anggota DPRD akan dukungan yang cepat meningkat, terutama dalam pembahasan Raperda dan penyusunan"
    " risalah, sedangkan jumlah pegawai tetap.",
    perencanaan="Perencanaan kinerja tahun 2025 disusun berdasarkan Renstra Sekretariat DPRD dan dituangkan dalam"
    " Perjanjian Kinerja. Target setiap indikator sebagai berikut.",
    capaian="Capaian kinerja dihitung dengan membandingkan realisasi dengan target setiap indikator.",
    efisiensi="Capaian kinerja rata-rata lebih tinggi daripada penyerapan anggaran, sehingga sasaran dicapai dengan"
    " pemakaian anggaran yang hemat.",
    program_pendukung="Sasaran 1 didukung Program Dukungan Pelaksanaan Tugas dan Fungsi DPRD; sasaran 2 didukung Program"
    " Penunjang Urusan Pemerintahan Daerah.",
    anggaran="Pagu dan realisasi anggaran menurut program dan kegiatan disajikan dalam tabel berikut.",
    penutup="Secara umum kinerja Sekretariat DPRD Kabupaten Balangan tahun 2025 tergolong Sangat Tinggi. Dua indikator"
    " yang belum mencapai target menjadi perhatian utama dalam perencanaan tahun berikutnya.\n\n"
    "Demikian laporan ini disusun sebagai bentuk pertanggungjawaban atas pelaksanaan tugas dan fungsi.",
)


def _svg(shape: str, *, dotted: bool) -> str:
    dash = ' stroke-dasharray="3 2.5"' if dotted else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 36" class="symbol">'
        f'<g fill="#fff" stroke="#1b2126" stroke-width="1.6"{dash}>{shape}</g></svg>'
    )


CAPSULE = '<rect x="3" y="6" width="54" height="24" rx="12"/>'
BOX = '<rect x="5" y="5" width="50" height="26"/>'
DIAMOND = '<path d="M30 2 57 18 30 34 3 18z"/>'
SHAPES = {"kapsul": CAPSULE, "kotak": BOX, "belah ketupat": DIAMOND}


def cell(what: str, *, explicit: bool = False, duty: str = "") -> AnnexCell:
    if not what:
        return AnnexCell()
    alt = f"{what}{'' if explicit else ', belum dikonfirmasi'}"
    return AnnexCell(svg=_svg(SHAPES[what], dotted=not explicit), alt=alt, duty=duty)


def workday(day: str, start: str, end: str, minutes: int) -> Interval:
    return Interval(start=at(f"{day} {start}"), end=at(f"{day} {end}"), minutes=minutes, counted=True)


def rest(day: str, start: str, end: str, reason: str) -> Interval:
    return Interval(start=at(f"{day} {start}"), end=at(f"{day} {end}"), minutes=0, counted=False, reason=reason)


def item(kind: str, label: str, name: str, who: str = "Rina Maharani, S.AP.", when: str = "2026-01-14 09.05") -> EvidenceItem:
    return EvidenceItem(kind=kind, label=label, name=name, sha256=digest(name), size=214_300, by=who, at=at(when))


SEKRETARIS, KABAG, TIM = "Drs. H. Muhammad Ilham, M.AP.", "Dewi Anggraini, S.H., M.H.", "Rina Maharani, S.AP."

STEPS = (
    AnnexStep(
        no=1, uraian="Memerintahkan melaksanakan pengukuran kinerja", kelengkapan="Struktur organisasi, surat perintah",
        waktu="20 Menit", output="Disposisi perintah, surat", who=SEKRETARIS,
        cells=(cell("kapsul", duty="●"), cell(""), cell(""), cell("")),
        handed_over_at=at("2026-01-12 08.00"), completed_at=at("2026-01-12 08.14"), due_at=at("2026-01-12 08.20"),
        used="14 menit", on_time=True, verdict="Tepat waktu", parts=(("menunggu", "4 menit"), ("dikerjakan", "10 menit")),
        intervals=(workday("2026-01-12", "08.00", "08.14", 14),),
        items=(
            item("Kelengkapan", "Struktur organisasi", "struktur-organisasi.pdf", SEKRETARIS),
            item("Kelengkapan", "surat perintah", "surat-perintah.pdf", SEKRETARIS),
            item("Keluaran", "Disposisi perintah", "disposisi.pdf", SEKRETARIS),
            EvidenceItem(kind="Keluaran", label="surat", exempt_reason="disposisi dan surat perintah satu naskah",
                         by=SEKRETARIS, at=at("2026-01-12 08.12")),
        ),
    ),
    AnnexStep(
        no=2, uraian="Pengumpulan tim pelaksana Pengukuran kinerja", kelengkapan="anggota tim", waktu="1 jam",
        output="Tim perumus", who=KABAG, cells=(cell(""), cell("kotak", duty="●"), cell("kotak", duty="○"), cell("")),
        handed_over_at=at("2026-01-12 08.14"), completed_at=at("2026-01-12 09.10"), due_at=at("2026-01-12 09.14"),
        used="56 menit", on_time=True, verdict="Tepat waktu",
        intervals=(workday("2026-01-12", "08.14", "09.10", 56),),
        items=(item("Kelengkapan", "anggota tim", "sk-tim.pdf", KABAG), item("Keluaran", "Tim perumus", "daftar-hadir.pdf", KABAG)),
    ),
    AnnexStep(
        no=3, uraian="Menyusun konsep pengukuran kinerja", kelengkapan="tim", waktu="1 hari",
        output="Draf pengukuran kinerja", who=TIM, cells=(cell(""), cell(""), cell("kotak", duty="●"), cell("")),
        handed_over_at=at("2026-01-12 09.10"), completed_at=at("2026-01-13 08.45"), due_at=at("2026-01-13 09.10"),
        used="425 menit (0,94 hari)", on_time=True, verdict="Tepat waktu",
        intervals=(
            workday("2026-01-12", "09.10", "12.00", 170), rest("2026-01-12", "12.00", "13.00", "istirahat"),
            workday("2026-01-12", "13.00", "16.00", 180), rest("2026-01-12", "16.00", "23.59", "di luar jam kerja"),
            workday("2026-01-13", "07.30", "08.45", 75),
        ),
        items=(item("Kelengkapan", "tim", "sk-tim.pdf"), item("Keluaran", "Draf pengukuran kinerja", "draf-pengukuran-2025.docx")),
    ),
    AnnexStep(
        no=4, uraian="Menghimpun data rencana kinerja dan menyusun konsep laporan", kelengkapan="konsep", waktu="2 hari",
        output="Konsep laporan, data-data", who=TIM,
        cells=(cell(""), cell(""), cell("kotak", duty="●"), cell("kotak", duty="○")),
        handed_over_at=at("2026-01-13 08.45"), completed_at=at("2026-01-19 10.05"), due_at=at("2026-01-15 08.45"),
        used="1.430 menit (3,18 hari)", on_time=False, verdict="Terlambat 1 hari 1 jam",
        late_reason="data Pokir dari Bagian Fasilitasi baru lengkap pada 15 Januari 2026",
        intervals=(
            workday("2026-01-13", "08.45", "16.00", 375), workday("2026-01-14", "07.30", "16.00", 450),
            workday("2026-01-15", "07.30", "16.00", 450),
            rest("2026-01-16", "07.30", "16.30", "Isra Mikraj Nabi Muhammad"),
            rest("2026-01-17", "00.00", "23.59", "Sabtu"), rest("2026-01-18", "00.00", "23.59", "Minggu"),
            workday("2026-01-19", "07.30", "10.05", 155),
        ),
        items=(
            item("Kelengkapan", "konsep", "draf-pengukuran-2025.docx", when="2026-01-13 09.20"),
            item("Keluaran", "Konsep laporan", "konsep-laporan-2025.docx", when="2026-01-19 09.58"),
            item("Keluaran", "data-data", "himpunan-data-2025.xlsx", when="2026-01-19 10.01"),
        ),
    ),
    AnnexStep(
        no=5, uraian="Laporan Kasubag / kabag kepada Sekretaris DPRD terkait data pengukuran kinerja masing-masing bagian",
        kelengkapan="Konsep laporan", waktu="1 hari", output="Konsep laporan, data-data", who=SEKRETARIS,
        cells=(cell("belah ketupat"), cell("kotak", explicit=True, duty="●"), cell(""), cell("")),
        handed_over_at=at("2026-01-19 10.05"), completed_at=at("2026-01-20 09.40"), due_at=at("2026-01-20 10.05"),
        used="425 menit (0,94 hari)", on_time=True, verdict="Tepat waktu",
        intervals=(
            workday("2026-01-19", "10.05", "12.00", 115), rest("2026-01-19", "12.00", "13.00", "istirahat"),
            workday("2026-01-19", "13.00", "16.00", 180), workday("2026-01-20", "07.30", "09.40", 130),
        ),
        items=(
            item("Keluaran", "Laporan Bagian Umum dan Keuangan", "laporan-umum.pdf", "Siti Hadijah, S.E."),
            item("Keluaran", "Laporan Bagian Persidangan dan Perundang-undangan", "laporan-persidangan.pdf", KABAG),
            item("Keluaran", "Laporan Bagian Fasilitasi Penganggaran dan Pengawasan", "laporan-fasilitasi.pdf", "Ahmad Fauzan, S.Sos."),
        ),
    ),
    AnnexStep(
        no=6, uraian="Melakukan rapat internal dengan tim Pengukuran kinerja", kelengkapan="Data dan laporan", waktu="2 jam",
        output="Laporan kinerja", who=KABAG,
        cells=(cell("kotak"), cell("kotak", duty="●"), cell("kotak", explicit=True), cell("kotak", duty="○")),
        handed_over_at=at("2026-01-20 09.40"), completed_at=at("2026-01-20 11.30"), due_at=at("2026-01-20 11.40"),
        used="1 jam 50 menit", on_time=True, verdict="Tepat waktu",
        intervals=(workday("2026-01-20", "09.40", "11.30", 110),),
        items=(item("Kelengkapan", "Data dan laporan", "himpunan-data-2025.xlsx", KABAG), item("Keluaran", "Laporan kinerja", "notula-rapat.pdf", KABAG)),
    ),
    AnnexStep(
        no=7, uraian="Hasil Laporan Pengukuran kinerja", kelengkapan="Laporan Pengukuran Kinerja yang telah selesai",
        waktu="2 hari", output="Laporan Kinerja yang sudah siap",
        cells=(cell("kapsul", duty="●"), cell("kotak", duty="○"), cell("kotak", duty="○"), cell("")),
        handed_over_at=at("2026-01-20 11.30"), due_at=at("2026-01-22 11.30"), at_signature=True,
    ),
)  # fmt: skip

ANNEX = SopAnnex(
    columns=COLUMNS,
    steps=STEPS,
    returns=(
        ReturnNote(at=at("2026-01-19 14.30"), by=SEKRETARIS, from_no=5, to_no=4, reason="angka Pokir belum cocok dengan rekap"),
    ),
    footnotes=(
        "Simbol bergaris putus-putus: disusun ulang dari naskah; belum dikonfirmasi. ● bertanggung jawab atas langkah, ○ membantu.",
    ),
)  # fmt: skip


def sample_context() -> ReportContext:
    """The yearly report of 2025 as it is frozen before the signature."""
    return ReportContext(
        office=Office(
            name="Sekretariat DPRD Kabupaten Balangan",
            kop=("Pemerintah Kabupaten Balangan", "Sekretariat Dewan Perwakilan Rakyat Daerah"),
            address=("Jalan Contoh Nomor 1, Paringin, Kalimantan Selatan 71618",),
            place="Paringin",
        ),
        period_label="Tahun 2025",
        year=2025,
        quarter=None,
        dated_at=at("2026-01-21 09.00"),
        sop=SopIdentity(number="175 / 188 / SETWAN-BLG/2023", name="Pelaksanaan Pengukuran Kinerja", version=1),
        run=RunFacts(
            title="Pengukuran Kinerja Tahun 2025", started_at=at("2026-01-12 08.00"), started_by=SEKRETARIS,
            calendar="Waktu kerja menurut kalender versi 1, zona WITA",
        ),
        signatory=Signatory(
            jabatan="Sekretaris DPRD Kabupaten Balangan", name=SEKRETARIS, pangkat="Pembina Utama Muda (IV/c)",
            nip="197203151998031000",
        ),
        paraf=(Approval(name=KABAG, jabatan="Kepala Bagian Persidangan dan Perundang-undangan", at=at("2026-01-20 15.10")),),
        narrative=NARRATIVE,
        measurement=MEASUREMENT,
        budget=BUDGET,
        efficiency=(
            Efficiency(label="1. Dukungan fungsi DPRD", capaian=D("90.33"), anggaran=D("88.00"), note="capaian di atas penyerapan"),
            Efficiency(label="2. Akuntabilitas", capaian=D("100.00"), anggaran=D("94.00"), note="capaian di atas penyerapan"),
        ),
        annex=ANNEX,
        audit=AuditHead(
            log="papan-kinerja/balangan/7f3a", size=412, root=digest("root"),
            checkpoint="papan-kinerja/balangan/7f3a\n412\nabcd=\n\n— papan-kinerja Zm9v\n",
        ),
        verification=Verification(code="LPK-2025-0001", url="https://kinerja.example.go.id/verifikasi/LPK-2025-0001"),
        demo=True,
    )  # fmt: skip


def quarterly_context() -> ReportContext:
    """A short quarterly report: nothing written, one figure missing, no budget yet."""
    missing = replace(FIRST.rows[1], realisasi=None, capaian=None, rating="", note="n/a: realisasi belum diisi",
                      previous=None, cause="", solution="", sources=())  # fmt: skip
    first = replace(FIRST, rows=(FIRST.rows[0], missing))
    return replace(
        sample_context(), period_label="Triwulan III 2026", year=2026, quarter=3, narrative=Narrative(), budget=None,
        efficiency=(), paraf=(), measurement=replace(MEASUREMENT, sasaran=(first,), average=None),
        dated_at=at("2026-10-12 09.00") + timedelta(minutes=5),
    )  # fmt: skip
