"""Rendering in the worker: a job is asked for in a request, done beside it, and its progress is a row."""

from __future__ import annotations

from datetime import datetime

import structlog

from app.accounts.models import User
from app.audit import FileRef, Tag, record
from app.audit.actions import make_checkpoint
from app.audit.errors import NotSealed
from app.audit.models import AuditCheckpoint
from app.audit.queries import newest_checkpoint
from app.clock.current import now
from app.extensions import db
from app.reports import policies
from app.reports.actions import freeze_report, keep
from app.reports.actions.sealing import keep_sealed
from app.reports.context import RenderedReport
from app.reports.errors import NotReady
from app.reports.gather import context_of
from app.reports.keeping import store_pdf
from app.reports.models import RenderJob, Report
from app.reports.queries import newest_job, report_of
from app.reports.render import render_report
from app.reports.sealing import seal_rendered
from app.signing.codes import new_code
from app.web.background import leave_to_worker, task
from app.web.refusals import Refusal
from app.web.transaction import writing

FAILED = "Laporan tidak dapat disusun karena kesalahan aplikasi. Beri tahu admin, lalu coba lagi."
log = structlog.get_logger()


def ask_render(report: Report, *, kind: str, by: User, at: datetime) -> RenderJob:
    """Queue a draft ("draft") or the freezing ("freeze") of the report. One job goes on at a time."""
    check = policies.check_can_freeze if kind == "freeze" else policies.check_can_write
    check(report, by)
    going = newest_job(keep(report))
    if going is not None and going.is_going:
        raise NotReady("Laporan sedang disusun. Tunggu sampai selesai.")
    job = RenderJob(report=report, kind=kind, asked_at=at, asked_by=by)
    db.session.add(job)
    db.session.flush()
    record(Tag.REPORT_REQUESTED, by=by, about=report.audit_ref, at=at, data={"run": report.run.audit_ref, "kind": kind})
    leave_to_worker(perform_render.__name__, job.id)
    return job


@task
def perform_render(job_id: int) -> None:
    """The background work of one job. Whatever happens, the row says how it ended."""
    with writing():
        job = db.session.get(RenderJob, job_id)
        if job is None or not job.is_going:
            return
        job.state, job.started_at = "running", now()
    try:
        _render(job_id)
    except Refusal as refusal:
        _fail(job_id, refusal.message)
    except Exception:
        log.exception("render_failed", job=job_id)
        _fail(job_id, FAILED)


def render_version(report: Report, *, no: int, code: str, watermark: bool, at: datetime) -> RenderedReport:
    """Render the report as it stands, its trail sealed by a checkpoint made just before.

    A draft is content with the newest one there is where the log's signer does not answer.
    """
    try:
        with writing():
            size = make_checkpoint(at=at).size
    except NotSealed:
        newest = newest_checkpoint() if watermark else None
        if newest is None:
            raise
        size = newest.size
    checkpoint = db.session.get(AuditCheckpoint, size)
    assert checkpoint is not None
    context = context_of(report_of(report.run_id), version=no, code=code, checkpoint=checkpoint, at=at)
    db.session.rollback()
    return render_report(context, watermark=watermark)


def _render(job_id: int) -> None:
    job = db.session.get_one(RenderJob, job_id)
    kind, run_id, at = job.kind, job.report.run_id, now()
    no, code = len(job.report.versions) + 1, new_code()
    rendered = render_version(job.report, no=no, code=code, watermark=kind == "draft", at=at)
    name = f"laporan-{run_id}-{no}.pdf"
    file = store_pdf(rendered.pdf, name=name)
    sealed = seal_rendered(rendered.pdf, name=name, at=at) if kind == "freeze" else None
    db.session.rollback()
    with writing():
        job, at = db.session.get_one(RenderJob, job_id), now()
        report = report_of(run_id)
        if kind == "freeze":
            version = freeze_report(report, file=file, pages=rendered.pages, code=code, by=job.asked_by, at=at)
            if sealed is not None:
                keep_sealed(version, file=sealed.file, facts=sealed.facts, by=job.asked_by, at=at)
        else:
            record(
                Tag.REPORT_RENDERED, by=job.asked_by, about=report.audit_ref, at=at,
                data={"run": report.run.audit_ref, "version": no, "sha256": file.sha256},
                files=[FileRef(file.sha256, file.size, "draf")],
            )  # fmt: skip
        job.state, job.ended_at, job.sha256, job.pages = "done", at, file.sha256, rendered.pages


def _fail(job_id: int, sentence: str) -> None:
    with writing():
        job = db.session.get_one(RenderJob, job_id)
        job.state, job.ended_at, job.problem = "failed", now(), sentence
