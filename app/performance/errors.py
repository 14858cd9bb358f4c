"""What the performance figures refuse, each as a sentence."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotAllowed, NotFound


class UnknownIndicator(NotFound):
    def __init__(self) -> None:
        super().__init__("Indikator ini tidak ada. Pilih indikator dari tabel pengukuran kinerja.")


class UnknownSasaran(NotFound):
    def __init__(self) -> None:
        super().__init__("Sasaran ini tidak ada. Pilih sasaran dari daftar sasaran dan indikator.")


class UnknownBudgetLine(NotFound):
    def __init__(self) -> None:
        super().__init__("Baris anggaran ini tidak ada. Pilih baris dari tabel anggaran.")


class PeriodNotFound(NotFound):
    """An address names a period that is none."""


class FigureNotAllowed(NotAllowed):
    """This person may look at the figure but not change it."""


class UnusableFigure(Invalid):
    """What was typed can't be this figure."""


class CodeTaken(Invalid):
    def __init__(self, code: str) -> None:
        super().__init__(f"Kode {code} sudah dipakai. Tulis kode lain.", field="code")


class FigureMoved(Conflict):
    """Somebody else changed the figure while this person was typing."""

    def __init__(self, who: str, value: str) -> None:
        super().__init__(
            f"{who} baru saja mengubah angka ini menjadi {value}. Periksa, lalu simpan lagi bila angka Anda yang benar."
        )
