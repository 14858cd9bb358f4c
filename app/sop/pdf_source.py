"""Turns a PDF into text by `pdftotext` where the machine has it; refuses with a sentence where not."""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree

from app.sop.errors import UnreadableSource
from app.sop.pdf_table import Word, table_of

SECONDS = 20
BRING = "Bawa SOP sebagai docx atau teks."
PAGE_APART = 10_000.0
HEADER = re.compile(r"\s*(No\b\.?.*\b(Uraian|Kegiatan)|.*\bPelaksana\b.*\bMutu Baku)", re.IGNORECASE)
XHTML = "{http://www.w3.org/1999/xhtml}"


def text_of_pdf(data: bytes) -> str:
    """The words of a PDF, its step table with tabs. Raises UnreadableSource."""
    program = shutil.which("pdftotext")
    if program is None:
        sentence = f"PDF tidak dapat dibaca di mesin ini karena pdftotext tidak terpasang. {BRING}"
        raise UnreadableSource(sentence, field="file")
    text = _run(program, "-layout", data).replace("\f", "\n")
    if not text.strip():
        raise UnreadableSource(f"PDF ini tidak berisi teks; barangkali hasil pindai. {BRING}", field="file")
    lines = [line.rstrip() for line in text.split("\n")]
    table = table_of(_words(_run(program, "-bbox", data)))
    if table is None:
        return "\n".join(lines)
    before = next((index for index, line in enumerate(lines) if HEADER.match(line)), len(lines))
    return "\n".join([*lines[:before], *("\t".join(row) for row in table)]) + "\n"


def _run(program: str, mode: str, data: bytes) -> str:
    try:
        done = subprocess.run(
            [program, mode, "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        raise UnreadableSource(f"PDF ini tidak dapat dibuka. {BRING}", field="file") from None
    return done.stdout.decode("utf-8", "replace")


def _words(boxes: str) -> list[Word]:
    try:
        root = ElementTree.fromstring(boxes)
    except ElementTree.ParseError:
        raise UnreadableSource(f"Letak kata di PDF ini tidak dapat dibaca. {BRING}", field="file") from None
    words = []
    for number, page in enumerate(root.iter(f"{XHTML}page")):
        for word in page.iter(f"{XHTML}word"):
            top = number * PAGE_APART + float(word.attrib["yMin"])
            words.append(Word(float(word.attrib["xMin"]), float(word.attrib["xMax"]), top, word.text or ""))
    return words
