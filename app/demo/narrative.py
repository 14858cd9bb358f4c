"""What the demo office wrote for its report of 2025."""

from __future__ import annotations

YEAR_2025 = {
    "kata_pengantar": (
        "Laporan Pengukuran Kinerja Sekretariat DPRD Kabupaten Balangan Tahun 2025 disusun sebagai pertanggungjawaban"
        " atas perjanjian kinerja yang telah ditetapkan.\n\n"
        "Setiap angka di dalamnya dapat ditelusuri ke dokumen sumbernya, dan setiap langkah penyusunannya tercatat"
        " menurut standar operasional prosedur yang berlaku."
    ),
    "ikhtisar": (
        "Sekretariat DPRD Kabupaten Balangan mengukur delapan indikator dari dua sasaran. Enam indikator berperingkat"
        " Sangat Tinggi dan dua indikator berperingkat Tinggi.\n\n"
        "Dua indikator belum mencapai target: fasilitasi Raperda sampai persetujuan bersama (83,33%) dan waktu"
        " penyelesaian risalah rapat (80,00%).\n\n"
        "Langkah perbaikan tahun berikutnya:\n"
        "1. menyusun jadwal pembahasan Raperda per triwulan bersama Bapemperda;\n"
        "2. menyiapkan penyusun risalah cadangan;\n"
        "3. mempertahankan tindak lanjut rekomendasi pengawasan secara penuh."
    ),
    "pendahuluan": (
        "# Latar belakang\n"
        "Pengukuran kinerja menilai keberhasilan dan kegagalan pelaksanaan kegiatan sesuai dengan sasaran yang telah"
        " ditetapkan, sebagaimana diatur dalam Peraturan Presiden Nomor 29 Tahun 2014.\n\n"
        "# Susunan organisasi\n"
        "Tugas Sekretariat DPRD dilaksanakan oleh:\n"
        "- Bagian Umum dan Keuangan;\n"
        "- Bagian Persidangan dan Perundang-undangan;\n"
        "- Bagian Fasilitasi Penganggaran dan Pengawasan."
    ),
    "perencanaan": (
        "Target kinerja tahun 2025 ditetapkan dalam Perjanjian Kinerja berdasarkan Renstra Sekretariat DPRD."
    ),
    "capaian": "Capaian dihitung dengan membandingkan realisasi dengan target setiap indikator.",
    "efisiensi": (
        "Capaian kinerja rata-rata lebih tinggi daripada penyerapan anggaran, sehingga sasaran dicapai dengan"
        " pemakaian anggaran yang hemat."
    ),
    "program_pendukung": (
        "Sasaran 1 didukung Program Dukungan Pelaksanaan Tugas dan Fungsi DPRD; sasaran 2 didukung Program Penunjang"
        " Urusan Pemerintahan Daerah."
    ),
    "anggaran": "Pagu dan realisasi anggaran menurut program dan kegiatan disajikan dalam tabel berikut.",
    "penutup": (
        "Secara umum kinerja Sekretariat DPRD Kabupaten Balangan tahun 2025 tergolong Sangat Tinggi. Dua indikator yang"
        " belum mencapai target menjadi perhatian utama dalam perencanaan tahun berikutnya.\n\n"
        "Demikian laporan ini disusun sebagai bentuk pertanggungjawaban atas pelaksanaan tugas dan fungsi."
    ),
    "sebab_1_2": (
        "Dua dari delapan Raperda dalam Propemperda belum sampai pada persetujuan bersama: satu menunggu hasil"
        " harmonisasi, satu ditunda atas permintaan pengusul."
    ),
    "solusi_1_2": (
        "Jadwal pembahasan disusun per triwulan bersama Bapemperda, dan naskah akademik diserahkan paling lambat dua"
        " bulan sebelum pembahasan."
    ),
    "sebab_1_3": "Sebagian aspirasi belum memenuhi kelengkapan usulan sampai batas waktu penginputan.",
    "solusi_1_3": "Pendampingan kelengkapan usulan dilakukan segera setelah masa reses.",
    "sebab_1_4": "Jumlah rapat bertambah, sedangkan jumlah penyusun risalah tetap.",
    "solusi_1_4": "Rekaman ditranskripsi pada hari rapat itu juga, dan satu staf dilatih sebagai penyusun cadangan.",
}
