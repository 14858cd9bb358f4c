"""The scale that turns a capaian into a rating: bands that may neither overlap nor leave a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.performance.numbers import print_number


class UnusableBands(ValueError):
    """The configured scale would rate some value twice or not at all; the message says where."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One band of the scale: above `above` (exclusive) up to and including `up_to`; None is unbounded."""

    label: str
    above: Decimal | None
    up_to: Decimal | None
    tone: str = "quiet"

    def __str__(self) -> str:
        return self.label

    @property
    def rule(self) -> str:
        low = "" if self.above is None else f"lebih dari {print_number(self.above)}"
        high = "" if self.up_to is None else print_number(self.up_to)
        if not high:
            return f"{self.label}: {low or 'semua nilai'}"
        return f"{self.label}: {low} sampai {high}" if low else f"{self.label}: {high} atau kurang"

    def holds(self, value: Fraction) -> bool:
        if self.above is not None and value <= Fraction(self.above):
            return False
        return self.up_to is None or value <= Fraction(self.up_to)


Bands = tuple[Rating, ...]

# Permendagri 86/2017 prints whole numbers, between which 90.5 would fall; read half-open it has no gap.
DEFAULT_SCALE = "Sangat Tinggi = 90..; Tinggi = 75..90; Sedang = 65..75; Rendah = 50..65; Sangat Rendah = ..50"

_BAND = re.compile(r"(?P<label>[^=]+?)\s*=\s*(?P<above>\d+(?:\.\d+)?)?\s*\.\.\s*(?P<up_to>\d+(?:\.\d+)?)?")


def read_bands(text: str) -> Bands:
    """Read "label = above..up_to; …" (decimal point, an empty end is unbounded) and check the scale."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return check_bands([_read_band(part) for part in parts])


def _read_band(text: str) -> Rating:
    found = _BAND.fullmatch(text)
    if found is None:
        raise UnusableBands(f"Pita peringkat “{text}” tidak terbaca. Tulis misalnya “Tinggi = 75..90”.")
    return Rating(found["label"].strip(), _bound(found["above"]), _bound(found["up_to"]))


def _bound(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def check_bands(bands: Sequence[Rating]) -> Bands:
    """Return the bands from the highest to the lowest with their tones, or raise where they don't fit."""
    if not bands:
        raise UnusableBands("Skala peringkat kosong.")
    labels = [band.label.casefold() for band in bands]
    for band in bands:
        if labels.count(band.label.casefold()) > 1:
            raise UnusableBands(f"Peringkat “{band.label}” tertulis dua kali.")
        if band.above is not None and band.up_to is not None and band.above >= band.up_to:
            raise UnusableBands(f"Pita “{band.label}” terbalik atau kosong.")
    low_first = sorted(bands, key=lambda band: (band.above is not None, band.above or Decimal(0)))
    if low_first[0].above is not None:
        raise UnusableBands(f"Nilai {print_number(low_first[0].above)} atau kurang tidak mendapat peringkat.")
    for lower, upper in zip(low_first, low_first[1:], strict=False):
        _check_neighbours(lower, upper)
    if low_first[-1].up_to is not None:
        raise UnusableBands(f"Nilai lebih dari {print_number(low_first[-1].up_to)} tidak mendapat peringkat.")
    high_first = low_first[::-1]
    last = len(high_first) - 1
    return tuple(
        Rating(band.label, band.above, band.up_to, _tone(place, last)) for place, band in enumerate(high_first)
    )


def _check_neighbours(lower: Rating, upper: Rating) -> None:
    if upper.above is None or lower.up_to is None or upper.above < lower.up_to:
        raise UnusableBands(f"Pita “{lower.label}” dan “{upper.label}” tumpang tindih.")
    if upper.above > lower.up_to:
        raise UnusableBands(
            f"Ada celah antara “{lower.label}” dan “{upper.label}”: nilai di atas {print_number(lower.up_to)} "
            f"sampai {print_number(upper.above)} tidak mendapat peringkat."
        )


def _tone(place: int, last: int) -> str:
    """Upper quarter of the scale green, lower quarter red, between them amber."""
    if place * 4 <= last:
        return "ok"
    return "late" if place * 4 >= last * 3 else "soon"


DEFAULT_BANDS: Bands = read_bands(DEFAULT_SCALE)


def rate(value: Fraction, bands: Bands = DEFAULT_BANDS) -> Rating:
    """The band of an unrounded value; checked bands hold every value exactly once."""
    return next(band for band in bands if band.holds(value))
