"""What is known about how the report came to be, M1 to M7: who made it, from which data, with whose knowledge."""

from __future__ import annotations

from collections import defaultdict

from app.inspection.review.evidence.facts import Fact, absent, counted, listed, of
from app.inspection.review.evidence.format import version_facts
from app.inspection.review.evidence.subject import Subject, address, says
from app.performance.figures import print_figure
from app.runs.models import RunStep, StepAttempt
from app.web.words import nomor_sop, waktu


def makers(subject: Subject) -> list[Fact]:
    version = subject.version
    facts = version_facts(subject)
    if version is not None:
        maker = version.frozen_by
        unit = f", {maker.unit.name}" if maker.unit else ""
        text = f"Dibekukan oleh {maker.name}, {maker.jabatan}{unit}."
        log = subject.events.newest("report:frozen", about=version.audit_ref)
        facts.append(Fact(text, subject.report_href, log))
    for step in subject.run.steps:
        done = step.completion
        if done is not None:
            log = subject.events.newest("step:completed", about=step.audit_ref)
            said = f"Langkah {step.no} disahkan {done.completed_by.name} sebagai {done.completed_as}."
            facts.append(Fact(said, subject.step_href(step), log))
    return facts


def data_at_hand(subject: Subject) -> list[Fact]:
    entries = [(row, entry) for row in subject.rows for entry in row.entries]
    if not entries:
        return [absent(f"Realisasi {subject.period.label}")]
    shown = [pair for pair in entries if pair[1].evidence_sha256]
    named = [pair for pair in entries if pair[1].source]
    facts = [
        counted(len(named), len(entries), "angka realisasi menyebut dokumen sumbernya", subject.figures_href),
        counted(len(shown), len(entries), "angka realisasi disertai berkas bukti", subject.figures_href),
    ]
    for row, entry in entries:
        about = f"indicator:{row.indicator_id}/realisasi:{entry.period.slug}"
        log = subject.events.newest("realisasi:entered", about=about)
        said = f"{row.code}: {entry.source or 'sumber belum ada'}, {entry.period.label}."
        facts.append(Fact(said, subject.indicator_href(row), log, entry.evidence_sha256, missing=not entry.source))
    return facts


def way_of_data(subject: Subject) -> list[Fact]:
    version = subject.run.sop_version
    href = address("sop.show", version_id=version.id)
    log = subject.events.of("sop:activated", where=says("version", version.no))
    text = f"SOP {nomor_sop(version.number)}, {version.name}, versi {version.no}, {len(version.steps)} langkah."
    facts = [Fact(text, href, log)]
    unconfirmed = len(version.unconfirmed)
    if unconfirmed:
        facts.append(Fact(f"{unconfirmed} sel pelaksana SOP disusun ulang dan belum dikonfirmasi.", href, missing=True))
    board = address("runs.table", run_id=subject.run.id)
    done = sum(1 for step in subject.run.steps if step.completion)
    said = f"{subject.run.title} memakai SOP ini: {of(done, len(subject.run.steps), 'langkah disahkan')}."
    return [*facts, Fact(said, board, subject.events.of("run:started"))]


def who_answers(subject: Subject) -> list[Fact]:
    by_unit: dict[str, list[str]] = defaultdict(list)
    for row in subject.rows:
        by_unit[row.unit_name].append(row.code)
    href = address("performance.definitions")
    facts = [Fact(f"{unit}: {listed(codes)}.", href) for unit, codes in by_unit.items() if unit]
    if by_unit.get(""):
        facts.append(absent(f"Bagian penanggung jawab {listed(by_unit[''])}"))
    idle = [unit.name for unit in subject.units if unit.name not in by_unit]
    facts += [Fact(f"{name}: tidak menjadi penanggung jawab indikator mana pun.", href) for name in idle]
    return facts or [absent("Indikator dengan bagian penanggung jawab")]


def reliability(subject: Subject) -> list[Fact]:
    facts = []
    for row in subject.rows:
        for entry in row.entries:
            about = f"indicator:{row.indicator_id}/realisasi:{entry.period.slug}"
            log = subject.events.of("realisasi:entered", about=about)
            changed = f"; diisi {len(log)} kali" if len(log) > 1 else ""
            value = print_figure(row.formula, entry.value)
            said = f"{row.code}: {value} diisi {entry.entered_by}, {waktu(entry.entered_at)}{changed}."
            facts.append(Fact(said, subject.indicator_href(row), log, entry.evidence_sha256))
    if not facts:
        facts.append(absent(f"Realisasi {subject.period.label}"))
    facts += [
        Fact(
            f"Langkah {step.no} dicatat belakangan: kejadian dinyatakan {waktu(step.completion.occurred_at)}.",
            subject.step_href(step), subject.events.newest("step:completed", about=step.audit_ref),
        )
        for step in subject.run.steps if step.completion and step.completion.occurred_at
    ]  # fmt: skip
    fixed = subject.events.of("step:corrected")
    return facts + ([Fact(f"{len(fixed)} catatan langkah diperbaiki.", log=fixed)] if fixed else [])


def known_to_units(subject: Subject) -> list[Fact]:
    version, seats = subject.version, subject.seats
    if version is None or seats is None:
        return [absent("Paraf Kabag/Kasubag, karena laporan beku")]
    facts = []
    for seat in seats.all:
        if seat.given is None:
            facts.append(absent(f"Paraf {seat.unit.name}"))
            continue
        paraf = seat.given
        log = subject.events.of("report:paraf-given", about=version.audit_ref, where=says("jabatan", paraf.jabatan))
        said = f"Paraf {seat.unit.name}: {paraf.user.name}, {paraf.jabatan}, {waktu(paraf.given_at)}."
        facts.append(Fact(said, subject.report_href, log, paraf.sha256))
    withdrawn = subject.events.of("report:paraf-withdrawn", about=version.audit_ref)
    if withdrawn:
        facts.append(Fact(f"{len(withdrawn)} paraf ditarik.", subject.report_href, withdrawn))
    return facts or [absent("Bagian yang memberi paraf")]


def from_below(subject: Subject) -> list[Fact]:
    reporting = [step for step in subject.run.steps if step.sop_step.per_unit]
    if not reporting:
        return [absent("Langkah SOP yang menerima laporan per bagian")]
    facts = [fact for step in reporting for fact in _unit_reports(subject, step)]
    back = subject.events.of("step:returned")
    return facts + ([Fact(f"{len(back)} kali langkah dikembalikan untuk diperbaiki.", log=back)] if back else [])


def _unit_reports(subject: Subject, step: RunStep) -> list[Fact]:
    attempt: StepAttempt | None = step.attempt
    handed = {report.unit_id: report for report in attempt.unit_reports} if attempt else {}
    facts = []
    for unit in subject.units:
        report = handed.get(unit.id)
        if report is None:
            facts.append(absent(f"Laporan {unit.name} (langkah {step.no})"))
            continue
        log = subject.events.newest("step:unit-reported", about=step.audit_ref, where=says("unit_id", unit.id))
        said = f"{unit.name}: {report.name}, {report.submitted_by.name}, {waktu(report.submitted_at)}."
        facts.append(Fact(said, subject.file_href(report.evidence.sha256), log, report.evidence.sha256))
    return facts


GATHER = {
    "M1": makers,
    "M2": data_at_hand,
    "M3": way_of_data,
    "M4": who_answers,
    "M5": reliability,
    "M6": known_to_units,
    "M7": from_below,
}
