"""The budget as a tree: shares, and where children do not add up to their parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from app.performance.capaian import Capaian
from app.performance.numbers import print_number, round_half_up
from app.performance.period import Period

LEVELS = ("Program", "Kegiatan", "Sub kegiatan")


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line with its children; amounts in whole rupiah, realisasi None where it was not entered."""

    id: int
    level: int
    code: str
    name: str
    pagu: int
    realisasi: int | None
    source: str
    entered_by: str
    entered_at: datetime
    children: tuple[BudgetRow, ...] = ()

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def absorption(self) -> Decimal | None:
        """Spent of pagu in percent, rounded half up to 2; None without realisasi or with pagu 0."""
        share = share_of(self.realisasi, self.pagu)
        return None if share is None else round_half_up(share)

    def walk(self) -> Iterator[BudgetRow]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Efficiency:
    """% capaian against % anggaran; `difference` in points, None where either is missing."""

    capaian: Decimal | None
    absorption: Decimal | None
    difference: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class BudgetSummary:
    """The budget of a period; `problems` are sentences where sums fail, `missing` where figures are absent."""

    period: Period
    programs: tuple[BudgetRow, ...]
    pagu: int
    realisasi: int | None
    absorption: Decimal | None
    problems: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        return bool(self.programs)

    @property
    def rows(self) -> tuple[BudgetRow, ...]:
        """Every line in reading order, programs before their kegiatan."""
        return tuple(row for program in self.programs for row in program.walk())


def share_of(part: int | None, whole: int) -> Fraction | None:
    return None if part is None or whole == 0 else Fraction(part, whole) * 100


def summarise(period: Period, programs: Sequence[BudgetRow]) -> BudgetSummary:
    pagu = sum(program.pagu for program in programs)
    spent = [program.realisasi for program in programs]
    realisasi = None if not spent or None in spent else sum(amount for amount in spent if amount is not None)
    share = share_of(realisasi, pagu)
    rows = [row for program in programs for row in program.walk()]
    return BudgetSummary(
        period=period,
        programs=tuple(programs),
        pagu=pagu,
        realisasi=realisasi,
        absorption=None if share is None else round_half_up(share),
        problems=tuple(problem for row in rows for problem in problems_of(row)),
        missing=_missing(period, rows),
    )


def problems_of(row: BudgetRow) -> Iterator[str]:
    """Sentences on where this line and its children disagree, and where more was spent than allowed."""
    if row.realisasi is not None and row.realisasi > row.pagu:
        yield f"{row.title}: realisasi {_rupiah(row.realisasi)} melebihi pagu {_rupiah(row.pagu)}."
    if not row.children:
        return
    yield from _disagreement(row, "pagu", row.pagu, [child.pagu for child in row.children])
    spent = [child.realisasi for child in row.children]
    known = [amount for amount in spent if amount is not None]
    if row.realisasi is not None and len(known) == len(spent):
        yield from _disagreement(row, "realisasi", row.realisasi, known)


def _disagreement(row: BudgetRow, what: str, own: int, parts: Sequence[int]) -> Iterator[str]:
    total = sum(parts)
    if total != own:
        yield (
            f"{row.title}: jumlah {what} rinciannya {_rupiah(total)}, sedangkan {what} "
            f"{row.level_name.lower()} {_rupiah(own)}; selisih {_rupiah(abs(total - own))}."
        )


def _missing(period: Period, rows: Sequence[BudgetRow]) -> tuple[str, ...]:
    if not rows:
        return (f"Anggaran {period.label} belum diisi.",)
    return tuple(f"{row.title}: realisasi anggaran belum diisi." for row in rows if row.realisasi is None)


def efficiency(average: Capaian, summary: BudgetSummary) -> Efficiency:
    """Average capaian less spending, of the printed values, so that a reader who subtracts gets the same."""
    reached, spent = average.value, summary.absorption
    if reached is None or spent is None:
        sentence = "Efisiensi belum dapat dihitung: capaian atau realisasi anggaran belum lengkap."
        return Efficiency(reached, spent, None, sentence)
    points = reached - spent
    verdict = "lebih tinggi dari" if points > 0 else "lebih rendah dari" if points < 0 else "sama dengan"
    sentence = f"Rata-rata capaian {print_number(reached)}% {verdict} penyerapan anggaran {print_number(spent)}%"
    sentence += f", selisih {print_number(abs(points))} poin." if points else "."
    return Efficiency(reached, spent, points, sentence)


def _rupiah(amount: int) -> str:
    return "Rp" + print_number(Decimal(amount))
