"""The report's pages: state, narrative, preview, freezing, signature, downloads."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, send_file, url_for

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit import FileRef, Tag, record
from app.clock.current import now
from app.evidence import store
from app.evidence.uploads import files_folder
from app.performance import queries as figures
from app.reports import actions, jobs, policies, queries
from app.reports.errors import NoSuchFile
from app.reports.forms import SignForm, ThawForm
from app.reports.models import Report
from app.reports.sections import SECTIONS, cause_of, solution_of
from app.reports.sign import sign_frozen
from app.runs.actions.complete import clock_at
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.signing.preflight import preflight
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal
from app.web.security import SHOWS_PDF
from app.web.transaction import before_transaction, writes

blueprint = Blueprint("reports", __name__, url_prefix="/runs/<int:run_id>/report")


@blueprint.get("")
@requires(Permission.REPORT_VIEW)
def show(run_id: int) -> Response:
    return _show(queries.report_of(run_id))


@blueprint.get("/progress")
@requires(Permission.REPORT_VIEW)
def progress(run_id: int) -> Response:
    """The state region for the poll while a render goes on."""
    return page("reports/pages/show.html", block="progress", **_context(queries.report_of(run_id)))


@blueprint.get("/narrative")
@requires(Permission.REPORT_VIEW)
def narrative(run_id: int) -> Response:
    return _narrative(queries.report_of(run_id))


@blueprint.post("/narrative")
@requires(Permission.REPORT_FREEZE)
def write(run_id: int) -> Response:
    report, errors = queries.report_of(run_id), {}
    policies.check_can_write(report, current_person())
    for section in _sections(report):
        try:
            actions.write_section(
                report, section=section, text=request.form.get(section, ""), by=current_person(), at=now()
            )
        except Invalid as refusal:
            errors[section] = refusal.message
    if errors:
        return _narrative(report, errors=errors, status=422)
    say("Narasi tersimpan.")
    return redirect_to("reports.narrative", run_id=run_id)


@blueprint.post("/drafts")
@requires(Permission.REPORT_FREEZE)
def draft(run_id: int) -> Response:
    jobs.ask_render(queries.report_of(run_id), kind="draft", by=current_person(), at=now())
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/freezing")
@requires(Permission.REPORT_FREEZE)
def freeze(run_id: int) -> Response:
    jobs.ask_render(queries.report_of(run_id), kind="freeze", by=current_person(), at=now())
    return redirect_to("reports.show", run_id=run_id)


@blueprint.post("/thawing")
@requires(Permission.REPORT_FREEZE)
def thaw(run_id: int) -> Response:
    report, form = queries.report_of(run_id), ThawForm()
    if not form.validate():
        return _show(report, thaw=form, status=422)
    try:
        actions.thaw_report(report, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.reason.errors = [refusal.message]
        return _show(report, thaw=form, status=422)
    say("Bekuan laporan dibuka. Perbaiki isinya, lalu bekukan lagi.", "soon")
    return redirect_to("reports.show", run_id=run_id)


@blueprint.get("/signature")
@requires(Permission.REPORT_SIGN)
def signature(run_id: int) -> Response:
    return _signature(queries.report_of(run_id), SignForm(formdata=None))


@blueprint.post("/signature")
@requires(Permission.REPORT_SIGN)
@before_transaction(sign_frozen)
def sign(run_id: int) -> Response:
    report, form = queries.report_of(run_id), SignForm()
    try:
        form.validate()
        if isinstance(g.signed, Refusal):
            raise g.signed
        if form.errors or g.signed is None:
            return _signature(report, form, status=422)
        file, facts, _signed_at = g.signed
        version = actions.sign_report(
            report, frozen_sha256=form.sha256.data or "", file=file, facts=facts, by=current_person(), at=now(),
            late_reason=form.late_reason.data or "",
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        target = getattr(form, getattr(refusal, "field", None) or "statement", form.statement)
        target.errors = [*target.errors, refusal.message]
        return _signature(report, form, status=refusal.status)
    say(f"Laporan ditandatangani (versi {version.no}). {report.run.title} ditutup.")
    return redirect_to("reports.show", run_id=run_id)


@blueprint.get("/versions/<int:no>/<kind>.pdf")
@requires(Permission.REPORT_VIEW)
@writes
def download(run_id: int, no: int, kind: str) -> Response:
    """A frozen or signed version; every download is in the log."""
    version = queries.find_version(run_id, no)
    sha256 = {"frozen": version.frozen_sha256, "signed": version.signed_sha256}.get(kind)
    if sha256 is None:
        raise NoSuchFile
    path = store.path_of(sha256, folder=files_folder())
    record(
        Tag.REPORT_DOWNLOADED, by=current_person(), about=version.audit_ref, at=now(),
        data={"version": no, "sha256": sha256}, files=[FileRef(sha256, path.stat().st_size, "laporan")],
    )  # fmt: skip
    return _pdf(path, version.file_name)


@blueprint.get("/drafts/<int:job_id>.pdf")
@requires(Permission.REPORT_VIEW)
def draft_file(run_id: int, job_id: int) -> Response:
    job = queries.find_draft(run_id, job_id)
    return _pdf(store.path_of(job.sha256, folder=files_folder()), f"draf-laporan-{run_id}.pdf")


def _pdf(path: Any, name: str) -> Response:
    response = send_file(path, mimetype=jobs.PDF, download_name=name, as_attachment="unduh" in request.args, etag=False)
    # Chromium's own PDF viewer needs plugins and inline styles of its own; scripts of ours have no place there.
    response.headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
    return response


def _show(report: Report, *, thaw: ThawForm | None = None, status: int = 200) -> Response:
    return page("reports/pages/show.html", status=status, thaw_form=thaw or ThawForm(formdata=None), **_context(report))


def _context(report: Report) -> dict[str, Any]:
    person, job = current_person(), queries.newest_job(report)
    return {
        "report": report,
        "run": report.run,
        "tabs": run_tabs(report.run),
        "job": job,
        "draft": job if job and job.kind == "draft" and job.sha256 else None,
        "written": sum(1 for row in report.sections if row.text),
        "missing": figures.measurement(report.run.year, report.run.quarter).missing,
        "why_not_write": why_not(policies.check_can_write, report, person),
        "why_not_freeze": why_not(policies.check_can_freeze, report, person),
        "why_not_thaw": why_not(policies.check_can_thaw, report, person),
        "why_not_sign": why_not(policies.check_can_sign_report, report, person),
        "progress_url": url_for("reports.progress", run_id=report.run.id),
    }


def _sections(report: Report) -> dict[str, str]:
    """Every section that may be written, with its label: the fixed ones, and two for each indikator."""
    rows = figures.measurement(report.run.year, report.run.quarter).rows
    causes = {cause_of(row.code): f"Penyebab, indikator {row.code} {row.name}" for row in rows}
    solutions = {solution_of(row.code): f"Perbaikan, indikator {row.code} {row.name}" for row in rows}
    by_indicator = {key: label for pair in zip(causes.items(), solutions.items(), strict=True) for key, label in pair}
    return SECTIONS | by_indicator


def _narrative(report: Report, *, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    typed = request.form if status >= 400 else {section: report.text_of(section) for section in _sections(report)}
    return page(
        "reports/pages/narrative.html", status=status, report=report, run=report.run, tabs=run_tabs(report.run),
        sections=_sections(report), typed=typed, errors=errors or {},
        why_not_write=why_not(policies.check_can_write, report, current_person()),
    )  # fmt: skip


def _signature(report: Report, form: SignForm, *, status: int = 200) -> Response:
    person, at = current_person(), now()
    why_not_sign = why_not(policies.check_can_sign_report, report, person)
    step = policies.signing_step(report.run)
    response = page(
        "reports/pages/signature.html", status=status, report=report, run=report.run, tabs=run_tabs(report.run),
        form=form, checks=preflight(person, now=at), why_not_sign=why_not_sign, version=report.standing,
        clock=clock_at(step, at) if step.is_open else None,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SHOWS_PDF
    return response
