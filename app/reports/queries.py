"""Reading reports, their versions and the jobs that render them."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts.models import User
from app.extensions import db
from app.reports.errors import NoSuchFile
from app.reports.models import RenderJob, Report, ReportVersion
from app.runs.queries import find_run


def report_of(run_id: int) -> Report:
    """The run's report; an unsaved one with the run where nobody has written yet."""
    run = find_run(run_id)
    report = db.session.scalar(select(Report).where(Report.run_id == run_id))
    return report or Report(run=run, run_id=run_id)


def find_version(run_id: int, no: int) -> ReportVersion:
    version = db.session.scalar(
        select(ReportVersion).join(Report).where(Report.run_id == run_id, ReportVersion.no == no)
    )
    if version is None:
        raise NoSuchFile
    return version


def newest_job(report: Report, kind: str | None = None) -> RenderJob | None:
    if report.id is None:
        return None
    wanted = select(RenderJob).where(RenderJob.report_id == report.id)
    if kind:
        wanted = wanted.where(RenderJob.kind == kind)
    return db.session.scalar(wanted.order_by(RenderJob.id.desc()).limit(1))


def find_draft(run_id: int, job_id: int) -> RenderJob:
    job = db.session.scalar(select(RenderJob).join(Report).where(Report.run_id == run_id, RenderJob.id == job_id))
    if job is None or job.kind != "draft" or not job.sha256:
        raise NoSuchFile
    return job


def unfinished_jobs() -> list[int]:
    """What a worker that was stopped left behind."""
    return list(db.session.scalars(select(RenderJob.id).where(RenderJob.state.in_(("queued", "running")))))


def current_versions() -> list[ReportVersion]:
    """The signed version of each report that counts now."""
    return list(
        db.session.scalars(
            select(ReportVersion).where(ReportVersion.signed_at.is_not(None), ReportVersion.superseded_at.is_(None))
        )
    )


def has_namesake(person: User) -> bool:
    """Whether a second person has the same name, so that a name alone tells nobody."""
    same = select(func.count()).select_from(User).where(func.lower(User.name) == person.name.lower())
    return (db.session.scalar(same) or 0) > 1
