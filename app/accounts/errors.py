"""What the accounts refuse."""

from __future__ import annotations

from datetime import datetime

from app.web.refusals import Conflict, Refusal
from app.web.words import jam, tanggal_hari


class TooManyTries(Refusal):
    """A password or code was wrong too often; the sentence says when to try again."""

    status = 429

    def __init__(self, until: datetime) -> None:
        when = f"{jam(until)} WITA, {tanggal_hari(until)}"
        super().__init__(f"Terlalu banyak percobaan yang salah. Coba lagi setelah pukul {when}.")
        self.until = until


class OfficeNotEmpty(Conflict):
    """The first admin is made once, in an office without people."""

    def __init__(self) -> None:
        super().__init__("Sudah ada pengguna di aplikasi ini, jadi admin pertama tidak dibuat lagi.")
