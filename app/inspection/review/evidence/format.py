"""What is known about the report's form, F1 to F6: its figures, attachments, improvements and budget."""

from __future__ import annotations

from app.inspection.review.evidence.facts import Fact, absent, counted, listed
from app.inspection.review.evidence.subject import Subject, address, says
from app.performance.capaian import Capaian
from app.performance.measurement import MeasurementRow
from app.reports.models import ReportVersion
from app.reports.sections import SECTIONS, cause_of, solution_of
from app.runs.documents import ItemFill
from app.web.words import angka, rupiah, waktu


def shown_data(subject: Subject) -> list[Fact]:
    facts = list(version_facts(subject))
    sasaran = len(subject.measured.sasaran)
    said = f"{sasaran} sasaran dan {len(subject.rows)} indikator kinerja."
    facts.append(Fact(said, subject.figures_href, missing=not subject.rows))
    written = [name for name in SECTIONS if subject.report.text_of(name)]
    empty = [label for name, label in SECTIONS.items() if name not in written]
    if written:
        log = subject.narrative_log(*written)
        facts.append(Fact(f"Narasi tertulis: {listed(SECTIONS[name] for name in written)}.", subject.report_href, log))
    if empty:
        facts.append(absent(f"Narasi {listed(empty)}"))
    return facts


def targets(subject: Subject) -> list[Fact]:
    known = [row for row in subject.rows if row.target is not None]
    log = _figure_log(subject, known, "target", "target:set")
    what = f"indikator mempunyai target {subject.period.label}"
    facts = [counted(len(known), len(subject.rows), what, subject.figures_href, log)]
    lacking = [row.code for row in subject.rows if row.target is None]
    return facts + ([absent(f"Target {listed(lacking)}")] if lacking else [])


def reached(subject: Subject) -> list[Fact]:
    known = [row for row in subject.rows if row.realisasi is not None]
    log = _figure_log(subject, known, "realisasi", "realisasi:entered")
    what = f"indikator mempunyai realisasi {subject.period.label}"
    facts = [counted(len(known), len(subject.rows), what, subject.figures_href, log)]
    labels = dict.fromkeys(row.rating_label for row in subject.rows if row.capaian.value is not None)
    for label in labels:
        rated = [f"{row.code} ({row.capaian.printed})" for row in subject.rows if row.rating_label == label]
        facts.append(Fact(f"Peringkat {label}: {listed(rated)}."))
    below = [row for row in subject.rows if below_target(row.capaian)]
    for row in below:
        text = f"Di bawah target: {row.code} {row.name}, target {row.target_text}, realisasi {row.realisasi_text}."
        facts.append(Fact(text, subject.indicator_href(row)))
    lacking = [row.code for row in subject.rows if row.capaian.value is None]
    return facts + ([absent(f"Capaian {listed(lacking)}")] if lacking else [])


def attachments(subject: Subject) -> list[Fact]:
    facts = list(version_facts(subject))
    newest = [step.attempt for step in subject.run.steps if step.attempt]
    standing = [fill for attempt in newest for fill in attempt.fills if fill.stands]
    places = [item for step in subject.run.steps for item in step.items]
    filled = {fill.item_id for fill in standing}
    board = address("runs.table", run_id=subject.run.id)
    facts.append(counted(len(filled), len(places), "kelengkapan dan keluaran SOP terisi", board))
    kept = [_file_fact(subject, fill) for fill in standing if fill.evidence is not None]
    return facts + (kept or [absent("Berkas bukti pelaksanaan")])


def _file_fact(subject: Subject, fill: ItemFill) -> Fact:
    step = fill.item.step
    assert fill.evidence is not None
    log = subject.events.newest("step:item-filled", about=fill.item.audit_ref, where=says("item", fill.item.id))
    sha256 = fill.evidence.sha256
    return Fact(f"Langkah {step.no}, {fill.item.label}: {fill.name}.", subject.file_href(sha256), log, sha256)


def improvements(subject: Subject) -> list[Fact]:
    facts = []
    for row in subject.rows:
        if not below_target(row.capaian):
            continue
        for label, section in (("Penyebab", cause_of(row.code)), ("Upaya perbaikan", solution_of(row.code))):
            what = f"{label} {row.code} (capaian {row.capaian.printed})"
            if subject.report.text_of(section):
                log = subject.narrative_log(section)
                facts.append(Fact(f"{what}: tertulis dalam narasi.", subject.report_href, log))
            else:
                facts.append(absent(what))
    if not any(row.capaian.exact is not None for row in subject.rows):
        facts.append(absent(f"Capaian {subject.period.label}"))
    elif not facts:
        facts.append(Fact("Tidak ada indikator dengan capaian di bawah 100,00."))
    return facts + section_facts(subject, "efisiensi", "program_pendukung", "penutup")


def money(subject: Subject) -> list[Fact]:
    summary = subject.budget
    href = address("performance.budget", slug=subject.period.slug)
    if not summary.has_figures:
        return [absent(f"Anggaran {subject.period.label}"), *section_facts(subject, "anggaran")]
    log = subject.figures_log("budget:entered")
    total = f"{len(summary.rows)} baris anggaran: pagu {rupiah(summary.pagu)}, realisasi {rupiah(summary.realisasi)}"
    spent = "" if summary.absorption is None else f" ({angka(summary.absorption)}%)"
    facts = [Fact(f"{total}{spent}.", href, log)]
    facts += [Fact(problem, href) for problem in summary.problems]
    if not summary.problems:
        facts.append(Fact("Jumlah rincian sama dengan induknya pada setiap baris yang terisi.", href))
    facts += [Fact(gap, href, missing=True) for gap in summary.missing]
    return facts + section_facts(subject, "anggaran")


def version_facts(subject: Subject) -> list[Fact]:
    """The frozen version at hand and its signature."""
    version, events = subject.version, subject.events
    if version is None:
        return [absent("Laporan beku")]
    about, href = version.audit_ref, subject.report_href
    said = f"Laporan versi {version.no} dibekukan {waktu(version.frozen_at)}, {version.pages} halaman."
    facts = [Fact(said, href, events.newest("report:frozen", about=about), version.frozen_sha256)]
    if version.signed_at is None or version.signed_by is None:
        return [*facts, absent("Tanda tangan Sekretaris DPRD")]
    worth = f"tingkat {version.level}, {_certified(version)}"
    signed = f"Ditandatangani {version.signed_by.name} pada {waktu(version.signed_at)} ({worth})."
    return [*facts, Fact(signed, href, events.newest("report:signed", about=about), version.sha256)]


def _certified(version: ReportVersion) -> str:
    """In the words of the report's own page: whatever is not known to be certified is not."""
    return "tersertifikasi" if version.trust == "tersertifikasi" else "tidak tersertifikasi"


def section_facts(subject: Subject, *sections: str) -> list[Fact]:
    """Whether each narrative section is written."""
    facts = []
    for section in sections:
        if subject.report.text_of(section):
            log = subject.narrative_log(section)
            facts.append(Fact(f"{SECTIONS[section]}: tertulis.", subject.report_href, log))
        else:
            facts.append(absent(SECTIONS[section]))
    return facts


def below_target(capaian: Capaian) -> bool:
    return capaian.exact is not None and capaian.exact < 100


def _figure_log(subject: Subject, rows: list[MeasurementRow], kind: str, act: str) -> tuple[int, ...]:
    """The newest entry of each figure behind these rows."""
    found: list[int] = []
    for row in rows:
        for about in dict.fromkeys(subject.period_objects(row, kind)):
            found += subject.events.newest(act, about=about)
    return tuple(sorted(found))


GATHER = {
    "F1": shown_data,
    "F2": targets,
    "F3": reached,
    "F4": attachments,
    "F5": improvements,
    "F6": money,
}
