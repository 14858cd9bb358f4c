"""Numbers as Indonesian officials write them: read without guessing, printed with a decimal comma."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_PLAIN = re.compile(r"-?\d{1,18}(?:,\d{1,6})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?", re.ASCII)
_POINT = re.compile(r"-?\d{1,18}(?:[.,]\d{1,6})?", re.ASCII)
_RUPIAH = re.compile(r"(?:Rp\.?\s*)?(\d{1,15}|\d{1,3}(?:\.\d{3}){1,4})(?:,00)?", re.IGNORECASE | re.ASCII)


class UnreadableNumber(ValueError):
    """The typed text is no number by our rules; the message tells what to write instead."""


def read_number(text: str) -> Decimal:
    """Read "86,52" or "1.234,5". A point is only ever a thousands separator, so "86.52" is refused."""
    typed = text.strip().replace("−", "-")
    if _PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", "."))
    if _POINT.fullmatch(typed):
        raise UnreadableNumber(f"“{typed}” memakai titik. Tulis desimal dengan koma, misalnya 86,52.")
    raise UnreadableNumber(f"“{typed[:40]}” bukan angka. Tulis angka dengan koma desimal, misalnya 86,52.")


def read_point_number(text: str) -> Decimal:
    """Read a number of a command line: a decimal point or a decimal comma, no thousands unless "1.234,5"."""
    typed = text.strip().replace("−", "-")
    if _POINT.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    if _GROUPED.fullmatch(typed) and "," in typed:
        return Decimal(typed.replace(".", "").replace(",", "."))
    raise UnreadableNumber(f"“{typed[:40]}” bukan angka. Tulis misalnya 86.52 atau 86,52.")


def read_rupiah(text: str) -> int:
    """Read whole rupiah: "28.450.000.000", "Rp28450000000"; sen other than ",00" are refused."""
    typed = text.strip()
    found = _RUPIAH.fullmatch(typed)
    if found is None:
        raise UnreadableNumber(f"“{typed[:40]}” bukan jumlah rupiah bulat. Tulis misalnya 28.450.000.000.")
    return int(found[1].replace(".", ""))


def stored(value: Decimal) -> str:
    """The text that a table and the log keep: decimal point, the decimals as they were typed."""
    return format(value, "f")


def print_number(value: Decimal) -> str:
    """Print with the decimals the value came with: 84.00 → "84,00", 5 → "5", 12500 → "12.500"."""
    return format(value, ",f").translate(str.maketrans(",.", ".,"))


def round_half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round an exact non-negative fraction for print, halves upwards."""
    scale = 10**places
    doubled = value * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(whole).scaleb(-places)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
