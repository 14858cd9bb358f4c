"""A whole report of the demo office (invented people, the figures of the demo), for tests and for looking at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from app.reports.context import (
    AuditHead,
    Budget,
    BudgetLine,
    Efficiency,
    IndicatorRow,
    Measurement,
    Narrative,
    Office,
    ReportContext,
    RunFacts,
    SasaranBlock,
    Signatory,
    SopIdentity,
    Source,
    Verification,
)
from tests.reports.sample_annex import ANNEX, SEKRETARIS, at, digest

D = Decimal


def source(document: str, who: str = "Rina Maharani, S.AP.") -> Source:
    return Source(document=document, sha256=digest(document), entered_by=who, entered_at=at("2026-01-13 10.21"))


HIGHER, LOWER, SAME = "R/T × 100", "(2T − R)/T × 100", "sama dengan target = 100, tidak sama = 0"
PERSIDANGAN = "Bagian Persidangan dan Perundang-undangan"
ABOVE = "capaian di atas penyerapan"
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
    program_pendukung="Sasaran 1 didukung Program Dukungan Pelaksanaan Tugas dan Fungsi DPRD; sasaran 2 didukung"
    " Program Penunjang Urusan Pemerintahan Daerah.",
    anggaran="Pagu dan realisasi anggaran menurut program dan kegiatan disajikan dalam tabel berikut.",
    penutup="Secara umum kinerja Sekretariat DPRD Kabupaten Balangan tahun 2025 tergolong Sangat Tinggi. Dua indikator"
    " yang belum mencapai target menjadi perhatian utama dalam perencanaan tahun berikutnya.\n\n"
    "Demikian laporan ini disusun sebagai bentuk pertanggungjawaban atas pelaksanaan tugas dan fungsi.",
)


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
        narrative=NARRATIVE,
        measurement=MEASUREMENT,
        budget=BUDGET,
        efficiency=(
            Efficiency(label="1. Dukungan fungsi DPRD", capaian=D("90.33"), anggaran=D("88.00"), note=ABOVE),
            Efficiency(label="2. Akuntabilitas", capaian=D("100.00"), anggaran=D("94.00"), note=ABOVE),
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
                      previous=None, renstra_capaian=None, cause="", solution="", sources=())  # fmt: skip
    first = replace(FIRST, rows=(FIRST.rows[0], missing))
    return replace(
        sample_context(), period_label="Triwulan III 2026", year=2026, quarter=3, narrative=Narrative(), budget=None,
        efficiency=(), measurement=replace(MEASUREMENT, sasaran=(first,), average=None),
        dated_at=at("2026-10-12 09.00") + timedelta(minutes=5),
    )  # fmt: skip
