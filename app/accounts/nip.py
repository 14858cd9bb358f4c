"""The NIP: 18 digits in the groups 8-6-1-3 (birth date, TMT, sex, serial), without a check digit.

PNS write year and month of their appointment in the second group; PPPK write something else there, so
an implausible second group is noted and not refused.
"""

from __future__ import annotations

import re
from datetime import date

from app.web.refusals import Invalid

EIGHTEEN_DIGITS = re.compile(r"[0-9]{18}")
YOUNGEST = 16
"""Nobody is appointed younger; a birth date after that is a typing mistake."""


def read_nip(typed: str) -> str:
    """The 18 digits of what was typed, with or without spaces between the groups."""
    digits = "".join(typed.split())
    if not EIGHTEEN_DIGITS.fullmatch(digits):
        raise Invalid("NIP terdiri atas 18 angka, misalnya 19730101 199503 1 000.", field="nip")
    return digits


def check_nip(nip: str, *, today: date) -> None:
    """Refuse an NIP that can be nobody's: its birth date or its sex does not exist."""
    born = _birth_date(nip)
    if born is None:
        raise Invalid(f"Delapan angka pertama NIP adalah tanggal lahir, tetapi {nip[:8]} bukan tanggal.", field="nip")
    if born.year + YOUNGEST > today.year:
        raise Invalid(f"Menurut NIP ini orangnya lahir tahun {born.year}. Periksa delapan angka pertama.", field="nip")
    if nip[14] not in "12":
        raise Invalid(f"Angka ke-15 NIP adalah 1 (laki-laki) atau 2 (perempuan), bukan {nip[14]}.", field="nip")


def nip_note(nip: str) -> str:
    """What is unusual about an accepted NIP, as a sentence; empty when nothing is."""
    year, month = int(nip[8:12]), int(nip[12:14])
    if 1 <= month <= 12 and year - int(nip[:4]) >= YOUNGEST:
        return ""
    return (
        f"Angka ke-9 sampai ke-14 ({nip[8:14]}) bukan tahun dan bulan pengangkatan PNS. "
        "Pada PPPK memang berbeda; selain itu, periksa sekali lagi."
    )


def _birth_date(nip: str) -> date | None:
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None
