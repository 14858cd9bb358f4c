"""What has to be in a package, by the log alone: docs/reference/audit-package.md, rules 7 and 8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.package.bag import Progress
from app.audit.queries import AFTER_ALL
from app.evidence.errors import FileMissing
from app.evidence.kinds import BY_MEDIA_TYPE
from app.evidence.models import EvidenceFile
from app.evidence.store import path_of
from app.extensions import db
from app.inspection.digests import MISSING, problem_with
from app.inspection.errors import PackageIncomplete
from app.inspection.files import NOT_KEPT
from app.inspection.packages.scope import Scope
from app.reports.models import Report, ReportFile, ReportVersion

NAMING_A_REPORT = frozenset(
    {"report:frozen", "report:sealed", "report:paraf-signed", "report:signed", "report:timestamped"}
)
"""The acts whose `sha256` is a file that has to be there."""

CHECKING = "periksa"
"""What `progress` is told while the files are read the first time."""

PDF_ROLES = frozenset({"draf", "laporan", "laporan-bertanda-tangan", "laporan-bercap-waktu"})
ENDING = re.compile("[a-z0-9]{1,8}")


@dataclass(slots=True)
class Needed:
    """One file that events in scope name; `size` is None where only its digest is told."""

    sha256: str
    seq: int
    size: int | None = None
    role: str = ""
    names: list[str] = field(default_factory=list)
    """How people called it."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The roots in scope, the files they need by digest, and where each lies."""

    runs: tuple[str, ...]
    reports: Mapping[str, str]
    """By root: the root of the run that it is about."""
    needed: Mapping[str, Needed]
    evidence: Mapping[str, tuple[Path, str]]
    """By digest: where it is stored, and the ending of its name in the package."""
    report_files: Mapping[str, ReportFile]
    """By their name in the package."""

    def path_in_package(self, sha256: str) -> str:
        """Where a reader finds the file; empty where it isn't in the package."""
        for name, file in self.report_files.items():
            if file.sha256 == sha256:
                return f"data/laporan/{name}"
        if sha256 not in self.evidence:
            return ""
        ending = self.evidence[sha256][1]
        return f"data/bukti/{sha256}.{ending}" if ending else f"data/bukti/{sha256}"


def check_files(scope: Scope, *, folder: Path, progress: Progress | None = None) -> None:
    """Read every file in scope. Raises PackageIncomplete at the first that isn't as the log names it."""
    runs = scope.runs()
    needed = files_of(runs, reports_of(runs))
    total, done = sum(file.size or 0 for file in needed.values()), 0
    for digest, file in needed.items():
        if problem := problem_with(digest, size=file.size, folder=folder):
            raise PackageIncomplete(digest, problem)
        done += file.size or 0
        if progress is not None:
            progress(done, total, CHECKING)


def gather(scope: Scope, *, upto: int, folder: Path) -> Gathered:
    """What belongs into the package of this scope over the first `upto` events."""
    runs = scope.runs(upto=upto)
    reports = reports_of(runs, upto=upto)
    needed = files_of(runs, reports, upto=upto)
    report_files = _report_files(reports, needed)
    rest = needed.keys() - {file.sha256 for file in report_files.values()}
    endings = _endings({digest: needed[digest] for digest in rest})
    evidence = {digest: (_path(digest, folder), endings[digest]) for digest in sorted(rest)}
    return Gathered(runs, reports, needed, evidence, report_files)


def reports_of(runs: Iterable[str], *, upto: int = AFTER_ALL) -> dict[str, str]:
    """The reports of which a report: event names one of these runs: its root by the report's."""
    wanted = set(runs)
    query = select(AuditEvent.root, AuditEvent.body).where(AuditEvent.subject == "report", AuditEvent.seq <= upto)
    found: dict[str, str] = {}
    for root, body in db.session.execute(query.order_by(AuditEvent.seq)):
        run = orjson.loads(body)["data"].get("run")
        if root.startswith("report:") and run in wanted:
            found.setdefault(root, run)
    return found


def files_of(runs: Iterable[str], reports: Iterable[str], *, upto: int = AFTER_ALL) -> dict[str, Needed]:
    """By digest, in the order in which the log names them first."""
    found: dict[str, Needed] = {}
    of_reports = set(reports)
    for event in events_of([*runs, *of_reports], upto=upto):
        for file in event["files"]:
            if file["role"] in NOT_KEPT:
                continue
            one = found.setdefault(file["sha256"], Needed(file["sha256"], event["seq"]))
            one.size, one.role = file["size"], one.role or file["role"]
            _name(one, event["data"], alone=len(event["files"]) == 1)
        if event["act"] in NAMING_A_REPORT and event["object"].partition("/")[0] in of_reports:
            digest = event["data"]["sha256"]
            found.setdefault(digest, Needed(digest, event["seq"], role="laporan"))
    return found


def events_of(roots: Iterable[str], *, upto: int = AFTER_ALL) -> Iterator[dict[str, Any]]:
    """Every event about one of these, oldest first."""
    query = select(AuditEvent.body).where(AuditEvent.root.in_(list(roots)), AuditEvent.seq <= upto)
    for body in db.session.scalars(query.order_by(AuditEvent.seq).execution_options(yield_per=500)):
        event: dict[str, Any] = orjson.loads(body)
        yield event


def _name(file: Needed, data: Mapping[str, Any], *, alone: bool) -> None:
    name = data.get("name")
    if alone and isinstance(name, str) and name and name not in file.names:
        file.names.append(name)


def _report_files(reports: Iterable[str], needed: Mapping[str, Needed]) -> dict[str, ReportFile]:
    """Every file of every version, as far as the log tells of it. A cancelled run and the next may share a name."""
    ids = [int(root.removeprefix("report:")) for root in reports]
    query = select(ReportFile).join(ReportVersion).join(Report).where(Report.id.in_(ids))
    found: dict[str, ReportFile] = {}
    for file in db.session.scalars(query.order_by(Report.id, ReportVersion.no, ReportFile.no)):
        if file.sha256 in needed:
            name = file.name if file.name not in found else f"pelaksanaan-{file.version.report.run_id}-{file.name}"
            found[name] = file
    return found


def _endings(files: Mapping[str, Needed]) -> dict[str, str]:
    query = select(EvidenceFile.sha256, EvidenceFile.media_type).where(EvidenceFile.sha256.in_(list(files)))
    kinds = {digest: BY_MEDIA_TYPE.get(kind) for digest, kind in db.session.execute(query)}
    return {digest: _ending(file, kinds.get(digest)) for digest, file in files.items()}


def _ending(file: Needed, kind: Any) -> str:
    if kind is not None:
        return str(kind.endings[0])
    if file.role in PDF_ROLES:
        return "pdf"
    told = PurePosixPath(file.names[0].lower()).suffix.removeprefix(".") if file.names else ""
    return told if ENDING.fullmatch(told) else ""


def _path(digest: str, folder: Path) -> Path:
    try:
        return path_of(digest, folder=folder)
    except FileMissing:
        raise PackageIncomplete(digest, MISSING) from None
