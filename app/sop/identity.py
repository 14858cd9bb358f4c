"""Reads the first page of an SOP: cover, office, number, dates, who approved it, name."""

from __future__ import annotations

import re
from datetime import date

from app.sop.document import Approver, Dated, Identity, Line, Problem

LABELS = {
    "nomor": "number",
    "nomorsop": "number",
    "nosop": "number",
    "tglpembuatan": "created",
    "tanggalpembuatan": "created",
    "tglrevisi": "revised",
    "tanggalrevisi": "revised",
    "tglefektif": "effective",
    "tanggalefektif": "effective",
    "disahkanoleh": "approver",
    "namasop": "name",
    "judulsop": "name",
}
WORDS = {
    "number": "NOMOR SOP",
    "name": "NAMA SOP",
    "created": "TGL. PEMBUATAN",
    "revised": "TGL. REVISI",
    "effective": "TGL. EFEKTIF",
    "approver": "DISAHKAN OLEH",
}
NEEDED = ("number", "name")
MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
LABELLED = re.compile(r"\s*([A-Za-z][A-Za-z. ]{2,24}?)\s*[:\t]\s*(.*)", re.DOTALL)
WRITTEN_DATE = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\s+([0-9]{4})")
NIP = re.compile(r"\s*NIP\.?\s*:?\s*([0-9][0-9 ]*)", re.IGNORECASE)

Labelled = tuple[Line, str, str, str]
"""(line, field, label as written, value as written)"""


def labelled(line: Line) -> Labelled | None:
    """The field that a line such as "NOMOR SOP : 175" names, or None."""
    match = LABELLED.fullmatch(line.text)
    if match is None:
        return None
    field = LABELS.get(re.sub(r"[^a-z]", "", match[1].lower()))
    if field is None:
        return None
    return line, field, match[1], match[2].strip(" \t:*")


def read_identity(lines: list[Line], found: list[Problem]) -> tuple[tuple[str, ...], tuple[str, ...], Identity]:
    """(cover, office, identity) from the lines above the first section."""
    before: list[Line] = []
    values: dict[str, Labelled] = {}
    approver: list[Line] = []
    under = ""
    for line in lines:
        read = labelled(line)
        if read is not None:
            under = read[1]
            _keep(read, values, found)
        elif under == "":
            before.append(line)
        elif under == "approver":
            approver.append(line)
        elif line.text.strip():
            found.append(Problem(line.number, "", f'Baris "{_short(line.text)}" tidak dikenali dan tidak dibaca.'))
    _report_missing(values, found)
    cover, instansi = _cover(before)
    return cover, instansi, _identity(values, approver, found)


def _keep(read: Labelled, values: dict[str, Labelled], found: list[Problem]) -> None:
    line, field, label, _value = read
    if field in values:
        found.append(Problem(line.number, "", f"{label} tertulis dua kali; yang pertama dipakai."))
        return
    values[field] = read


def _report_missing(values: dict[str, Labelled], found: list[Problem]) -> None:
    for field, words in WORDS.items():
        if field not in values:
            found.append(Problem(0, "", f"{words} tidak ditemukan.", blocks=field in NEEDED))
        elif field in NEEDED and not values[field][3]:
            found.append(Problem(values[field][0].number, "", f"{words} kosong.", blocks=True))


def _cover(lines: list[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The last paragraph before the labels names the office; what stands above is the cover."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        words = line.text.strip().strip("*").strip()
        if words:
            paragraphs[-1].append(words)
        elif paragraphs[-1]:
            paragraphs.append([])
    filled = [paragraph for paragraph in paragraphs if paragraph]
    if not filled:
        return (), ()
    return tuple(words for paragraph in filled[:-1] for words in paragraph), tuple(filled[-1])


def _identity(values: dict[str, Labelled], approver: list[Line], found: list[Problem]) -> Identity:
    def text(field: str) -> str:
        return values[field][3] if field in values else ""

    return Identity(
        number=text("number"),
        name=text("name"),
        created=_dated(values.get("created"), found),
        revised=_dated(values.get("revised"), found),
        effective=_dated(values.get("effective"), found),
        approver=_approver(values.get("approver"), approver, found),
        labels=tuple((field, read[2]) for field, read in values.items()),
    )


def _dated(read: Labelled | None, found: list[Problem]) -> Dated:
    if read is None or not read[3]:
        return Dated()
    line, _field, label, value = read
    day = read_date(value)
    if day is None:
        found.append(Problem(line.number, "", f'{label}: tanggal "{_short(value)}" tidak dapat dibaca.'))
    return Dated(text=value, day=day)


def read_date(text: str) -> date | None:
    """The day of "17 Juli 2023", or None."""
    match = WRITTEN_DATE.fullmatch(text)
    if match is None or match[2].lower() not in MONTHS:
        return None
    try:
        return date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None


def _approver(read: Labelled | None, lines: list[Line], found: list[Problem]) -> Approver:
    if read is None:
        return Approver()
    words = [read[3], *(line.text.strip() for line in lines)]
    filled = [word for word in words if word]
    at = next((index for index, word in enumerate(filled) if NIP.match(word)), None)
    if at is None:
        found.append(Problem(read[0].number, "", f"NIP tidak ditemukan di bawah {read[2]}."))
        return Approver(jabatan=tuple(filled))
    if at < 3:
        found.append(Problem(read[0].number, "", f"Jabatan, nama, atau pangkat di bawah {read[2]} tidak lengkap."))
        return Approver(jabatan=tuple(filled[:at]), nip=_nip(filled[at]))
    return Approver(jabatan=tuple(filled[: at - 2]), name=filled[at - 2], pangkat=filled[at - 1], nip=_nip(filled[at]))


def _nip(text: str) -> str:
    match = NIP.match(text)
    return match[1].strip() if match else ""


def _short(text: str) -> str:
    words = text.strip()
    return words if len(words) <= 60 else words[:60] + "…"
