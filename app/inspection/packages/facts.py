"""A run as the package's index tells it: by its own events, so that page and log can be held side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.audit import Tag
from app.audit.queries import Entry, events_about
from app.clock.words import used_words
from app.extensions import db
from app.inspection.packages.gather import Gathered
from app.runs.models import Run
from app.web.words import lewat, nomor_sop

KINDS = {
    "frozen": "dibekukan",
    "sealed": "bersegel instansi",
    "paraf": "berparaf",
    "signed": "bertanda tangan",
    "extended": "bertanda tangan dengan cap waktu",
}
"""What each file of a version is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that somebody put into a step; `link` is empty where the package doesn't hold it."""

    label: str
    name: str
    link: str
    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Completion:
    """A pengesahan: who, when, and the verdict against the mutu baku."""

    attempt: int
    by: str
    completed_as: str
    at: datetime
    handed_over_at: datetime
    allowance: str
    used: str
    late: bool
    over: str
    reason: str
    seq: int


@dataclass(slots=True)
class Step:
    no: int
    title: str
    completions: list[Completion] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    """Returns, exemptions, corrections: the log's number and its sentence."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    version: int
    kind: str
    name: str
    link: str
    sha256: str
    at: datetime
    seq: int | None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run in scope with its steps, reports and chronology."""

    root: str
    title: str
    sop: str
    state: str
    steps: tuple[Step, ...]
    reports: tuple[ReportRow, ...]
    chronology: tuple[Entry, ...]


REMARKS = frozenset({Tag.STEP_RETURNED, Tag.STEP_ITEM_EXEMPTED, Tag.STEP_ITEM_CLEARED, Tag.STEP_CORRECTED})
FILLING = frozenset({Tag.STEP_ITEM_FILLED, Tag.STEP_UNIT_REPORTED, Tag.STEP_CORRECTED})


def facts_of(root: str, gathered: Gathered, *, upto: int) -> RunFacts:
    """The run by the first `upto` events of the log."""
    own = [root, *(report for report, run in gathered.reports.items() if run == root)]
    entries = sorted((entry for about in own for entry in events_about(about)), key=lambda entry: entry.seq)
    entries = [entry for entry in entries if entry.seq <= upto]
    started = next((entry for entry in entries if entry.tag is Tag.RUN_STARTED), None)
    steps = _steps(root, started)
    for entry in entries:
        _tell(steps, entry, gathered)
    return RunFacts(
        root=root,
        title=started.data["title"] if started else root,
        sop=nomor_sop(started.data["sop"]) if started else "",
        state=_state(entries),
        steps=tuple(steps[no] for no in sorted(steps)),
        reports=_reports(root, gathered, entries),
        chronology=tuple(entries),
    )


def _steps(root: str, started: Entry | None) -> dict[int, Step]:
    titles = _titles(int(root.removeprefix("run:")))
    numbers = [step["no"] for step in started.data["steps"]] if started else titles
    return {no: Step(no, titles.get(no, "")) for no in numbers}


def _titles(run_id: int) -> dict[int, str]:
    run = db.session.scalar(select(Run).where(Run.id == run_id))
    return {step.no: step.sop_step.uraian for step in run.steps} if run else {}


def _tell(steps: dict[int, Step], entry: Entry, gathered: Gathered) -> None:
    """Put what this event says into its step."""
    kind, _, no = entry.object.rpartition("/")[2].partition(":")
    if kind != "step":
        return
    step = steps.setdefault(int(no), Step(int(no), ""))
    if entry.tag is Tag.STEP_COMPLETED:
        step.completions.append(_completion(entry))
    if entry.tag in FILLING and entry.files:
        step.documents.append(_document(entry, gathered))
    if entry.tag in REMARKS:
        step.remarks.append((entry.seq, entry.sentence))


def _completion(entry: Entry) -> Completion:
    data, late = entry.data, entry.data["verdict"] == "late"
    return Completion(
        attempt=data["attempt"],
        by=entry.actor,
        completed_as=data["completed_as"],
        at=datetime.fromisoformat(data["completed_at"]),
        handed_over_at=datetime.fromisoformat(data["handed_over_at"]),
        allowance=data["allowance"],
        used=used_words(data["used_minutes"], Fraction(data["used_days"]), data["allowance"], late=late),
        late=late,
        over=lewat(data["over_minutes"]),
        reason=data["late_reason"],
        seq=entry.seq,
    )


def _document(entry: Entry, gathered: Gathered) -> Document:
    data, file = entry.data, entry.files[0]
    label = data.get("label") or (f"Laporan {data['unit']}" if "unit" in data else "Berkas pengganti")
    return Document(
        label=label,
        name=data.get("name") or "berkas",
        link=gathered.path_in_package(file["sha256"]),
        by=entry.actor,
        at=entry.at,
        seq=entry.seq,
    )


def _reports(root: str, gathered: Gathered, entries: list[Entry]) -> tuple[ReportRow, ...]:
    told: dict[str, int] = {}
    for entry in entries:
        for digest in (*(file["sha256"] for file in entry.files), entry.data.get("sha256")):
            told.setdefault(str(digest), entry.seq)
    return tuple(
        ReportRow(
            version=file.version.no, kind=KINDS[file.kind], name=name, link=f"data/laporan/{name}",
            sha256=file.sha256, at=file.made_at, seq=told.get(file.sha256),
        )
        for name, file in gathered.report_files.items()
        if file.version.report.run.audit_ref == root
    )  # fmt: skip


def _state(entries: list[Entry]) -> str:
    last = {entry.tag: entry for entry in entries}
    if Tag.RUN_CANCELLED in last:
        return "dibatalkan"
    return "selesai" if Tag.RUN_CLOSED in last else "sedang berjalan"
