"""Reads the six sections between the identity block and the step table."""

from __future__ import annotations

import re

from app.sop.document import Entry, Line, Problem, Section

FIELDS = {
    "dasar_hukum": "DASAR HUKUM",
    "kualifikasi": "KUALIFIKASI PELAKSANA",
    "keterkaitan": "KETERKAITAN",
    "peralatan": "PERALATAN DAN PERLENGKAPAN",
    "peringatan": "PERINGATAN",
    "pencatatan": "PENCATATAN DAN PENDATAAN",
}
OTHER_WORDINGS = {
    "KUALIFIKASI PELAKSANAAN": "kualifikasi",
    "KETERKAITAN SOP": "keterkaitan",
    "PERALATAN": "peralatan",
    "PERALATAN/PERLENGKAPAN": "peralatan",
    "PERALATAN / PERLENGKAPAN": "peralatan",
    "PENCATATAN": "pencatatan",
    "PENCATATAN & PENDATAAN": "pencatatan",
}
HEADINGS = {words: field for field, words in FIELDS.items()} | OTHER_WORDINGS
MARKED = re.compile(r"\s*([0-9]{1,3}[.)]|[a-zA-Z][.)]|[-•–▪*])\s+(.*)")


def heading(line: Line) -> tuple[str, str, str] | None:
    """(field, heading as written, words after its colon) where the line opens a section."""
    label, colon, rest = line.text.partition(":")
    words = " ".join(label.strip().strip("*").split()).upper()
    field = HEADINGS.get(words)
    if field is None:
        return None
    return field, label.strip().strip("*").rstrip() + (" :" if colon else ""), rest.strip()


def first_heading(lines: list[Line]) -> int:
    """Index of the first section heading, or the end."""
    return next((index for index, line in enumerate(lines) if heading(line)), len(lines))


def read_sections(lines: list[Line], found: list[Problem]) -> dict[str, Section]:
    """The sections by field. A missing one is a problem and an empty section."""
    sections: dict[str, Section] = {}
    entries: list[Entry] = []
    follows = False
    for line in lines:
        opened = heading(line)
        if opened is not None:
            field, words, rest = opened
            entries = [Entry("", rest, line.number)] if rest else []
            follows = False
            if field in sections:
                found.append(Problem(line.number, "", f'Bagian "{words}" tertulis dua kali; isinya digabung.'))
                entries = [*sections[field].entries, *entries]
                sections[field] = Section(sections[field].heading, sections[field].line, tuple(entries))
            else:
                sections[field] = Section(words, line.number, tuple(entries))
            current = field
            continue
        if not line.text.strip():
            follows = False
            continue
        follows = _add(entries, line, follows=follows)
        sections[current] = Section(sections[current].heading, sections[current].line, tuple(entries))
    _report_missing(sections, found)
    return {field: sections.get(field, Section()) for field in FIELDS}


def _add(entries: list[Entry], line: Line, *, follows: bool) -> bool:
    """Append the line, or continue the marked entry above it; answers whether the next may continue."""
    match = MARKED.fullmatch(line.text)
    if match is not None:
        entries.append(Entry(match[1], match[2].strip(), line.number))
        return True
    if follows:
        last = entries[-1]
        entries[-1] = Entry(last.marker, f"{last.text}\n{line.text.strip()}", last.line)
        return True
    entries.append(Entry("", line.text.strip(), line.number))
    return False


def _report_missing(sections: dict[str, Section], found: list[Problem]) -> None:
    for field, words in FIELDS.items():
        if field not in sections:
            found.append(Problem(0, "", f'Bagian "{words}" tidak ditemukan.'))
        elif not sections[field].entries:
            found.append(Problem(sections[field].line, "", f'Bagian "{words}" kosong.'))
