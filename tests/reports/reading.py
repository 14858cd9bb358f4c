"""How a test reads a finished PDF: its words by poppler, its structure by pikepdf."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
from PIL import Image

from app.reports.context import RenderedReport


def words_of(report: RenderedReport, *, page: int | None = None) -> str:
    """The text as a reader copies it, in one line; of one page (from 1) where given."""
    return _text(report, [] if page is None else ["-f", str(page), "-l", str(page)])


def rows_of(report: RenderedReport) -> str:
    """The text row by row, so that the cells of a table follow each other."""
    return _text(report, ["-layout"])


def _text(report: RenderedReport, options: list[str]) -> str:
    command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
    found = subprocess.run(command, input=report.pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", found.stdout.decode())


def pixels_of(report: RenderedReport, colour: tuple[int, int, int], folder: Path) -> list[int]:
    """How many pixels of each page have exactly this colour, at 40 dots an inch."""
    subprocess.run(["pdftoppm", "-r", "40", "-", str(folder / "halaman")], input=report.pdf, check=True)
    pages = [Image.open(picture).convert("RGB") for picture in sorted(folder.glob("halaman-*.ppm"))]
    return [sum(count for count, found in page.getcolors(1 << 20) or [] if found == colour) for page in pages]


def open_pdf(report: RenderedReport) -> pikepdf.Pdf:
    """Keep what this returns in a name: its objects die, and the process with them, when it is dropped."""
    return pikepdf.open(io.BytesIO(report.pdf))


def fields_of(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}
