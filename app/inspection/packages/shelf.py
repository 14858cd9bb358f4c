"""Where finished packages lie until they are fetched: a week, and never more than ten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.audit.queries import AFTER_ALL
from app.extensions import db
from app.inspection.errors import PackageGone
from app.inspection.packages.models import PackageJob

KEPT_FOR = timedelta(days=7)
KEPT_AT_MOST = 10


def shelf() -> Path:
    """The folder, for the service alone: packages hold evidence. Backups leave it out; all in it can be made again."""
    folder: Path = current_app.config["SETTINGS"].instance_folder / "packages"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def place_of(job: PackageJob) -> Path | None:
    """Where the job's package lies; None once it was swept away."""
    path = shelf() / f"{job.package}.zip"
    return path if job.state == "done" and path.is_file() else None


def find_job(job_id: int) -> PackageJob:
    """Raises PackageGone."""
    job = db.session.get(PackageJob, job_id) if job_id < AFTER_ALL else None
    if job is None:
        raise PackageGone
    return job


def find_place(job_id: int) -> tuple[PackageJob, Path]:
    """The job and where its package lies. Raises PackageGone."""
    job = find_job(job_id)
    path = place_of(job)
    if path is None:
        raise PackageGone
    return job, path


def newest_jobs() -> list[PackageJob]:
    """What the page shows, the newest first."""
    return list(db.session.scalars(select(PackageJob).order_by(PackageJob.id.desc()).limit(KEPT_AT_MOST)))


def unfinished_jobs() -> list[int]:
    """What a worker that was stopped left behind."""
    query = select(PackageJob.id).where(PackageJob.state.in_(("queued", "running")))
    return list(db.session.scalars(query.order_by(PackageJob.id)))


def sweep(*, at: datetime) -> None:
    """Remove what nobody fetched in time, and what a stopped worker left half written.

    Only the worker calls it, between two packages: one that is being written is not there then.
    """
    query = select(PackageJob).where(PackageJob.state == "done", PackageJob.ended_at > at - KEPT_FOR)
    kept = {
        f"{job.package}.zip" for job in db.session.scalars(query.order_by(PackageJob.id.desc()).limit(KEPT_AT_MOST))
    }
    for path in shelf().iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)
