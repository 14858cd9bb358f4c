"""What the calendar refuses."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class NoCalendar(NotFound):
    """The office has not published a working calendar yet."""

    def __init__(self) -> None:
        super().__init__("Kalender kerja belum diterbitkan. Mintalah admin menerbitkannya.")


class NoSuchVersion(NotFound):
    def __init__(self, no: int) -> None:
        super().__init__(f"Kalender kerja versi {no} tidak ada.")


class NoDraft(NotFound):
    def __init__(self) -> None:
        super().__init__("Tidak ada draf kalender. Buat draf perubahan lebih dahulu.")


class CalendarExists(Conflict):
    def __init__(self) -> None:
        super().__init__("Kalender kerja sudah ada; perubahan dibuat lewat draf versi berikutnya.")


class DraftExists(Conflict):
    def __init__(self) -> None:
        super().__init__("Draf kalender sudah ada. Lanjutkan atau hapus draf itu lebih dahulu.")


class DraftMoved(Conflict):
    """The draft is no longer what the person was looking at."""

    def __init__(self) -> None:
        super().__init__("Draf ini sudah berubah sejak Anda membukanya. Periksa isinya yang terbaru, lalu ulangi.")


class ContentAltered(Conflict):
    """The rows of a published version no longer give its digest."""

    def __init__(self, no: int) -> None:
        super().__init__(
            f"Isi kalender kerja versi {no} tidak sama dengan yang diterbitkan, jadi tidak dipakai untuk menilai. "
            "Laporkan kepada Inspektorat dan pulihkan dari cadangan."
        )


class UnusableDraft(Invalid):
    """The draft can't be published; the message lists why."""
