"""How dates, durations, amounts and numbers are written in the office (Bahasa Indonesia, WITA). Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WEEKDAYS_SHORT = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")


def _local(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(WITA)
    return moment


def tanggal(moment: date | datetime | None) -> str:
    """24 November 2026"""
    if moment is None:
        return "–"
    day = _local(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def tanggal_hari(moment: date | datetime | None) -> str:
    """Selasa, 24 November 2026"""
    if moment is None:
        return "–"
    return f"{WEEKDAYS[_local(moment).weekday()]}, {tanggal(moment)}"


def tanggal_pendek(moment: date | datetime | None) -> str:
    """Sel 24 Nov"""
    if moment is None:
        return "–"
    day = _local(moment)
    return f"{WEEKDAYS_SHORT[day.weekday()]} {day.day} {MONTHS_SHORT[day.month - 1]}"


def jam(moment: datetime) -> str:
    """10.21"""
    local = moment.astimezone(WITA)
    return f"{local:%H.%M}"


def waktu(moment: datetime | None) -> str:
    """Sel 24 Nov 2026, 10.21 WITA"""
    if moment is None:
        return "–"
    return f"{tanggal_pendek(moment)} {moment.astimezone(WITA).year}, {jam(moment)} WITA"


def waktu_pendek(moment: datetime | None) -> str:
    """Sel 24 Nov, 10.21"""
    if moment is None:
        return "–"
    return f"{tanggal_pendek(moment)}, {jam(moment)}"


def durasi(minutes: float | Fraction | Decimal | None) -> str:
    """2 jam 51 menit: clock hours and minutes, whole minutes, rounded down."""
    if minutes is None:
        return "–"
    whole = int(minutes)
    hours, rest = divmod(whole, 60)
    parts = [f"{hours} jam"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} menit")
    return " ".join(parts)


def lewat(minutes: int) -> str:
    """How far past its deadline a late step was, in whole working minutes: "4 jam 15 menit"."""
    return durasi(minutes) if minutes else "kurang dari 1 menit"


def angka(value: Decimal | float | int | Fraction | None, places: int = 2) -> str:
    """1.234,50, rounded half up; a missing value is n/a, never 0."""
    if value is None:
        return "n/a"
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def rupiah(amount: Decimal | int | None) -> str:
    """Rp28.450.000.000"""
    if amount is None:
        return "n/a"
    return f"-Rp{angka(-amount, 0)}" if amount < 0 else f"Rp{angka(amount, 0)}"


def nip(digits: str | None) -> str:
    """An NIP in its printed groups 8-6-1-3; anything else as it is."""
    if not digits or len(digits) != 18:
        return digits or "–"
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def nomor_sop(number: str) -> str:
    """175/188/SETWAN-BLG/2023: the number as sentences quote it, without spaces around its strokes."""
    return re.sub(r"\s*/\s*", "/", number.strip())


def ukuran(size: int) -> str:
    """214 kB"""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{angka(size / 1_000_000, 1)} MB"
