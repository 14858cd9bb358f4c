"""Checks of an SOP's first page: labels, dates, spelling, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.sop.document import Line, ParsedSop
from app.sop.findings import Finding
from app.sop.identity import labelled
from app.sop.parser import lines_of
from app.sop.sections import FIELDS

DOUBLED = re.compile(r"(?<![\w-])(\w{2,}) \1(?![\w-])", re.IGNORECASE)
LEGAL_TITLE = re.compile(r"\btentang\b(?:\s+\S+){0,3}?\s+tentang\b", re.IGNORECASE)
LABEL_WORDS = {"approver": "DISAHKAN OLEH"}
NIP_DIGITS = 18


def identity_block(parsed: ParsedSop) -> Iterator[Finding]:
    """Dates that are missing or in the wrong order, labels misspelt, a NIP of the wrong length."""
    identity = parsed.identity
    lines = {read[1]: read for read in map(labelled, lines_of(parsed.text)) if read}
    for field, words in (
        ("created", "tanggal pembuatan"),
        ("revised", "tanggal revisi"),
        ("effective", "tanggal efektif"),
    ):
        if field in lines and not getattr(identity, field).text:
            tail = ": SOP belum pernah direvisi, atau tanggalnya belum ditulis." if field == "revised" else "."
            yield _identity(lines[field], "tanggal-kosong", f"{words.capitalize()} tidak diisi{tail}")
    created, effective = identity.created.day, identity.effective.day
    if created and effective and effective < created:
        yield _identity(
            lines["effective"], "tanggal-terbalik", "Tanggal efektif lebih awal daripada tanggal pembuatan."
        )
    if "approver" in lines and re.match(r"di\s", lines["approver"][2], re.IGNORECASE):
        yield _identity(lines["approver"], "ejaan", 'Awalan "di-" ditulis serangkai: DISAHKAN OLEH.')
    nip = re.sub(r"\D", "", identity.approver.nip)
    if nip and len(nip) != NIP_DIGITS:
        yield Finding("nip", "Identitas, NIP", f"NIP terdiri atas {len(nip)} angka, seharusnya {NIP_DIGITS}.")
    uneven = [label for _field, label in identity.labels if re.match(r"tgl\.", label, re.IGNORECASE)]
    if len({bool(re.match(r"tgl\.\s", label, re.IGNORECASE)) for label in uneven}) > 1:
        line = lines["created"][0].number if "created" in lines else 0
        sentence = 'Penulisan "TGL." tidak seragam: ada yang diikuti spasi, ada yang tidak.'
        yield Finding("ejaan", "Identitas", sentence, ", ".join(uneven), line)


def _identity(read: tuple[Line, str, str, str], rule: str, sentence: str) -> Finding:
    line, _field, label, value = read
    return Finding(rule, f"Identitas, {label}", sentence, value, line.number)


def _sentences(parsed: ParsedSop) -> Iterator[tuple[str, str, int]]:
    """(place, words, line) of every sentence of the document that a person wrote."""
    for field in FIELDS:
        section = parsed.section(field)
        for position, entry in enumerate(section.entries, start=1):
            number = entry.marker.rstrip(".)") or str(position)
            yield f"{section.heading.rstrip(' :')}, butir {number}", entry.text, entry.line
    for step in parsed.steps:
        for column, words in (
            ("uraian", step.uraian),
            ("kelengkapan", step.kelengkapan),
            ("output", step.output),
            ("keterangan", step.ket),
        ):
            yield f"Langkah {step.no}, {column}", words, step.line


def repeated_words(parsed: ParsedSop) -> Iterator[Finding]:
    """A word written twice in a row, or a regulation with two "Tentang" at its head."""
    for place, words, line in _sentences(parsed):
        match = LEGAL_TITLE.search(words) or DOUBLED.search(words)
        if match:
            yield Finding("kata-berulang", place, f'Kata berulang: "{match[0]}".', words, line)


def spacing(parsed: ParsedSop) -> Iterator[Finding]:
    """Doubled spaces, a space before a comma or full stop, a bracket without one."""
    for place, words, line in _sentences(parsed):
        if "  " in words:
            yield Finding("spasi", place, "Spasi ganda.", words, line)
        if re.search(r"\w [,;.](?:\s|$)", words):
            yield Finding("spasi", place, "Ada spasi sebelum tanda baca.", words, line)
    for words in parsed.cover:
        if re.search(r"\w\(", words):
            yield Finding("spasi", "Sampul", "Tidak ada spasi sebelum tanda kurung.", words)


def list_endings(parsed: ParsedSop) -> Iterator[Finding]:
    """Items of one list that end in different marks."""
    for field in FIELDS:
        section = parsed.section(field)
        items = [entry for entry in section.entries if entry.marker]
        endings = {entry.text[-1] if entry.text[-1:] in {";", ",", "."} else "" for entry in items}
        if len(items) < 2 or len(endings) < 2:
            continue
        shown = ", ".join(f'"{ending}"' if ending else "tanpa tanda" for ending in sorted(endings))
        sentence = f"Tanda baca di akhir butir tidak seragam: {shown}."
        yield Finding("tanda-baca", section.heading.rstrip(" :"), sentence, "", section.line)


def unfinished_conditions(parsed: ParsedSop) -> Iterator[Finding]:
    """ "Apabila …" without a "maka" or a comma: the consequence does not begin anywhere."""
    for place, words, line in _sentences(parsed):
        conditional = re.match(r"(apabila|jika|bila)\b", words, re.IGNORECASE)
        if conditional and not re.search(r"\bmaka\b|,", words, re.IGNORECASE):
            sentence = (
                f'Kalimat "{conditional[0]} …" tidak memuat "maka" atau koma; akibatnya tidak jelas dimulai di mana.'
            )
            yield Finding("kalimat", place, sentence, words, line)


def unnumbered_relations(parsed: ParsedSop) -> Iterator[Finding]:
    """A related SOP that is named without its number."""
    for position, entry in enumerate(parsed.keterkaitan.entries, start=1):
        if entry.text.upper().startswith("SOP") and not re.search(r"\d", entry.text):
            number = entry.marker.rstrip(".)") or str(position)
            heading = parsed.keterkaitan.heading.rstrip(" :")
            sentence = "SOP yang terkait disebut tanpa nomornya."
            yield Finding("keterkaitan", f"{heading}, butir {number}", sentence, entry.text, entry.line)
