"""The package of one run for the Inspektorat: announced in the log first, then built from what is committed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import select

from app.audit import Tag, record
from app.audit.actions import log_vkey, make_checkpoint
from app.audit.models import AuditEvent
from app.audit.package import new_package_id, write_package
from app.audit.queries import bodies, checkpoint_notes
from app.audit.record import Actor
from app.evidence.store import path_of
from app.extensions import db
from app.inspection.digests import problem_with
from app.inspection.errors import PackageIncomplete
from app.inspection.package_notes import package_notes
from app.reports.models import Report, ReportVersion
from app.runs.errors import RunNotFound
from app.runs.models import Run
from app.web.transaction import writing

NOTES_IN_A_PACKAGE = 20


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the package's id, how many events its log holds, their root, and how many files."""

    package: str
    events: int
    root: str
    files: int


def export_run(run_id: int, out: Path, *, by: Actor, at: datetime) -> Export:
    """Write the run's package to `out`, whole or not at all. Commits the event that announces it first.

    Call it outside of a write transaction. Raises RunNotFound, and PackageIncomplete where a file that
    the run's events name is not there as they name it; then nothing is recorded.
    """
    run = db.session.get(Run, run_id)
    if run is None:
        raise RunNotFound
    for digest, size in _files_named(run.audit_ref).items():
        if problem := problem_with(digest, size=size, folder=_folder()):
            raise PackageIncomplete(digest, problem)
    package = new_package_id()
    with writing():
        data = {"run": f"run:{run_id}", "package": package}
        record(Tag.LOG_EXPORTED, by=by, about=f"run:{run_id}", at=at, data=data)
        checkpoint = make_checkpoint(at=at)
        upto, root = checkpoint.size, checkpoint.frontier.root.hex()
    reports = _reports(run_id, upto=upto)
    in_reports = set(reports.values())
    named = {digest: _path(digest) for digest in _files_named(run.audit_ref, upto=upto)}
    files = {digest: path for digest, path in named.items() if path not in in_reports}
    notes = package_notes(
        title=run.title, office=current_app.config["SETTINGS"].office, who=by.audit_actor()["name"], at=at,
        events=upto, root=root,
    )  # fmt: skip
    write_package(
        out, scope=run.audit_ref, package=package, epoch=1, bodies=bodies(upto=upto), vkeys=[log_vkey()],
        files={digest: (path, "") for digest, path in files.items()}, index="",
        checkpoints=checkpoint_notes(newest=NOTES_IN_A_PACKAGE, upto=upto), readme=notes, reports=reports,
        office=current_app.config["SETTINGS"].office, at=at, title=run.title,
    )  # fmt: skip
    return Export(package=package, events=upto, root=root, files=len(files) + len(reports))


def _files_named(root: str, *, upto: int | None = None) -> dict[str, int]:
    """Digest and size of every file that an event about this root names."""
    return {file["sha256"]: file["size"] for fields in _events(root, upto=upto) for file in fields["files"]}


def _reports(run_id: int, *, upto: int) -> dict[str, Path]:
    """Every file of every version of the run's report by its name, as far as the log tells of it."""
    found: dict[str, Path] = {}
    query = select(ReportVersion).join(Report).where(Report.run_id == run_id).order_by(ReportVersion.no)
    for version in db.session.scalars(query):
        told = _files_named(version.report.audit_ref, upto=upto)
        found |= {file.name: _path(file.sha256) for file in version.files if file.sha256 in told}
    return found


def _events(root: str, *, upto: int | None) -> Iterator[dict[str, Any]]:
    query = select(AuditEvent.body).where(AuditEvent.root == root)
    if upto is not None:
        query = query.where(AuditEvent.seq <= upto)
    for body in db.session.scalars(query.order_by(AuditEvent.seq)):
        yield orjson.loads(body)


def _path(digest: str) -> Path:
    return path_of(digest, folder=_folder())


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].files_folder
    return folder
