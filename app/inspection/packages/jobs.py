"""Packages in the worker: asked for in a request, made beside it, each with a row that says how far it got."""

from __future__ import annotations

import errno
from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.accounts.models import User
from app.audit.errors import LogForked, LogTruncated
from app.clock.current import now
from app.extensions import db
from app.inspection.errors import PackageGoing
from app.inspection.packages.export import Export, export_package
from app.inspection.packages.gather import CHECKING
from app.inspection.packages.models import PackageJob
from app.inspection.packages.scope import Scope, scope_of
from app.inspection.packages.shelf import find_job, shelf, sweep
from app.web.background import leave_to_worker, task
from app.web.database import writing_intent
from app.web.refusals import Refusal
from app.web.transaction import writing

FAILED = "Paket tidak dapat dibuat karena kesalahan aplikasi. Beri tahu admin, lalu coba lagi."
FULL = "Paket tidak dibuat: ruang penyimpanan server penuh. Beri tahu admin, lalu coba lagi."
UNWRITABLE = "Paket tidak dibuat: server tidak dapat menulis berkasnya. Beri tahu admin, lalu coba lagi."
BROKEN_LOG = "Paket tidak dibuat: log tidak melanjutkan checkpoint terakhirnya. Periksa keutuhan di Jejak audit."
INTERRUPTED = "Pembuatan paket berulang kali terhenti sebelum selesai. Beri tahu admin, lalu coba lagi."
MOST_TRIES = 3
PHASES = {
    CHECKING: "memeriksa berkas",
    "data/log": "menulis log",
    "data/saksi": "menulis pernyataan saksi",
    "data/bukti": "menyalin bukti",
    "data/laporan": "menyalin laporan",
}
LAST_PHASE = "menulis daftar isi"
log = structlog.get_logger()


def ask_package(scope: Scope, *, by: User, at: datetime) -> PackageJob:
    """Queue a package. Raises RunNotFound, NothingInPeriod, PackageGoing where the same one is being made."""
    scope.runs()
    going = select(PackageJob.id).where(PackageJob.scope == scope.text, PackageJob.state.in_(("queued", "running")))
    if db.session.scalar(going.limit(1)) is not None:
        raise PackageGoing
    job = PackageJob(
        scope=scope.text, title=scope.title, name=f"paket-inspektorat-{scope.slug}.zip", asked_at=at, asked_by=by
    )
    db.session.add(job)
    db.session.flush()
    leave_to_worker(perform_package.__name__, job.id)
    return job


def ask_again(job_id: int, *, by: User, at: datetime) -> PackageJob:
    """The same package once more, as a job of its own."""
    return ask_package(scope_of(find_job(job_id).scope), by=by, at=at)


@task
def perform_package(job_id: int) -> None:
    """The background work of one job. Whatever happens, the row says how it ended."""
    with writing():
        job = db.session.get(PackageJob, job_id)
        if job is None or not job.is_going:
            return
        job.state, job.started_at, job.tries = "running", now(), job.tries + 1
        tries = job.tries
    if tries > MOST_TRIES:
        _fail(job_id, INTERRUPTED)
        return
    sweep(at=now())
    try:
        _finish(job_id, _make(job_id))
    except Refusal as refusal:
        _fail(job_id, refusal.message)
    except OSError as problem:
        log.exception("package_failed", job=job_id)
        _fail(job_id, FULL if problem.errno in (errno.ENOSPC, errno.EDQUOT) else UNWRITABLE)
    except (LogForked, LogTruncated):
        _fail(job_id, BROKEN_LOG)
    except Exception:
        log.exception("package_failed", job=job_id)
        _fail(job_id, FAILED)
    sweep(at=now())


def _make(job_id: int) -> Export:
    job = db.session.get_one(PackageJob, job_id)
    draft = shelf() / f"{job_id}.zip"
    made = export_package(scope_of(job.scope), draft, by=job.asked_by, at=now(), progress=_Told(job_id))
    draft.replace(shelf() / f"{made.package}.zip")
    return made


def _finish(job_id: int, made: Export) -> None:
    with writing():
        job = db.session.get_one(PackageJob, job_id)
        job.state, job.ended_at, job.package, job.size = "done", now(), made.package, made.size
        job.files, job.events, job.root = made.files, made.events, made.root


def _fail(job_id: int, sentence: str) -> None:
    with writing():
        job = db.session.get_one(PackageJob, job_id)
        job.state, job.ended_at, job.problem = "failed", now(), sentence


class _Told:
    """Writes progress beside the transaction that reads the log; at most about a hundred times a phase."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._told = ("", -1)

    def __call__(self, done: int, total: int, what: str) -> None:
        phase = next((words for path, words in PHASES.items() if what.startswith(path)), LAST_PHASE)
        now_at = (phase, 100 * done // total if total else 100)
        if now_at == self._told:
            return
        self._told = now_at
        values = {"phase": phase, "done_bytes": done, "total_bytes": total}
        token = writing_intent.set(True)
        try:
            with db.engine.begin() as connection:
                connection.execute(update(PackageJob).where(PackageJob.id == self._job_id).values(values))
        except OperationalError:
            log.info("progress_not_told", job=self._job_id)
        finally:
            writing_intent.reset(token)
