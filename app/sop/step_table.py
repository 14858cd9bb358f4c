"""Reads the step table: a header of two rows, then one row a step, cells apart by tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.clock.allowance import Allowance, UnreadableAllowance, parse_allowance
from app.sop.document import Line, ParsedStep, Problem, StepTable

WORDINGS = {
    "no": ("no", "nomor"),
    "uraian": ("uraian kegiatan", "kegiatan", "uraian prosedur", "uraian", "aktivitas"),
    "kelengkapan": ("kelengkapan", "persyaratan/kelengkapan", "persyaratan / kelengkapan", "persyaratan"),
    "waktu": ("waktu",),
    "output": ("output", "keluaran"),
    "ket": ("ket", "keterangan"),
}
NAMES = {words: field for field, wordings in WORDINGS.items() for words in wordings}
REQUIRED = ("no", "uraian", "kelengkapan", "waktu", "output")
STEP_NUMBER = re.compile(r"([0-9]{1,3})\s*[.)]?")
LARGEST_TABLE = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """Which cell of a row is what."""

    width: int
    at: dict[str, int]
    pelaksana: tuple[int, ...]
    labels: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]

    def column(self, field: str) -> str:
        return dict(self.headings).get(field, field)


def cells_of(line: Line) -> list[str]:
    return [cell.strip() for cell in line.text.split("\t")]


def _plain(cell: str) -> str:
    return " ".join(cell.lower().replace("*", " ").strip(" .:").split())


def find_header(lines: list[Line]) -> int | None:
    """Index of the first row of the step table's header."""
    for index, line in enumerate(lines):
        cells = [_plain(cell) for cell in line.text.split("\t")]
        if len(cells) > 2 and cells[0] in WORDINGS["no"] and NAMES.get(cells[1]) == "uraian":
            return index
    return None


def read_table(title: str, lines: list[Line], found: list[Problem]) -> StepTable:
    """The table whose header begins at lines[0]."""
    upper, lower = cells_of(lines[0]), cells_of(lines[1]) if len(lines) > 1 else []
    layout = _layout(upper, lower, lines[0], found)
    if layout is None:
        return StepTable(title=title, line=lines[0].number)
    rows = lines[2:] if any(lower) and not STEP_NUMBER.fullmatch(lower[0]) else lines[1:]
    steps = _steps(rows, layout, found)
    _report_numbers(steps, lines[0], found)
    return StepTable(title, lines[0].number, layout.headings, layout.labels, tuple(steps))


def _layout(upper: list[str], lower: list[str], line: Line, found: list[Problem]) -> Layout | None:
    width = max(len(upper), len(lower))
    if STEP_NUMBER.fullmatch(lower[0] if lower else ""):
        lower = []
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    names = [below or above for above, below in zip(upper, lower, strict=True)]
    at: dict[str, int] = {}
    for index, name in enumerate(names):
        field = NAMES.get(_plain(name))
        if field is not None and field not in at:
            at[field] = index
    missing = [field for field in REQUIRED if field not in at]
    if missing:
        words = ", ".join(WORDINGS[field][0].capitalize() for field in missing)
        found.append(Problem(line.number, words, f"Kolom {words} tidak ditemukan di kepala tabel.", blocks=True))
        return None
    pelaksana = tuple(range(at["uraian"] + 1, at["kelengkapan"]))
    headings = tuple((field, names[index]) for field, index in at.items())
    for field, words in (("pelaksana", "pelaksana"), ("mutu_baku", "mutu baku")):
        headings += tuple((field, cell) for cell in upper if _plain(cell) == words)
    labels = tuple(names[index] for index in pelaksana)
    if not labels or not all(labels) or any(_plain(label) == "pelaksana" for label in labels):
        found.append(Problem(line.number, "Pelaksana", "Kolom pelaksana tidak lengkap namanya.", blocks=True))
    return Layout(width, at, pelaksana, labels, headings)


def _steps(rows: list[Line], layout: Layout, found: list[Problem]) -> list[ParsedStep]:
    steps: list[ParsedStep] = []
    for row in rows:
        if not row.text.strip():
            continue
        if "\t" not in row.text:
            found.append(
                Problem(row.number, "", f'Baris "{row.text.strip()[:60]}" bukan baris tabel dan tidak dibaca.')
            )
            continue
        cells = cells_of(row)
        if _counts_columns(cells):
            continue
        if len(steps) == LARGEST_TABLE:
            found.append(Problem(row.number, "", f"Tabel lebih dari {LARGEST_TABLE} langkah.", blocks=True))
            break
        step = _step(row, cells, layout, found)
        if step is not None:
            steps.append(step)
    return steps


def _counts_columns(cells: list[str]) -> bool:
    """Some tables number their columns in a row of their own: 1, 2, 3, …"""
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _step(row: Line, cells: list[str], layout: Layout, found: list[Problem]) -> ParsedStep | None:
    number = STEP_NUMBER.fullmatch(cells[0])
    if number is None:
        sentence = f'Nomor langkah "{cells[0][:20]}" tidak dapat dibaca.' if cells[0] else "Baris tanpa nomor langkah."
        found.append(Problem(row.number, layout.column("no"), sentence, blocks=True))
        return None
    no = int(number[1])
    whole = _report_width(row, no, cells, layout, found)
    cells = cells + [""] * (layout.width - len(cells))

    def cell(field: str) -> str:
        return cells[layout.at[field]] if field in layout.at else ""

    allowance = _allowance(row, no, cell("waktu"), layout, found)
    if not cell("uraian"):
        found.append(Problem(row.number, layout.column("uraian"), f"Langkah {no}: uraian kosong.", blocks=True))
    return ParsedStep(
        no=no,
        uraian=cell("uraian"),
        marks=tuple(cells[index] for index in layout.pelaksana),
        kelengkapan=cell("kelengkapan"),
        waktu=cell("waktu"),
        output=cell("output"),
        ket=cell("ket"),
        line=row.number,
        allowance=allowance if whole else None,
    )


def _report_width(row: Line, no: int, cells: list[str], layout: Layout, found: list[Problem]) -> bool:
    """Whether every cell certainly stands in its own column.

    An editor that trims line ends takes the blank Ket with it. That one cell may be missing where Waktu
    still reads as a time in its place; any other difference leaves open which cell is which.
    """
    if len(cells) == layout.width:
        return True
    only_ket = len(cells) == layout.width - 1 == layout.at.get("ket")
    if only_ket and _reads(cells[layout.at["waktu"]]):
        found.append(
            Problem(row.number, layout.column("ket"), f"Langkah {no}: sel terakhir tidak ada; dianggap kosong.")
        )
        return True
    sentence = f"Langkah {no}: {len(cells)} sel, seharusnya {layout.width}; isinya tidak pasti berada di kolomnya."
    found.append(Problem(row.number, "", sentence, blocks=True))
    return False


def _reads(waktu: str) -> bool:
    try:
        parse_allowance(waktu)
    except UnreadableAllowance:
        return False
    return True


def _allowance(row: Line, no: int, waktu: str, layout: Layout, found: list[Problem]) -> Allowance | None:
    try:
        return parse_allowance(waktu)
    except UnreadableAllowance as unreadable:
        found.append(Problem(row.number, layout.column("waktu"), f"Langkah {no}: {unreadable}", blocks=True))
        return None


def _report_numbers(steps: list[ParsedStep], header: Line, found: list[Problem]) -> None:
    if not steps:
        found.append(Problem(header.number, "No", "Tabel tidak berisi langkah.", blocks=True))
    for expected, step in enumerate(steps, start=1):
        if step.no != expected:
            sentence = f"Nomor langkah meloncat: tertulis {step.no}, seharusnya {expected}."
            found.append(Problem(step.line, "No", sentence, blocks=True))
            return
