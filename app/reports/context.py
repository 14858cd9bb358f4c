"""What a report says, as frozen plain values: no database types, so the same context renders the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.sop.flow import DrawnRow

Figure = Decimal | str | None
"""A printed figure: a number with the decimals it came with, words of a qualitative indicator, or missing."""

SIGNATURE_FIELD = "sig-sekretaris"
"""Name of the empty signature field that the finisher leaves in every report."""


class PageSize(StrEnum):
    A4 = "A4"
    F4 = "F4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`kop` are the lines of the letterhead, the last one the strongest; `place` is where the report is signed."""

    name: str
    kop: tuple[str, ...]
    address: tuple[str, ...] = ()
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SopIdentity:
    number: str
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """`acting` is "Plt." or "Plh."; `mandate` then names the decree and its window."""

    jabatan: str
    name: str
    pangkat: str
    nip: str
    acting: str = ""
    mandate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParafPlace:
    """An empty field for one Kabag's cryptographic paraf, made before anybody signs."""

    field: str
    name: str
    jabatan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    title: str
    started_at: datetime
    started_by: str
    calendar: str
    """Which calendar judged the run, in words: "Kalender kerja versi 3"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """What people wrote, as plain text (see prose.py); an empty section has no heading in the report."""

    kata_pengantar: str = ""
    pernyataan_reviu: str = ""
    ikhtisar: str = ""
    pendahuluan: str = ""
    perencanaan: str = ""
    capaian: str = ""
    efisiensi: str = ""
    program_pendukung: str = ""
    anggaran: str = ""
    penutup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure comes from, and who entered it when."""

    document: str
    sha256: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """`capaian` None is printed n/a with `note` as its reason; `cause` and `solution` are plain text."""

    code: str
    name: str
    satuan: str
    formula: str
    target: Figure
    realisasi: Figure
    capaian: Decimal | None
    rating: str = ""
    note: str = ""
    previous: Figure = None
    renstra_target: Figure = None
    renstra_capaian: Decimal | None = None
    unit: str = ""
    sources: tuple[Source, ...] = ()
    cause: str = ""
    solution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SasaranBlock:
    code: str
    name: str
    rows: tuple[IndicatorRow, ...]
    analysis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    sasaran: tuple[SasaranBlock, ...]
    rating_rule: str
    """The bands in words, printed under the tables."""
    average: Decimal | None = None
    average_rating: str = ""
    average_policy: str = ""
    previous_label: str = ""
    renstra_label: str = ""

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for block in self.sasaran for row in block.rows)

    @property
    def has_previous(self) -> bool:
        return any(row.previous is not None for row in self.rows)

    @property
    def has_renstra(self) -> bool:
        return any(row.renstra_target is not None for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """Amounts in whole rupiah; None is missing."""

    code: str
    name: str
    pagu: int | None
    realisasi: int | None
    children: tuple[BudgetLine, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        if not self.pagu or self.realisasi is None:
            return None
        return Decimal(self.realisasi) / Decimal(self.pagu) * 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """`notes` say where children do not sum to their parent."""

    lines: tuple[BudgetLine, ...]
    total: BudgetLine | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Efficiency:
    """Per cent of capaian beside per cent of budget spent, for a sasaran or for the whole."""

    label: str
    capaian: Decimal | None
    anggaran: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexCell:
    """A cell of the SOP's table in words, "" where it is blank; `duty` is the mark in its symbol, ● or ○."""

    alt: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One stretch of a step's clock: counted, or left out with its reason."""

    start: datetime
    end: datetime
    minutes: int | Fraction
    counted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One kelengkapan or keluaran of a step: a file by digest, or exempted with a reason."""

    kind: str
    label: str
    name: str = ""
    sha256: str = ""
    size: int | None = None
    by: str = ""
    at: datetime | None = None
    exempt_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexStep:
    """A row of the SOP as written (no … ket) and what really happened (who … intervals)."""

    no: int
    uraian: str
    cells: tuple[AnnexCell, ...]
    flow: DrawnRow
    """The row's symbols and lines, laid out together with the rows around it."""
    kelengkapan: str
    waktu: str
    output: str
    ket: str = ""
    who: str = ""
    handed_over_at: datetime | None = None
    completed_at: datetime | None = None
    due_at: datetime | None = None
    used: str = ""
    on_time: bool | None = None
    verdict: str = ""
    late_reason: str = ""
    at_signature: bool = False
    """The step that the signature itself completes: its row says so instead of a time."""
    parts: tuple[tuple[str, str], ...] = ()
    """(what, how long): menunggu, dikerjakan, dikembalikan; they sum to `used`."""
    intervals: tuple[Interval, ...] = ()
    items: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNote:
    at: datetime
    by: str
    from_no: int
    to_no: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SopAnnex:
    columns: tuple[str, ...]
    steps: tuple[AnnexStep, ...]
    returns: tuple[ReturnNote, ...] = ()
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The log as it stood when the report was rendered; `checkpoint` is the signed note, whole."""

    log: str
    size: int
    root: str
    checkpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    code: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The signed version that this one takes the place of, and why."""

    version: int
    code: str
    signed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """`dated_at` fixes every date inside the file; `signed_on` is printed above the signature when known."""

    office: Office
    title: str = "Laporan Pengukuran Kinerja"
    period_label: str
    year: int
    quarter: int | None
    version: int = 1
    replaces: Replaced | None = None
    dated_at: datetime
    signed_on: date | None = None
    sop: SopIdentity
    run: RunFacts
    signatory: Signatory
    paraf_places: tuple[ParafPlace, ...] = ()
    narrative: Narrative = field(default_factory=Narrative)
    measurement: Measurement
    budget: Budget | None = None
    efficiency: tuple[Efficiency, ...] = ()
    annex: SopAnnex
    audit: AuditHead
    verification: Verification
    demo: bool = False
    page: PageSize = PageSize.A4
    arsip: str = "000.8.6.3"

    @property
    def full_title(self) -> str:
        return f"{self.title} {self.period_label}"


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """The finished file, its SHA-256 in hex and its number of pages."""

    pdf: bytes
    sha256: str
    pages: int
