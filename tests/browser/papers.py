"""Papers as people have them on their disks: real docx and xlsx files, made in memory."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from playwright.sync_api import FilePayload

STAMP = "DATA CONTOH – BUKAN DATA RESMI"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def letter(name: str) -> FilePayload:
    document, stream = Document(), BytesIO()
    document.add_paragraph(STAMP)
    document.add_heading(name, level=1)
    document.save(stream)
    return FilePayload(name=f"{name}.docx", mimeType=DOCX, buffer=stream.getvalue())


@cache
def sheet(name: str) -> FilePayload:
    book, stream = Workbook(), BytesIO()
    book.active.append([STAMP, name])
    book.save(stream)
    return FilePayload(name=f"{name}.xlsx", mimeType=XLSX, buffer=stream.getvalue())


def paper_for(label: str) -> FilePayload:
    """A sheet where the item asks for data, else a letter; named after the item."""
    name = "-".join(label.lower().split())
    return sheet(name) if "data" in label.lower() else letter(name)
