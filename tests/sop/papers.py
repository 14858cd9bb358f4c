"""The office's SOP as docx and PDF, made from its text for the importers' tests."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from docx import Document

HEAD = 77
"""Index of the step table's first header row."""


def _table_rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")[HEAD:] if "\t" in line]


def _add_steps(document: Any, text: str) -> None:
    """The step table with its header merged as in Word."""
    rows = _table_rows(text)
    table = document.add_table(rows=len(rows), cols=10)
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(index, column).text = cell
    for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 5)), ((0, 6), (0, 9))):
        words = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = words


def _saved(document: Any) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def as_docx(text: str) -> bytes:
    """The first page as paragraphs, the steps as a table."""
    document = Document()
    for line in text.split("\n")[:HEAD]:
        document.add_paragraph(line)
    _add_steps(document, text)
    return _saved(document)


def as_laid_out_docx(text: str) -> bytes:
    """The first page in tables, as offices draw it: office beside identity, sections side by side."""
    lines = text.split("\n")
    document = Document()
    identity = document.add_table(rows=6, cols=3)
    identity.cell(0, 0).merge(identity.cell(5, 0)).text = "\n".join(line.strip("*") for line in lines[12:15])
    labelled = [line.partition(":") for line in (*lines[16:20], lines[28 + 1])]
    for row, (label, _colon, value) in enumerate(labelled[:4]):
        identity.cell(row, 1).text, identity.cell(row, 2).text = label.strip(), f": {value.strip()}"
    identity.cell(4, 1).text = "DI SAHKAN OLEH"
    identity.cell(4, 2).text = ":\n" + "\n".join(lines[22:28])
    identity.cell(5, 1).text, identity.cell(5, 2).text = "NAMA SOP", labelled[4][2].strip()
    sections = document.add_table(rows=3, cols=2)
    bounds = [31, 40, 47, 51, 67, 71, 75]
    blocks = ["\n".join(line for line in lines[a:b] if line.strip()) for a, b in zip(bounds, bounds[1:], strict=False)]
    for index, block in enumerate(blocks):
        sections.cell(index // 2, index % 2).text = block
    document.add_paragraph(lines[75])
    _add_steps(document, text)
    return _saved(document)


def as_pdf(text: str, *, align: str) -> bytes:
    """A PDF as an office program prints it; rows are not broken across pages."""
    from weasyprint import HTML

    lines = text.split("\n")
    rows = _table_rows(text)
    head = "".join(f"<div>{escape(line) or '&nbsp;'}</div>" for line in lines[:HEAD])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[2:])
    names = "".join(f"<th>{escape(name)}</th>" for name in rows[1][2:])
    page = (
        "<style>@page{size:A4 landscape;margin:1.5cm}body{font:9pt sans-serif}table{border-collapse:collapse}"
        "tr{break-inside:avoid}"
        f"td,th{{border:1px solid;padding:4pt 6pt;vertical-align:{align};text-align:left}}</style>"
        f"{head}<table><tr><th rowspan=2>No</th><th rowspan=2>Uraian Kegiatan</th><th colspan=4>Pelaksana</th>"
        f"<th colspan=4>Mutu Baku</th></tr><tr>{names}</tr>{body}</table>"
    )
    return HTML(string=page).write_pdf()
