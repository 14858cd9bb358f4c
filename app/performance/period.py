"""The periods that figures belong to: a whole year or one of its quarters."""

from __future__ import annotations

from dataclasses import dataclass

QUARTERS = (1, 2, 3, 4)
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_EARLIEST, _LATEST = 2000, 2100
_BEFORE_EARLIEST = _EARLIEST - 1
"""The year before the earliest can be compared with, but not asked for."""


class UnknownPeriod(ValueError):
    """Neither a year nor a quarter of this office's time."""


@dataclass(frozen=True, slots=True)
class Period:
    """`quarter` None is the whole year."""

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not _BEFORE_EARLIEST <= self.year <= _LATEST:
            raise UnknownPeriod(f"Tahun {self.year} di luar {_EARLIEST}–{_LATEST}.")
        if self.quarter is not None and self.quarter not in QUARTERS:
            raise UnknownPeriod(f"Triwulan {self.quarter} tidak ada; pilih 1 sampai 4.")

    @property
    def label(self) -> str:
        if self.quarter is None:
            return f"Tahun {self.year}"
        return f"Triwulan {_ROMAN[self.quarter]} {self.year}"

    @property
    def slug(self) -> str:
        """How an address names it: "2025" or "2025-2"."""
        return str(self.year) if self.quarter is None else f"{self.year}-{self.quarter}"

    @property
    def previous_year(self) -> Period:
        return Period(self.year - 1, self.quarter)

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters whose figures accumulate up to the end of this period."""
        return QUARTERS[: self.quarter or len(QUARTERS)]


def read_period(slug: str) -> Period:
    """The period of an address ("2025", "2025-2"); UnknownPeriod where there is none."""
    year, dash, quarter = slug.partition("-")
    if not (year.isdecimal() and year.isascii()) or (dash and quarter not in {"1", "2", "3", "4"}):
        raise UnknownPeriod("Periode tidak dikenal. Pilih tahun, atau tahun dan triwulan 1 sampai 4.")
    if int(year) < _EARLIEST:
        raise UnknownPeriod(f"Tahun {int(year)} di luar {_EARLIEST}–{_LATEST}.")
    return Period(int(year), int(quarter) if dash else None)


def quarter_label(quarter: int) -> str:
    return f"triwulan {_ROMAN[quarter]}"
