"""Reads the Waktu of an SOP ("20 Menit", "1 – 20 Hari Kerja") and refuses what it can't read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 60
WORKING_DAYS_A_WEEK = 5


class Unit(StrEnum):
    MENIT = "menit"
    JAM = "jam"
    HARI = "hari"
    MINGGU = "minggu"
    BULAN = "bulan"


class UnreadableAllowance(ValueError):
    """The text of a Waktu that is not one of the known forms; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A step's Waktu. A range is judged by its upper bound, which is `amount`; `text` is as written."""

    amount: int
    unit: Unit
    at_least: int | None = None
    text: str = ""

    @property
    def minutes(self) -> int | None:
        """Working minutes, for menit and jam; None for the other units."""
        return {Unit.MENIT: self.amount, Unit.JAM: self.amount * 60}.get(self.unit)

    @property
    def days(self) -> int | None:
        """Working days, for hari and minggu; None for the other units."""
        return {Unit.HARI: self.amount, Unit.MINGGU: self.amount * WORKING_DAYS_A_WEEK}.get(self.unit)

    @property
    def months(self) -> int | None:
        return self.amount if self.unit is Unit.BULAN else None

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


FORM = re.compile(
    r"(?:(?P<low>[0-9]{1,5})\s*[-\u2010-\u2015\u2212]\s*)?(?P<high>[0-9]{1,5})\s*"
    r"(?P<unit>menit|jam|hari(?:\s+kerja)?|minggu|bulan)",
    re.IGNORECASE | re.ASCII,
)
"""Digits, at most one dash of any length, one unit, nothing else. [0-9]: other scripts' digits are refused."""

KNOWN_FORMS = 'Tulis seperti "20 menit", "1 jam", "5 hari", "1 – 20 hari kerja", "2 minggu", atau "1 bulan".'


def parse_allowance(text: str) -> Allowance:
    """The allowance that `text` states. Raises UnreadableAllowance rather than guess."""
    written = " ".join(text.split())
    if not written:
        raise UnreadableAllowance(f"Waktu kosong. {KNOWN_FORMS}")
    match = FORM.fullmatch(written)
    if match is None:
        shown = written if len(written) <= LONGEST_TEXT else written[:LONGEST_TEXT] + "…"
        raise UnreadableAllowance(f'Waktu "{shown}" tidak dapat dibaca. {KNOWN_FORMS}')
    high = int(match["high"])
    low = int(match["low"]) if match["low"] else None
    if high == 0 or low == 0:
        raise UnreadableAllowance(f'Waktu "{written}" tidak dapat dipakai: angkanya harus lebih dari 0.')
    if low is not None and low > high:
        raise UnreadableAllowance(f'Waktu "{written}" tidak dapat dipakai: batas bawah melebihi batas atas.')
    unit = Unit(match["unit"].split()[0].lower())
    return Allowance(amount=high, unit=unit, at_least=low, text=text)
