"""What a token's refusals say, each with what to do."""

from __future__ import annotations

NO_MODULE = (
    "Pustaka token tidak dapat dimuat di server. Mintalah Admin memeriksa setelan PAPAN_PKCS11_MODULE dan "
    "memasang perangkat lunak dari pembuat token."
)
ABSENT = "Token “{label}” tidak ditemukan. Pasang token pada server, lalu coba lagi."
SEVERAL = "Ada beberapa token bernama “{label}”. Sisakan satu saja yang terpasang, lalu coba lagi."
NO_KEY = "Pada token tidak ada kunci bernama “{label}”. Mintalah Admin membetulkan nama kunci pada akun Anda."
AMBIGUOUS_KEY = (
    "Pada token ada beberapa kunci atau sertifikat bernama “{label}”. Beri nama yang berbeda, lalu coba lagi."
)
NO_CERTIFICATE = (
    "Pada token tidak ada sertifikat untuk kunci “{label}”. Simpan sertifikatnya ke token dengan nama yang sama."
)
UNSUITABLE = "Jenis kunci pada token ini tidak dapat dipakai menandatangani PDF. Gunakan kunci RSA atau EC."
WRONG_PIN = "PIN token salah. Periksa lalu ketik lagi; token terkunci setelah beberapa kali salah."
LAST_TRY = "Tinggal satu kali percobaan: bila PIN salah lagi, token terkunci."
LOCKED = "PIN token terkunci karena terlalu sering salah. Buka kuncinya dengan PUK pada aplikasi dari pembuat token."
NO_PIN_YET = "PIN token belum dibuat. Buat PIN pada aplikasi dari pembuat token, lalu coba lagi."
PIN_EXPIRED = "PIN token sudah kedaluwarsa. Ganti PIN pada aplikasi dari pembuat token, lalu coba lagi."
BROKE_OFF = "Token tidak menjawab atau tercabut, jadi tidak ada yang ditandatangani. Pasang kembali, lalu coba lagi."
SLOW = "Token tidak menjawab dalam {seconds:.0f} detik. Cabut lalu pasang kembali, kemudian coba lagi."
