"""Reads the text of an SOP as the office writes it; what can't be read with certainty becomes a problem."""

from __future__ import annotations

from app.sop.document import Line, ParsedSop, Problem, StepTable, UnreadableSop
from app.sop.identity import read_identity
from app.sop.sections import first_heading, read_sections
from app.sop.step_table import find_header, read_table

LONGEST_TEXT = 500_000


def parse(text: str) -> ParsedSop:
    """The SOP that `text` states, with every problem found. Raises UnreadableSop and nothing else."""
    if not text.strip():
        raise UnreadableSop("Berkas ini kosong: tidak ada teks yang dapat dibaca.")
    if len(text) > LONGEST_TEXT:
        raise UnreadableSop(f"Teks ini lebih dari {LONGEST_TEXT:,} huruf; ini bukan satu SOP.".replace(",", "."))
    lines = lines_of(text)
    found: list[Problem] = []
    header = find_header(lines)
    title_at, table = _table(lines, header, found)
    body = lines[: title_at if title_at is not None else header]
    opening = first_heading(body)
    cover, instansi, identity = read_identity(body[:opening], found)
    sections = read_sections(body[opening:], found)
    return ParsedSop(
        text=text,
        cover=cover,
        instansi=instansi,
        identity=identity,
        table=table,
        problems=tuple(sorted(found, key=lambda problem: (problem.line, problem.column, problem.sentence))),
        **sections,
    )


def lines_of(text: str) -> list[Line]:
    """The lines with the numbers that an editor shows."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [Line(number, line) for number, line in enumerate(plain.split("\n"), start=1)]


def _table(lines: list[Line], header: int | None, found: list[Problem]) -> tuple[int | None, StepTable]:
    """(index of the table's title line, the table)"""
    if header is None:
        sentence = 'Tabel langkah tidak ditemukan: kepala tabel "No", "Uraian Kegiatan", … harus dipisah tab.'
        found.append(Problem(0, "", sentence, blocks=True))
        return None, StepTable()
    above = next((index for index in range(header - 1, -1, -1) if lines[index].text.strip()), None)
    if above is None or not _titles(lines[above]):
        return None, read_table("", lines[header:], found)
    return above, read_table(lines[above].text.strip(), lines[header:], found)


def _titles(line: Line) -> bool:
    words = line.text.strip().strip("*").upper()
    return words.startswith(("STANDAR OPERASIONAL PROSEDUR", "STANDAR OPERASIONAL DAN PROSEDUR", "SOP "))
