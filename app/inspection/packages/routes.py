"""The pages of packages: ask for one, see how far it got, fetch it."""

from __future__ import annotations

from typing import Any

from flask import Response, request, send_file

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.inspection.blueprints import log as bp
from app.inspection.packages import jobs, shelf
from app.inspection.packages.forms import PeriodPackageForm, RunPackageForm
from app.inspection.queries import titled_runs
from app.inspection.reading import note_reading
from app.web.pages import asked_by_htmx, page, redirect_to, say
from app.web.refusals import Refusal

ZIP = "application/zip"
TEMPLATE = "inspection/packages/packages.html"
QUEUED = "Paket sedang dibuat. Halaman ini menunjukkan kemajuannya."


@bp.get("/jejak/paket")
@requires(Permission.PACKAGE_EXPORT)
def packages() -> Response:
    note_reading("daftar paket pemeriksaan", by=current_person(), at=now())
    chosen = {"pelaksanaan": request.args.get("run_id", 0, type=int)}
    return _page(run_form=RunPackageForm(formdata=None, data=chosen))


@bp.get("/jejak/paket/kemajuan")
@requires(Permission.PACKAGE_EXPORT)
def package_progress() -> Response:
    """The list alone, for the poll while a package is being made."""
    return page(TEMPLATE, block="progress", **_list()) if asked_by_htmx() else redirect_to("inspection.packages")


@bp.post("/jejak/paket")
@requires(Permission.PACKAGE_EXPORT)
def make_run_package() -> Response:
    form = RunPackageForm()
    form.offer(titled_runs())
    return _ask(form, run_form=form)


@bp.post("/jejak/paket/masa")
@requires(Permission.PACKAGE_EXPORT)
def make_period_package() -> Response:
    form = PeriodPackageForm()
    return _ask(form, period_form=form)


@bp.post("/jejak/paket/<int:job_id>/ulang")
@requires(Permission.PACKAGE_EXPORT)
def make_package_again(job_id: int) -> Response:
    jobs.ask_again(job_id, by=current_person(), at=now())
    say(QUEUED)
    return redirect_to("inspection.packages")


@bp.get("/jejak/paket/<int:job_id>/unduh")
@requires(Permission.PACKAGE_EXPORT)
def download_package(job_id: int) -> Response:
    """The file itself; who fetched it is in the log before it leaves, since evidence is in it."""
    job, _path = shelf.find_place(job_id)
    note_reading(f"unduhan paket {job.package}", by=current_person(), at=now(), of_anybody=True)
    job, path = shelf.find_place(job_id)
    return send_file(path, mimetype=ZIP, as_attachment=True, download_name=job.name, etag=False)


def _ask(form: RunPackageForm | PeriodPackageForm, **forms: Any) -> Response:
    if not form.validate():
        return _page(status=422, **forms)
    try:
        jobs.ask_package(form.scope, by=current_person(), at=now())
    except Refusal as refusal:
        return _page(status=refusal.status, problem=refusal.message, **forms)
    say(QUEUED)
    return redirect_to("inspection.packages")


def _page(
    *, run_form: RunPackageForm | None = None, period_form: PeriodPackageForm | None = None, problem: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    run_form = run_form or RunPackageForm(formdata=None)
    run_form.offer(titled_runs())
    period_form = period_form or PeriodPackageForm(formdata=None)
    return page(TEMPLATE, status=status, run_form=run_form, period_form=period_form, problem=problem, **_list())


def _list() -> dict[str, Any]:
    found = shelf.newest_jobs()
    return {
        "jobs": found,
        "going": any(job.is_going for job in found),
        "ready": {job.id for job in found if shelf.place_of(job)},
        "kept_days": shelf.KEPT_FOR.days,
        "kept_at_most": shelf.KEPT_AT_MOST,
    }
