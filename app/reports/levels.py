"""What a signature proves of its time, as a page says it: wished before, reached after. Pure."""

from __future__ import annotations

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
"""From the least to the most that a PAdES signature can prove."""

MEANINGS = {
    "B-B": "Waktu tanda tangan hanya menurut jam server; belum ada cap waktu dari pihak lain.",
    "B-T": "Disertai cap waktu dari pihak lain: bukti waktu, sejauh penerbit cap waktunya dipercaya kantor.",
    "B-LT": "Waktu dibuktikan oleh cap waktu, dan data pemeriksaan sertifikatnya tersimpan di dalam berkas.",
    "B-LTA": "Waktu dan sertifikatnya dibuktikan di dalam berkas untuk jangka panjang.",
}

NO_TSA = "Server cap waktu belum diatur, jadi tingkatnya B-B. Cap waktu dapat ditambahkan kemudian."
WITH_TSA = (
    "Dicoba sampai tingkat B-LTA (cap waktu dan data pemeriksaan untuk jangka panjang). "
    "Bila server cap waktu tidak menjawab, tanda tangan tetap dibuat dengan tingkat yang lebih rendah."
)
BY_OTHERS = "Tingkatnya ditentukan oleh aplikasi tempat Anda menandatangani, lalu dibaca dari berkasnya."
BY_SERVICE = "Tingkatnya ditentukan oleh layanan esign, lalu dibaca dari berkasnya."


def wished(*, backend: str, tsa_url: str) -> str:
    """The sentence under the button: how much will be tried."""
    if backend == "upload":
        return BY_OTHERS
    if backend == "esign":
        return BY_SERVICE
    return WITH_TSA if tsa_url else NO_TSA


def reached(level: str) -> str:
    """The sentence beside the level that a file has; never more than the level itself claims."""
    return MEANINGS.get(level, "")


def can_grow(level: str) -> bool:
    """Whether proof of time would say more than the file says now; a B-LTA is renewed, not raised."""
    return level in LEVELS[:-1]


def is_above(level: str, former: str) -> bool:
    return level in LEVELS and (former not in LEVELS or LEVELS.index(level) > LEVELS.index(former))
