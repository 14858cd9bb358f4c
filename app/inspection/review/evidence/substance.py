"""What is known about the report's content, S1 to S10: beside PK, Renstra, IK and IKU, and over the years."""

from __future__ import annotations

from collections.abc import Callable

from app.inspection.review.evidence.facts import NOT_YET, Fact, absent, counted, listed, of
from app.inspection.review.evidence.format import section_facts
from app.inspection.review.evidence.subject import Subject, address
from app.performance.measurement import MeasurementRow


def agreement(subject: Subject) -> list[Fact]:
    """The application has no field for the PK itself; its targets of the year are the nearest that it knows."""
    rows = subject.rows
    aimed = [row for row in rows if row.target is not None]
    what = f"indikator mempunyai target {subject.period.label}"
    facts = _sasaran_facts(subject)
    facts.append(counted(len(aimed), len(rows), what, subject.figures_href, subject.figures_log("target:set")))
    return facts + _papers(subject, "Naskah perjanjian kinerja (PK)", "perjanjian kinerja", "perkin")


def plan(subject: Subject) -> list[Fact]:
    known = [row for row in subject.rows if row.renstra_target]
    said = of(len(known), len(subject.rows), "indikator mempunyai target akhir Renstra")
    facts = [Fact(f"{said}.", address("performance.definitions"))] if known else []
    facts += [_beside_plan(subject, row) for row in known]
    lacking = [row.code for row in subject.rows if not row.renstra_target]
    facts += [absent(f"Target Renstra {listed(lacking)}")] if lacking else []
    return facts + _papers(subject, "Naskah Renstra", "renstra", "rencana strategis")


def _beside_plan(subject: Subject, row: MeasurementRow) -> Fact:
    """The realisasi beside the Renstra; without one the aim alone is no evidence of anything reached."""
    aim = f"target Renstra {row.renstra_year or ''} {row.renstra_text}"
    href = subject.indicator_href(row)
    if row.realisasi is None:
        return Fact(f"{row.code}: realisasi {NOT_YET}, {aim}.", href, missing=True)
    said = f"{row.code}: realisasi {row.realisasi_text}, {aim}, capaian {row.renstra_capaian.printed}."
    return Fact(said, href)


def explained(subject: Subject) -> list[Fact]:
    """Where an explanation would stand, and what was changed in the definitions on the way."""
    facts = section_facts(subject, "perencanaan", "capaian")
    changed = subject.events.of("indicator:changed")
    text = f"{len(changed)} perubahan definisi indikator."
    return [*facts, Fact(text, address("performance.definitions"), changed)] if changed else facts


def indicators(subject: Subject) -> list[Fact]:
    added = subject.events.of("indicator:added", "indicator:changed")
    total = Fact(_set_for(subject), address("performance.definitions"), added)
    return [total, *_sasaran_facts(subject)] if subject.rows else [absent(f"Indikator {subject.period.label}")]


def main_indicators(subject: Subject) -> list[Fact]:
    total = [Fact(_set_for(subject), subject.figures_href)]
    mark = absent("Penanda IKU pada indikator")
    return [
        *(total if subject.rows else []),
        mark,
        *_papers(subject, "Naskah penetapan IKU", "iku", "indikator kinerja utama"),
    ]


def _set_for(subject: Subject) -> str:
    """That they are set; whether they were measured too is for F3 to say."""
    return f"{len(subject.rows)} indikator ditetapkan untuk {subject.period.label}."


def compared(subject: Subject) -> list[Fact]:
    rows = subject.rows
    before = [row for row in rows if row.previous is not None]
    label = subject.period.previous_year.label
    facts = []
    if before:
        facts.append(
            Fact(f"{of(len(before), len(rows), f'indikator mempunyai realisasi {label}')}.", subject.figures_href)
        )
    for row in before:
        lacks = row.realisasi is None
        now = NOT_YET if lacks else row.realisasi_text
        text = f"{row.code}: {label} {row.previous_text}, {subject.period.label} {now}."
        facts.append(Fact(text, subject.indicator_href(row), missing=lacks))
    lacking = [row.code for row in rows if row.previous is None]
    facts += [absent(f"Realisasi {label} {listed(lacking)}")] if lacking else []
    planned = [row.code for row in rows if row.renstra_target]
    facts += [Fact(f"Target akhir Renstra: {listed(planned)}.")] if planned else [absent("Target akhir Renstra")]
    return [*facts, absent("Standar nasional sebagai pembanding")]


def measures(subject: Subject) -> list[Fact]:
    facts = _sasaran_facts(subject)
    facts += [Fact(f"Rumus: {line}.") for line in subject.measured.formulas]
    return facts or [absent(f"Indikator {subject.period.label}")]


def smart(subject: Subject) -> list[Fact]:
    """Which attributes are filled; whether they make an indicator SMART is for the reviewer to say."""
    if not subject.rows:
        return [absent(f"Indikator {subject.period.label}")]
    attributes: tuple[tuple[str, Callable[[MeasurementRow], bool]], ...] = (
        ("Satuan", lambda row: bool(row.satuan)),
        ("Target", lambda row: row.target is not None),
        ("Sumber data", lambda row: bool(row.source)),
        ("Bagian penanggung jawab", lambda row: bool(row.unit_name)),
        ("Realisasi tahun lalu sebagai pembanding target", lambda row: row.previous is not None),
        ("Target dan tahun akhir Renstra", lambda row: bool(row.renstra_target and row.renstra_year)),
    )
    facts = []
    for label, filled in attributes:
        lacking = [row.code for row in subject.rows if not filled(row)]
        have = len(subject.rows) - len(lacking)
        if have:
            facts.append(Fact(f"{label}: {of(have, len(subject.rows), 'indikator')}.", subject.figures_href))
        if lacking:
            facts.append(absent(f"{label} {listed(lacking)}"))
    return facts + [Fact(f"{row.code}: {_definition(row)}.", subject.indicator_href(row)) for row in subject.rows]


def _definition(row: MeasurementRow) -> str:
    """Without what it lacks: that is said once above, and this line is of what there is."""
    parts = [row.name, row.satuan and f"satuan {row.satuan}", f"rumus {row.formula_text}"]
    target = "" if row.target is None else f"target {row.target_text}"
    return "; ".join(part for part in (*parts, target) if part)


def _sasaran_facts(subject: Subject) -> list[Fact]:
    return [
        Fact(f"Sasaran {group.code} {group.name}: indikator {listed(row.code for row in group.rows)}.",
             subject.figures_href)
        for group in subject.measured.sasaran
    ]  # fmt: skip


def _papers(subject: Subject, what: str, *words: str) -> list[Fact]:
    """Files of the run whose names speak of it; the name is all that is known of them."""
    found = [
        Fact(f"Berkas bernama {name}.", subject.file_href(sha), sha256=sha) for name, sha in subject.files_named(*words)
    ]
    return found or [absent(what)]


GATHER = {
    "S1": agreement,
    "S2": plan,
    "S3": explained,
    "S4": indicators,
    "S5": main_indicators,
    "S6": explained,
    "S7": compared,
    "S8": measures,
    "S9": explained,
    "S10": smart,
}
