"""Brings an SOP in as text, from text, docx or PDF; the file's type is told by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from app.sop.document import ParsedSop, Problem, UnreadableSop
from app.sop.docx_source import text_of_docx
from app.sop.errors import UnreadableSource
from app.sop.parser import parse
from app.sop.pdf_source import text_of_pdf

LARGEST_FILE = 10 * 1024 * 1024
KNOWN = "Bawa SOP sebagai docx, PDF, atau teks."
FROM_PDF = Problem(
    0, "", "Dibaca dari PDF: batas sel tabel disimpulkan dari letak kata. Bandingkan setiap sel dengan aslinya."
)


@dataclass(frozen=True, slots=True)
class Source:
    """The file an SOP came from, and its words with cells apart by tabs."""

    name: str
    sha256: str
    text: str
    from_pdf: bool = False


def read_source(data: bytes, *, name: str) -> Source:
    """The words of a file. Raises UnreadableSource with a sentence that says what to bring instead."""
    if not data:
        raise UnreadableSource(f"Berkas ini kosong. {KNOWN}", field="file")
    if len(data) > LARGEST_FILE:
        raise UnreadableSource("Berkas ini lebih dari 10 MB; SOP tidak sebesar itu.", field="file")
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF-"):
        return Source(name, digest, text_of_pdf(data), from_pdf=True)
    if data.startswith(b"PK\x03\x04"):
        return Source(name, digest, text_of_docx(data))
    return Source(name, digest, _plain_text(data))


def _plain_text(data: bytes) -> str:
    if b"\x00" in data:
        raise UnreadableSource(f"Berkas ini bukan teks. {KNOWN}", field="file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        sentence = f"Berkas ini bukan teks UTF-8. Simpan ulang sebagai UTF-8. {KNOWN}"
        raise UnreadableSource(sentence, field="file") from None


def parse_source(source: Source) -> ParsedSop:
    """Parse the words of a file. Raises UnreadableSource where they are no SOP at all."""
    try:
        parsed = parse(source.text)
    except UnreadableSop as unreadable:
        raise UnreadableSource(str(unreadable), field="file") from None
    if not source.from_pdf:
        return parsed
    return replace(parsed, problems=(FROM_PDF, *parsed.problems))
