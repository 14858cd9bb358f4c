"""Papers of the demo office: real docx and xlsx files that say that they are examples."""

from __future__ import annotations

from io import BytesIO

from flask import current_app

from app.evidence.store import StoredFile, receive

STAMP = "DATA CONTOH – BUKAN DATA RESMI"


def paper(name: str, title: str, *lines: str) -> StoredFile:
    """Make the paper in the kind that its name says and put it into the store like an upload."""
    stream = _sheet(title, lines) if name.endswith(".xlsx") else _letter(title, lines)
    settings = current_app.config["SETTINGS"]
    return receive(stream, filename=name, limit=settings.upload_max_bytes, folder=settings.files_folder)


def _letter(title: str, lines: tuple[str, ...]) -> BytesIO:
    from docx import Document

    document, stream = Document(), BytesIO()
    document.add_paragraph(STAMP)
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    stream.seek(0)
    return stream


def _sheet(title: str, lines: tuple[str, ...]) -> BytesIO:
    from openpyxl import Workbook

    book, stream = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append([STAMP])
    sheet.append([title])
    for line in lines:
        sheet.append([line])
    book.save(stream)
    stream.seek(0)
    return stream
