"""The door to the inspector's rooms: what can be done in each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, url_for

from app.accounts.access import may, requires
from app.accounts.permissions import Permission
from app.inspection.blueprints import rooms
from app.web.pages import page


@dataclass(frozen=True, slots=True)
class Room:
    """Where a piece of the inspector's work is done, and what it gives him."""

    label: str
    endpoint: str
    permission: Permission
    gives: str

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


ROOMS = (
    Room(
        "Kronologi", "rooms.chronologies", Permission.INSPECTION_VIEW,
        "Urutan kejadian satu pelaksanaan, siap dikutip: setiap kalimat menyebut nomor rekaman log.",
    ),
    Room(
        "Alur proses", "rooms.processes", Permission.INSPECTION_VIEW,
        "Ke mana waktu terpakai, langkah yang menyimpang dari urutan SOP, dan log kejadian XES atau CSV.",
    ),
    Room(
        "Sampel", "rooms.samples", Permission.REVIEW_WRITE,
        "Sampel acak langkah, bukti, atau angka dengan benih yang tercatat; dapat diulang siapa pun.",
    ),
    Room(
        "Kertas kerja", "rooms.reviews", Permission.REVIEW_WRITE,
        "Reviu laporan dengan 23 kriteria dan bukti LKE; bukti terisi, penilaian tetap pada Anda.",
    ),
    Room(
        "Temuan", "rooms.findings", Permission.INSPECTION_VIEW,
        "Temuan, rekomendasi, dan tindak lanjutnya sampai selesai.",
    ),
    Room(
        "Akses", "rooms.access", Permission.ACCESS_VIEW,
        "Siapa boleh apa sekarang dan pada hari tertentu, serta siapa membaca apa.",
    ),
    Room(
        "Paket pemeriksaan", "inspection.packages", Permission.PACKAGE_EXPORT,
        "Laporan, bukti, log, dan pemeriksanya dalam satu berkas untuk dibawa.",
    ),
    Room(
        "Saksi log", "inspection.witnesses", Permission.AUDIT_READ,
        "Pernyataan di luar kantor atas panjang dan akar log, yang membuat penulisan ulang ketahuan.",
    ),
)  # fmt: skip


def rooms_of_reader() -> list[Room]:
    """The rooms that the person who is signed in may enter, in the order of the work."""
    return [room for room in ROOMS if may(room.permission) and room.endpoint in current_app.view_functions]


@rooms.get("/")
@requires(Permission.INSPECTION_VIEW)
def index() -> Response:
    return page("inspection/rooms.html", rooms=rooms_of_reader())
