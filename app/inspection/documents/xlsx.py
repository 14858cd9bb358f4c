"""A workbook of the Inspektorat: wrapped cells, a head that stays, a page that fits, text that is no formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAMP = "DATA CONTOH – BUKAN DATA RESMI"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
HEAD = "F1EEE7"
AMBER = "8F5200"
LONGEST_CELL = 32_767
_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n"} | {0xFFFE: None, 0xFFFF: None}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAME = re.compile(r"[\[\]:*?/\\]")

Cell = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its head. `widths` are in characters; numbers stay numbers, everything else is text."""

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    lead: Sequence[str] = ()
    """Lines above the table."""


def workbook(
    title: str, sheets: Sequence[Sheet], *, office: str, demo: bool = False, dated_at: datetime = UNDATED
) -> bytes:
    """The workbook's bytes; the same content gives the same bytes."""
    # Opening the library takes its time, and few requests make a workbook.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(_NAME.sub(" ", sheet.name)[:31]), sheet, title=title, office=office, demo=demo)
    about = book.properties
    about.title, about.creator, about.lastModifiedBy = title[:255], office[:255], office[:255]
    about.created = about.modified = dated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    stream = BytesIO()
    book.save(stream)
    return _with_fixed_times(stream, dated_at=dated_at)


def _write(target: Worksheet, sheet: Sheet, *, title: str, office: str, demo: bool) -> None:
    from openpyxl.styles import Font

    lines = [(office, Font(name="Arial", size=9)), (title, Font(name="Arial", size=14, bold=True))]
    if demo:
        lines.insert(0, (STAMP, Font(name="Arial", size=10, bold=True, color=AMBER)))
    lines += [(text, Font(name="Arial", size=9)) for text in sheet.lead]
    for no, (text, font) in enumerate(lines, start=1):
        _put(target.cell(no, 1), text, font=font, wrap=False)
    head = len(lines) + 2
    _table(target, sheet, head=head)
    _lay_out(target, sheet, head=head, demo=demo)


def _table(target: Worksheet, sheet: Sheet, *, head: int) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    plain, bold = Font(name="Arial", size=10), Font(name="Arial", size=10, bold=True)
    line = Side(style="thin", color="CDC8BB")
    border, fill = Border(left=line, right=line, top=line, bottom=line), PatternFill("solid", fgColor=HEAD)
    for column, text in enumerate(sheet.headers, start=1):
        cell = target.cell(head, column)
        _put(cell, text, font=bold)
        cell.border, cell.fill = border, fill
    for no, row in enumerate(sheet.rows, start=head + 1):
        for column, value in enumerate(row, start=1):
            cell = target.cell(no, column)
            _put(cell, value, font=plain)
            cell.border = border


def _put(cell: Any, value: Cell, *, font: Any, wrap: bool = True) -> None:
    """Text stays text: what begins like a formula is stored as a string and marked as quoted."""
    from openpyxl.styles import Alignment

    cell.font, cell.alignment = font, Alignment(wrap_text=wrap, vertical="top")
    if isinstance(value, int):
        cell.value = value
        return
    text = value.translate(_NOT_IN_XML).encode("utf-8", "replace").decode()[:LONGEST_CELL]
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)


def _lay_out(target: Worksheet, sheet: Sheet, *, head: int, demo: bool) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(sheet.widths, start=1):
        target.column_dimensions[get_column_letter(column)].width = width
    last = f"{get_column_letter(len(sheet.headers))}{head + len(sheet.rows)}"
    target.freeze_panes = f"A{head + 1}"
    target.print_area = f"A1:{last}"
    target.print_title_rows = f"{head}:{head}"
    if sheet.rows:
        target.auto_filter.ref = f"A{head}:{last}"
    page = target.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.oddFooter.left.text, target.oddFooter.right.text = sheet.name, "Halaman &P dari &N"
    if demo:
        target.oddHeader.right.text = STAMP


def _with_fixed_times(stream: BytesIO, *, dated_at: datetime) -> bytes:
    """A zip says when each of its files was packed, and the library when it saved."""
    moment = dated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with ZipFile(stream) as packed, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in packed.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            data = packed.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, data)
            target.writestr(entry, data)
    return out.getvalue()
