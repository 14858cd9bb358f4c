"""Turns a docx into the text that the parser reads: paragraphs as lines, the step table as rows with tabs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from app.sop.document import Line
from app.sop.errors import UnreadableSource
from app.sop.identity import LABELLED, labelled
from app.sop.sections import heading
from app.sop.step_table import find_header

LARGEST_UNPACKED = 100 * 1024 * 1024
NOT_DOCX = "Berkas ini bukan docx yang dapat dibuka. Simpan ulang sebagai docx, atau bawa sebagai teks."


def text_of_docx(data: bytes) -> str:
    """The document's words in its own order. Raises UnreadableSource."""
    _refuse_bomb(data)
    try:
        from docx import Document

        document = Document(BytesIO(data))
        lines = list(_lines(document))
    except UnreadableSource:
        raise
    except Exception:  # python-docx raises whatever a broken part makes it raise
        raise UnreadableSource(NOT_DOCX, field="file") from None
    return "\n".join(lines) + "\n"


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableSource(NOT_DOCX, field="file") from None
    if "word/document.xml" not in names:
        raise UnreadableSource(NOT_DOCX, field="file")
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableSource("Isi docx ini terlalu besar untuk satu SOP.", field="file")


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _table(block)
        else:
            yield from _paragraph(block)


def _paragraph(paragraph: Any) -> list[str]:
    return [line.replace("\t", " ") if _names_nothing(line) else line for line in paragraph.text.split("\n")]


def _names_nothing(line: str) -> bool:
    """A tab inside running words is a blank; after a label it parts the label from its value."""
    return LABELLED.fullmatch(line) is None


def _table(table: Any) -> Iterator[str]:
    rows = [_cells(row) for row in _with_spans(table)]
    flat = [[" ".join(" ".join(cell).split("\t")).strip() for cell in row] for row in rows]
    if find_header([Line(0, "\t".join(row)) for row in flat]) is not None:
        yield from ("\t".join(_one_line(cell) for cell in row) for row in rows)
        return
    yield ""
    yield from _layout_table(rows)
    yield ""


def _one_line(cell: list[str]) -> str:
    return " ".join(line.replace("\t", " ").strip() for line in cell if line.strip())


def _with_spans(table: Any) -> Iterator[list[Any]]:
    """Rows of cells in which a merged cell speaks once, at its top left; its other places are None."""
    # The elements themselves are kept: an id alone is given again once its element is forgotten.
    seen: dict[int, Any] = {}
    for row in table.rows:
        cells = []
        for cell in row.cells:
            cells.append(None if id(cell._tc) in seen else cell)
            seen[id(cell._tc)] = cell._tc
        yield cells


def _cells(row: list[Any]) -> list[list[str]]:
    return [[] if cell is None else cell.text.split("\n") for cell in row]


def _layout_table(rows: list[list[list[str]]]) -> Iterator[str]:
    """A table that only places text: sections side by side are read column by column, labels with their value."""
    beside: list[list[list[str]]] = []
    for row in rows:
        sections = sum(1 for cell in row if cell and heading(Line(0, cell[0])))
        if sections and beside:
            yield from _columns(beside)
            beside = []
        if sections or beside:
            beside.append(row)
        else:
            yield from _labels(row)
    yield from _columns(beside)


def _columns(rows: list[list[list[str]]]) -> Iterator[str]:
    for index in range(max((len(row) for row in rows), default=0)):
        for row in rows:
            yield from row[index] if index < len(row) else []
        yield ""


def _labels(row: list[list[str]]) -> Iterator[str]:
    """ "NOMOR SOP" | ":" | "175 / 188" becomes one line; other cells stay lines of their own."""
    waiting = ""
    for cell in row:
        lines = [line for line in cell if line.strip(" :\t")]
        if not lines:
            continue
        if waiting:
            yield f"{waiting} : {lines[0].strip().lstrip(':').strip()}"
            yield from lines[1:]
            waiting = ""
        elif len(lines) == 1 and _is_bare_label(lines[0]):
            waiting = lines[0].strip().rstrip(":").strip()
        else:
            yield from lines
    if waiting:
        yield f"{waiting} :"


def _is_bare_label(text: str) -> bool:
    read = labelled(Line(0, text if ":" in text else f"{text} :"))
    return read is not None and not read[3]
