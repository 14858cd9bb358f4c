"""Small sentences and figures of the printed report, as filters of its templates."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from app.performance.numbers import print_number
from app.reports.context import Figure, IndicatorRow, Interval, Measurement, ReportContext, Signatory
from app.web.words import WITA, angka, jam, tanggal_pendek

FILTERS = (
    "figure", "with_unit", "change", "percent", "interval_line", "office_in_charge", "formula_groups",
    "document_code", "iso_moment",
)  # fmt: skip


def figure(value: Figure) -> str:
    """86.52 → "86,52"; words stay words; what is missing says n/a, never 0."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return "n/a"
    return print_number(value) if isinstance(value, Decimal) else value


def with_unit(value: Figure, satuan: str) -> str:
    """Like "75,00%", "6 hari kerja", "Tepat waktu": words need no unit, a missing figure has none."""
    if not isinstance(value, Decimal):
        return figure(value)
    return f"{figure(value)}%" if satuan.strip() == "%" else f"{figure(value)} {satuan}".strip()


def has_missing(measurement: Measurement) -> bool:
    """Whether any table prints n/a, so that the reader is told what that means."""
    compared = [row.previous for row in measurement.rows if measurement.has_previous]
    compared += [row.renstra_capaian for row in measurement.rows if measurement.has_renstra]
    measured = [figure for row in measurement.rows for figure in (row.target, row.realisasi, row.capaian)]
    return None in measured or None in compared


def percent(value: Decimal | None) -> str:
    return "n/a" if value is None else f"{angka(value)}%"


def change(row: IndicatorRow) -> str:
    """How this period differs from the one before: "+3,42", "−6,82", "tetap"."""
    before, now = row.previous, row.realisasi
    if before is None or now is None:
        return "n/a"
    if isinstance(before, Decimal) and isinstance(now, Decimal):
        difference = now - before
        sign = "+" if difference > 0 else "−"
        return "tetap" if difference == 0 else f"{sign}{print_number(abs(difference))}"
    return "tetap" if str(before).casefold() == str(now).casefold() else "berubah"


def rating_counts(measurement: Measurement) -> tuple[tuple[str, int], ...]:
    """(rating, how many indicators), in the order they first appear; unrated ones last, under their own name."""
    counts: dict[str, int] = {}
    for row in measurement.rows:
        if row.rating:
            counts[row.rating] = counts.get(row.rating, 0) + 1
    unrated = sum(1 for row in measurement.rows if not row.rating)
    return (*counts.items(), *((("belum dapat dinilai", unrated),) if unrated else ()))


def formula_groups(rows: tuple[IndicatorRow, ...]) -> tuple[tuple[str, str], ...]:
    """(codes, formula) for the line under a table, one for each formula in use."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.formula, []).append(row.code)
    return tuple((", ".join(codes), formula) for formula, codes in groups.items())


def interval_line(interval: Interval) -> str:
    """One line of a step's clock, aligned for a face of fixed width; whoever adds the lines up gets the sum."""
    day = f"{tanggal_pendek(interval.start):<10} {interval.start.astimezone(WITA).year}"
    span = f"{jam(interval.start)}–{jam(interval.end)}"
    whole, seconds = divmod(int(interval.minutes * 60) if interval.counted else 0, 60)
    minutes = f"{whole:>4} menit" + (f" {seconds} detik" if seconds else "")
    return f"{day}  {span}  {minutes}  {interval.reason}".rstrip()


def office_in_charge(signatory: Signatory) -> str:
    return f"{signatory.acting} {signatory.jabatan}".strip()


def document_code(report: ReportContext) -> str:
    """What stands at the foot of every page: the document's code and its version."""
    return f"{report.verification.code} · versi {report.version}"


def iso_moment(report: ReportContext) -> str:
    """The one moment inside the file, as the metadata of a PDF writes it."""
    return f"{report.dated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
