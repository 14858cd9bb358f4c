"""Making a package: announced in the log first, then built from what is committed, whole or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from app.audit import Tag, record
from app.audit.actions import make_checkpoint
from app.audit.epochs import epoch_now, vkeys
from app.audit.models import AuditEvent
from app.audit.package import FileChanged, PackageTooLarge, new_package_id, write_package
from app.audit.package.bag import Progress
from app.audit.queries import bodies, checkpoint_notes, head
from app.audit.record import Actor
from app.audit.sealing import refuse_unanswered
from app.evidence.store import path_of
from app.extensions import db
from app.inspection.digests import OTHER
from app.inspection.errors import PackageImpossible, PackageIncomplete
from app.inspection.packages.about import About
from app.inspection.packages.gather import Gathered, check_files, gather
from app.inspection.packages.index import index_html
from app.inspection.packages.notes import package_notes
from app.inspection.packages.scope import Scope
from app.inspection.witnesses.queries import witnessed
from app.settings import Settings
from app.web.transaction import writing

NOTES_IN_A_PACKAGE = 20
TOO_LARGE = "Paket tidak dibuat: isinya melebihi 4 GB. Pilih satu pelaksanaan atau masa yang lebih pendek."


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the package's id, how many events its log holds, their root, how many files and bytes."""

    package: str
    events: int
    root: str
    files: int
    size: int


def export_package(scope: Scope, out: Path, *, by: Actor, at: datetime, progress: Progress | None = None) -> Export:
    """Write the package of the scope to `out`, whole or not at all. Commits the event that announces it first.

    Call it outside of a write transaction. Raises RunNotFound, NothingInPeriod, OSError where nothing can be
    written beside `out`, and PackageIncomplete where a file that the log names is not there as it is named;
    then nothing is recorded.
    """
    settings: Settings = current_app.config["SETTINGS"]
    _check_place(out)
    check_files(scope, folder=settings.files_folder, progress=progress)
    about = _announce(scope, by=by, at=at)
    gathered = gather(scope, upto=about.events, folder=settings.files_folder)
    try:
        _write(out, scope, about, gathered, settings, progress)
    except FileChanged as changed:
        raise PackageIncomplete(changed.digest, OTHER) from None
    except PackageTooLarge:
        raise PackageImpossible(TOO_LARGE) from None
    files = len(gathered.evidence) + len(gathered.report_files)
    return Export(about.package, about.events, about.root, files, out.stat().st_size)


def _check_place(out: Path) -> None:
    """A record of a package that could never be written would stay for good, so the place is tried first."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    draft.touch(exist_ok=False)
    draft.unlink()


def _announce(scope: Scope, *, by: Actor, at: datetime) -> About:
    """Record the package and sign the log with that record in it."""
    package, title = new_package_id(), scope.title
    refuse_unanswered()
    with writing():
        log = head()
        about = scope.text if scope.tag is Tag.LOG_EXPORTED else f"log:{log.log if log else ''}"
        record(scope.tag, by=by, about=about, at=at, data=scope.announcement(package))
    with writing():
        point = make_checkpoint(at=at)
        return About(
            scope=scope.text, title=title, package=package, who=by.audit_actor()["name"], at=at,
            office=current_app.config["SETTINGS"].office, events=point.size, root=point.frontier.root.hex(),
        )  # fmt: skip


def _write(
    out: Path, scope: Scope, about: About, gathered: Gathered, settings: Settings, progress: Progress | None
) -> None:
    witnesses = witnessed(about.events)
    write_package(
        out, scope=scope.text, package=about.package, epoch=epoch_now().number, bodies=bodies(upto=about.events),
        checkpoints=checkpoint_notes(newest=NOTES_IN_A_PACKAGE, upto=about.events), vkeys=vkeys(),
        files=gathered.evidence,
        reports={
            name: path_of(file.sha256, folder=settings.files_folder) for name, file in gathered.report_files.items()
        },
        readme=package_notes(about), index=index_html(about, gathered, witnesses),
        office=about.office, at=about.at, title=about.title, witnesses=witnesses, progress=progress,
        log_bytes=_log_bytes(about.events),
    )  # fmt: skip


def _log_bytes(upto: int) -> int:
    query = select(func.coalesce(func.sum(func.length(AuditEvent.body) + 1), 0)).where(AuditEvent.seq <= upto)
    return int(db.session.scalar(query) or 0)
