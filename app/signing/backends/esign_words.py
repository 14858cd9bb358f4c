"""What the esign service's answers mean for the person who signs, each with what to do."""

from __future__ import annotations

OK = 200
GATEWAYS = frozenset({502, 504})
"""Somebody between us gave up waiting: the service behind may have signed."""

STATUSES = {
    "EXPIRED": "Sertifikat Anda di BSrE sudah habis masa berlakunya. Mintalah penerbitan ulang kepada verifikator.",
    "RENEW": "Sertifikat Anda di BSrE sedang diperbarui. Selesaikan pembaruannya melalui surel dari BSrE, lalu ulangi.",
    "SUSPEND": "Sertifikat Anda di BSrE ditangguhkan. Hubungi verifikator instansi untuk mengaktifkannya kembali.",
    "REVOKE": "Sertifikat Anda di BSrE sudah dicabut. Mintalah sertifikat baru kepada verifikator instansi.",
    "NO_CERTIFICATE": "Anda terdaftar di BSrE tetapi belum bersertifikat. Selesaikan penerbitannya, lalu ulangi.",
    "NOT_REGISTERED": "Anda belum terdaftar di BSrE, atau NIK/surelnya keliru. Hubungi verifikator instansi.",
}
STATUS_UNKNOWN = "Layanan esign tidak menyatakan sertifikat Anda aktif. Hubungi verifikator instansi, lalu ulangi."
STATUS_UNANSWERED = "Layanan esign tidak menjawab tentang status Anda. Belum ada yang ditandatangani; coba lagi nanti."

NOT_REACHED = (
    "Layanan esign tidak dapat dihubungi, jadi belum ada yang ditandatangani. Periksa jaringan kantor, lalu coba lagi."
)
UNANSWERED_WITH_ID = (
    "Layanan esign berhenti menjawab sesudah menandatangani. Coba lagi: berkas yang sudah ditandatangani diminta "
    "lebih dulu, jadi tidak ada tanda tangan ganda."
)
UNANSWERED = (
    "Layanan esign tidak menjawab pada waktunya dan mungkin sudah menandatangani. Laporan di sini belum bertanda "
    "tangan. Mencoba lagi berarti menandatangani sekali lagi; hanya berkas yang kami terima yang berlaku."
)
STILL_UNANSWERED = (
    "Layanan esign belum dapat ditanyai tentang tanda tangan yang lalu. Coba lagi nanti; tidak ada yang ditandatangani."
)
REFUSALS = {
    400: "Layanan esign menolak permintaan ini (400). Periksa isian Anda; bila benar, bekukan ulang laporannya.",
    401: (
        "Layanan esign menolak aplikasi ini (401). Mintalah Admin memeriksa setelan PAPAN_ESIGN_USER dan "
        "PAPAN_ESIGN_PASSWORD."
    ),
    403: "Layanan esign tidak mengizinkan aplikasi ini (403). Mintalah Admin menghubungi pengelola layanan esign.",
    404: "Alamat layanan esign keliru (404). Mintalah Admin memeriksa PAPAN_ESIGN_URL dan PAPAN_ESIGN_VERSION.",
    413: "Layanan esign menolak PDF ini karena terlalu besar (413). Mintalah Admin menghubungi pengelola layanan.",
}
ELSEWHERE = "Layanan esign mengalihkan ke alamat lain, jadi tidak diikuti. Mintalah Admin memeriksa PAPAN_ESIGN_URL."
DISTURBED = "Layanan esign sedang terganggu ({status}) dan tidak mengembalikan berkas. Coba lagi nanti."
OTHER = "Layanan esign menolak permintaan ini ({status}). Coba lagi nanti, atau beri tahu Admin."
WRONG_PASSPHRASE = "Frasa sandi BSrE salah. Periksa huruf besar dan kecil, lalu ketik lagi."
NO_PDF = "Jawaban layanan esign bukan PDF bertanda tangan, jadi ditolak. Beri tahu Admin."
NOT_ACCEPTED = "Jawaban layanan esign ditolak. {reason}"
INVALID = "Sertifikat penanda tangannya sudah dicabut atau tidak berlaku lagi."
NOT_CERTIFIED = (
    "Sertifikat dari layanan esign tidak sampai ke sertifikat induk PSrE yang dipercaya kantor, jadi tidak boleh "
    "disebut tersertifikasi dan ditolak. Beri tahu Admin."
)
NIK_WANTED = "Ketik NIK Anda (16 angka). NIK tidak disimpan."
BAD_NIK = "NIK terdiri dari 16 angka. Periksa lalu ketik lagi."
PASSPHRASE_WANTED = "Ketik frasa sandi BSrE Anda."
