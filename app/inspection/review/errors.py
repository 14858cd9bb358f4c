"""Why a working paper is not opened, changed or finished, each a sentence for the reviewer."""

from __future__ import annotations

from collections.abc import Sequence

from app.web.refusals import Conflict, Invalid, NotFound


class NoSuchPaper(NotFound):
    def __init__(self) -> None:
        super().__init__("Kertas kerja ini tidak ada.")


class NoSuchCriterion(NotFound):
    def __init__(self) -> None:
        super().__init__("Kriteria ini tidak ada dalam kertas kerja.")


class AlreadyOpened(Invalid):
    def __init__(self, title: str) -> None:
        super().__init__(f"{title} sudah dibuka. Lanjutkan dari daftar kertas kerja.", field="about")


class StaleAnswer(Conflict):
    """Somebody else wrote since the form was opened."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Jawaban {code} sudah diubah sejak Anda membuka halaman ini. Belum ada yang ditimpa.")


class PaperClosed(Conflict):
    def __init__(self) -> None:
        super().__init__("Kertas kerja ini sudah selesai. Buka kembali dengan alasan sebelum mengubahnya.")


class PaperOpen(Conflict):
    def __init__(self) -> None:
        super().__init__("Kertas kerja ini masih terbuka.")


class Unanswered(Invalid):
    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"Belum dapat diselesaikan. Kriteria yang belum berstatus: {', '.join(codes)}.")
