"""Why a PDF that came back from elsewhere is not taken, each with what to do."""

from __future__ import annotations

NOT_A_PDF = "Berkas ini bukan PDF. Unggah salinan beku yang sudah Anda tandatangani."
LEFT_UNSIGNED = "Berkas ini belum ditandatangani. Tanda tangani salinan beku yang Anda unduh, lalu unggah hasilnya."
CUT_OFF = "Berkas ini terpotong: isinya lebih pendek daripada salinan beku. Unduh dan tanda tangani lagi salinannya."
NOT_OURS = (
    "Berkas ini bukan salinan beku yang kami terbitkan, atau sudah disimpan ulang oleh aplikasi lain. Unduh salinan "
    "bekunya, tanda tangani tanpa menyimpan ulang, lalu unggah hasilnya."
)
UNREADABLE = "Berkas ini tidak dapat dibaca untuk diperiksa, jadi tidak diterima. Tanda tangani lagi salinan bekunya."
NOT_SOUND = "Tanda tangan di dalam berkas tidak lolos pemeriksaan: {reason}"
SEVERAL_SIGNATURES = "Berkas ini memuat lebih dari satu tanda tangan baru. Unggah berkas dengan tanda tangan Anda saja."
EMPTY_SIGNATURE = "Tanda tangan di dalam berkas tidak sah, jadi tidak diterima. Tanda tangani lagi salinan bekunya."
OTHER_CHANGE = (
    "Selain tanda tangan, ada perubahan lain di dalam berkas. Unduh salinan bekunya dan tanda tangani tanpa "
    "mengubah apa pun."
)
FILLED_MORE = "Selain tanda tangan Anda, ada isian lain di dalam berkas. Tanda tangani lagi salinan bekunya."
OTHER_PAGES = "Halaman berkas ini tidak sama dengan salinan beku. Unduh salinannya dan tanda tangani tanpa mengubahnya."
COVERS_CONTENT = (
    "Blok tanda tangan menutupi isi halaman. Tempatkan pada kolom tanda tangan atau bagian kosong, lalu unggah lagi."
)
TOO_LARGE_BLOCK = (
    "Blok tanda tangan terlalu besar atau ada di beberapa tempat. Tempatkan satu blok pada kolom tanda tangan."
)
OTHER_SIGNER = "Penanda tangan bukan Anda, atau sertifikatnya tidak dapat dipakai: {reason}"
UNTRUSTED = (
    "Sertifikat penanda tangan tidak sampai ke sertifikat induk yang dipercaya kantor, jadi tidak dapat dipastikan "
    "milik Anda. Mintalah Admin menambahkan sertifikat induk penerbitnya."
)
INVALID = "Sertifikat penanda tangan sudah dicabut atau tidak berlaku lagi. Mintalah sertifikat baru, lalu ulangi."
NAMESAKE = (
    "Sertifikat ini tidak memuat NIP, sedangkan ada pegawai lain dengan nama yang sama. Gunakan sertifikat yang memuat "
    "NIP Anda, atau tanda tangani dengan cara lain."
)
TOO_BIG = "Berkas ini lebih besar dari 25 MB, jadi bukan salinan beku bertanda tangan. Unggah berkas yang benar."
TOO_HARD = (
    "Berkas ini terlalu rumit atau terlalu lama dibaca, jadi tidak diterima. Tanda tangani lagi salinan bekunya dengan "
    "aplikasi lain."
)
