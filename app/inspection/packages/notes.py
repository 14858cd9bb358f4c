"""BACA-SAYA.txt: what lies in a package and how the inspector checks it on his own machine."""

from __future__ import annotations

from app.inspection.packages.about import About
from app.web.words import angka, waktu

TEXT = """\
PAKET PEMERIKSAAN
{title}
{office}

Dibuat {when} oleh {who}
Log sampai rekaman {events}, akar {root}.

MULAI DARI MANA
Buka indeks.html dengan peramban: daftar langkah, bukti, laporan, dan kronologi, masing-masing dengan nomor
rekamannya. Berkas zip perlu dibongkar dulu agar tautan di dalamnya dapat dibuka.

CARA MEMERIKSA
Jaringan dan pemasangan tidak diperlukan. Pakai salah satu:

1. Dengan peramban: buka periksa.html, lalu pilih berkas paket (.zip).
2. Dengan Python 3.9 atau lebih baru:
       python periksa.pyz NAMA-PAKET.zip
   Folder yang sudah dibongkar dapat diperiksa juga: python periksa.pyz paket-inspektorat

Lebih baik lagi: pakai periksa.pyz atau periksa.html yang Anda simpan dari pemeriksaan pertama, bukan yang ada
di paket ini.

Bila Anda menyimpan data/log/checkpoints.txt dari pemeriksaan sebelumnya, sertakan:
       python periksa.pyz NAMA-PAKET.zip --last-checkpoint checkpoints.txt
Log yang tidak melanjutkan checkpoint itu ditolak.

Jawabannya UTUH (status keluar 0) atau TIDAK UTUH (status keluar 1) dengan rekaman pertama yang bermasalah.

ISI
indeks.html               daftar isi untuk dibaca
paket.json                cakupan paket, panjang dan akar log
data/log/log.jsonl        seluruh log sampai checkpoint terakhir, satu rekaman per baris
data/log/checkpoints.txt  pernyataan bertanda tangan atas panjang dan akar log
data/log/log.vkey         kunci publik log
data/saksi/               kunci dan pernyataan saksi di luar kantor, bila ada
data/bukti/               berkas bukti, dinamai menurut SHA-256 isinya
data/laporan/             laporan yang dibekukan dan yang ditandatangani
periksa.pyz, periksa.html pemeriksa
bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
                          susunan BagIt (RFC 8493): daftar isi dengan SHA-256

YANG DIBUKTIKAN
Tidak satu rekaman, bukti, atau laporan pun berubah sejak dicatat. indeks.html dan berkas ini hanya untuk dibaca dan
tidak ditandatangani: kutiplah log, bukti, dan laporan.

Siapa yang memegang basis data dan kunci log sekaligus dapat menulis log lain dari awal; itu hanya ketahuan dengan
checkpoint atau pernyataan saksi yang Anda simpan di luar kantor, atau dengan panjang dan akar log yang tercetak
dalam laporan bertanda tangan.
"""


def package_notes(about: About) -> str:
    return TEXT.format(
        title=about.title, office=about.office, who=about.who, when=waktu(about.at), events=angka(about.events, 0),
        root=about.root,
    )  # fmt: skip
