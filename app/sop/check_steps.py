"""Checks of an SOP's step table: verbs, actors, inputs and outputs, time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.sop.document import ParsedSop, ParsedStep
from app.sop.findings import Finding
from app.sop.pelaksana import role_of
from app.sop.totals import total_of

VERB = re.compile(r"(me(m|n|ng|ny|l|r|w|y)|ber)[a-z]{2,}", re.IGNORECASE)
BASE_VERBS = frozenset(
    {
        *("terima", "buat", "susun", "kirim", "catat", "periksa", "siapkan"),
        *("serahkan", "tandatangani", "hadir", "rapat", "paraf", "arsipkan", "cetak"),
    }
)
PEOPLE = frozenset({"tim", "anggota", "staf", "pegawai", "petugas", "pejabat"})
ACTOR_WORDS = re.compile(r"\b(sekretaris|kabag|kasubag|kepala|tim|staf|bendahara|operator)\b", re.IGNORECASE)


def begins_with_verb(uraian: str) -> bool:
    first = re.match(r"[^\W\d_]+", uraian)
    if first is None:
        return False
    return bool(VERB.fullmatch(first[0])) or first[0].lower() in BASE_VERBS


def _at(step: ParsedStep, column: str) -> str:
    return f"Langkah {step.no}, {column}"


def names_agree(parsed: ParsedSop) -> Iterator[Finding]:
    """The table's title names another SOP than the identity block does."""
    title = parsed.table.title.partition(":")[2].strip()
    if title and parsed.name and title.upper() != parsed.name.upper():
        sentence = f'Judul tabel "{title}" berbeda dari nama SOP "{parsed.name}".'
        yield Finding("nama", "Judul tabel", sentence, parsed.table.title, parsed.table.line)


def lost_shapes(parsed: ParsedSop) -> Iterator[Finding]:
    """Steps whose pelaksana cells are all blank: the drawing did not come with the text."""
    blank = [step for step in parsed.steps if not any(step.marks)]
    if not blank:
        return
    numbers = ", ".join(str(step.no) for step in blank)
    sentence = (
        f"Sel pelaksana kosong pada langkah {numbers}: simbol bagan alir tidak ikut terbaca. "
        "Simbol disusun ulang dan perlu dikonfirmasi."
    )
    yield Finding("simbol-hilang", "Kolom Pelaksana", sentence, "", blank[0].line)


def missing_verbs(parsed: ParsedSop) -> Iterator[Finding]:
    """PermenPANRB 35/2012 asks for steps that begin with an active verb."""
    for step in parsed.steps:
        if step.uraian and not begins_with_verb(step.uraian):
            sentence = "Uraian tidak diawali kata kerja."
            yield Finding("kata-kerja", _at(step, "uraian"), sentence, step.uraian, step.line)


def missing_actors(parsed: ParsedSop) -> Iterator[Finding]:
    """Neither the words, nor the verb, nor a mark says who acts."""
    for step in parsed.steps:
        if any(step.marks) or begins_with_verb(step.uraian) or ACTOR_WORDS.search(step.uraian):
            continue
        sentence = "Tidak tertulis siapa yang mengerjakan langkah ini."
        yield Finding("tanpa-pelaksana", _at(step, "pelaksana"), sentence, step.uraian, step.line)


def unclear_kelengkapan(parsed: ParsedSop) -> Iterator[Finding]:
    """A kelengkapan that names people, or a single word that no file can be held against."""
    for step in parsed.steps:
        if not step.kelengkapan:
            yield Finding("kelengkapan", _at(step, "kelengkapan"), "Kelengkapan kosong.", "", step.line)
        for item in filter(None, (part.strip() for part in step.kelengkapan.split(","))):
            words = item.lower().split()
            if set(words) <= PEOPLE:
                sentence = f'"{item}" menyebut orang, bukan dokumen; tidak jelas apa yang harus dilampirkan.'
            elif len(words) == 1:
                sentence = f'"{item}" terlalu umum; tidak jelas dokumen mana yang dimaksud.'
            else:
                continue
            yield Finding("kelengkapan", _at(step, "kelengkapan"), sentence, step.kelengkapan, step.line)
        if not step.output:
            yield Finding("output", _at(step, "output"), "Output kosong.", "", step.line)


def unchanged_output(parsed: ParsedSop) -> Iterator[Finding]:
    """A step whose output is, word for word, that of the step before it."""
    for before, step in zip(parsed.steps, parsed.steps[1:], strict=False):
        if step.output and step.output == before.output:
            sentence = (
                f"Output sama persis dengan output langkah {before.no}; tidak terlihat apa yang dihasilkan langkah ini."
            )
            yield Finding("output", _at(step, "output"), sentence, step.output, step.line)


def uneven_names(parsed: ParsedSop) -> Iterator[Finding]:
    """The same pair of offices written in another order or with other spaces than in the table's head."""
    paired = [label for label in parsed.columns if "/" in label and role_of(label)]
    for label in paired:
        names = sorted(part.strip().lower() for part in label.split("/"))
        for step in parsed.steps:
            for written in re.findall(r"\w+ ?/ ?\w+", step.uraian):
                same = sorted(part.strip().lower() for part in written.split("/")) == names
                if same and written != label:
                    sentence = f'Ditulis "{written}", di kepala tabel "{label}".'
                    yield Finding("penyebutan", _at(step, "uraian"), sentence, step.uraian, step.line)


def total_time(parsed: ParsedSop) -> Iterator[Finding]:
    """How much the steps allow together; said so that the office can hold it against its own deadline."""
    waktu = [step.waktu for step in parsed.steps]
    if not parsed.steps:
        return
    if all(step.usable for step in parsed.steps):
        total = total_of(step.allowance for step in parsed.steps if step.allowance)
        sentence = f"Jumlah waktu semua langkah: {total}. SOP tidak menuliskan jumlahnya."
        yield Finding("jumlah-waktu", "Mutu baku, Waktu", sentence, "; ".join(waktu), parsed.table.line)
    if any(re.search(r"\bhari\b(?!\s+kerja)", text, re.IGNORECASE) for text in waktu):
        sentence = 'Waktu ditulis "hari" tanpa "kerja"; di aplikasi ini dihitung sebagai hari kerja.'
        yield Finding("hari-kerja", "Mutu baku, Waktu", sentence, "", parsed.table.line)
    units = re.findall(r"[A-Za-z]+", " ".join(waktu))
    uneven = sorted({unit for unit in units if unit[0].isupper()})
    if uneven and any(unit[0].islower() for unit in units):
        sentence = f"Satuan waktu tidak seragam huruf besarnya: {', '.join(uneven)} di samping satuan berhuruf kecil."
        yield Finding("ejaan", "Mutu baku, Waktu", sentence, "; ".join(waktu), parsed.table.line)
