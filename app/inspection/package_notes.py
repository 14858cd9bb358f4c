"""BACA-SAYA.txt: what lies in a package and how the inspector checks it on his own machine."""

from __future__ import annotations

from datetime import datetime

from app.web.words import waktu

TEXT = """\
PAKET PEMERIKSAAN
{title}
{office}

Dibuat {when} oleh {who}.
Log sampai rekaman {events}, akar {root}.

CARA MEMERIKSA
1. Salin paket ini ke komputer Anda. Jaringan dan pemasangan tidak diperlukan; cukup Python 3.9 atau lebih baru.
2. Keluarkan hanya periksa.pyz dari paket ini, lalu jalankan:
       python periksa.pyz NAMA-PAKET.zip
   Lebih baik lagi: pakai periksa.pyz yang Anda simpan dari pemeriksaan pertama, bukan yang ada di paket ini.
3. Bila Anda menyimpan checkpoints.txt dari pemeriksaan sebelumnya, sertakan:
       python periksa.pyz NAMA-PAKET.zip --last-checkpoint checkpoints.txt
   Log yang tidak melanjutkan checkpoint itu ditolak.
Jawabannya UTUH (status keluar 0) atau TIDAK UTUH (status keluar 1) dengan rekaman pertama yang bermasalah.

ISI
log.jsonl        seluruh log sampai checkpoint terakhir, satu rekaman per baris
checkpoints.txt  pernyataan bertanda tangan atas panjang dan akar log
log.vkey         kunci publik log
berkas/          berkas bukti, dinamai menurut SHA-256 isinya
laporan/         laporan yang dibekukan dan yang ditandatangani
manifest.json    daftar isi dengan SHA-256

YANG DIBUKTIKAN
Tidak satu rekaman atau berkas pun berubah sejak ditandatangani. Siapa yang memegang basis data dan kunci log
sekaligus dapat menulis log lain dari awal; itu hanya ketahuan dengan checkpoint yang Anda simpan di luar kantor,
atau dengan panjang dan akar log yang tercetak dalam laporan bertanda tangan.
"""


def package_notes(*, title: str, office: str, who: str, at: datetime, events: int, root: str) -> str:
    return TEXT.format(title=title, office=office, who=who, when=waktu(at), events=events, root=root)
