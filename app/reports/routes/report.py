"""Where the report stands and what can be done next."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.performance import queries as figures
from app.performance.measurement import Measurement
from app.reports import levels, paraf_policies, policies, queries, timestamping
from app.reports.forms import RevisionForm, ThawForm
from app.reports.models import Report
from app.reports.routes.blueprint import blueprint
from app.reports.seats import seats_of
from app.reports.signatory import signer_or_none
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.web.pages import page

FILE_WORDS = {
    "frozen": "PDF beku",
    "sealed": "PDF bersegel instansi",
    "paraf": "PDF berparaf",
    "signed": "PDF bertanda tangan",
    "extended": "PDF bertanda tangan dengan cap waktu",
}
"""What each file of a version is called."""


@blueprint.get("")
@requires(Permission.REPORT_VIEW)
def show(run_id: int) -> Response:
    return show_report(queries.report_of(run_id))


@blueprint.get("/progress")
@requires(Permission.REPORT_VIEW)
def progress(run_id: int) -> Response:
    """The page's region for the poll while a render goes on."""
    return show_report(queries.report_of(run_id), block="progress")


def show_report(
    report: Report, *, thaw: ThawForm | None = None, revision: RevisionForm | None = None, problem: str = "",
    status: int = 200, block: str | None = None,
) -> Response:  # fmt: skip
    """The report's page; `problem` is why an act on it was refused."""
    return page(
        "reports/pages/show.html", block=block, status=status, thaw_form=thaw or ThawForm(formdata=None),
        revision_form=revision or RevisionForm(formdata=None), problem=problem,
        **context_of(report),
    )  # fmt: skip


def context_of(report: Report) -> dict[str, Any]:
    person, job = current_person(), queries.newest_job(report)
    measured = figures.measurement(report.run.year, report.run.quarter)
    return {
        "report": report,
        "run": report.run,
        "tabs": run_tabs(report.run),
        "job": job,
        "draft": job if job and job.kind == "draft" and job.sha256 else None,
        "written": sum(1 for row in report.sections if row.text),
        "missing": measured.missing if measured.has_figures else (),
        "filled": how_full(measured),
        "why_not_write": why_not(policies.check_can_write, report, person),
        "why_not_freeze": why_not(policies.check_can_freeze, report, person),
        "why_not_thaw": why_not(policies.check_can_thaw, report, person),
        "why_not_sign": why_not(policies.check_can_sign_report, report, person),
        "why_not_open_revision": why_not(policies.check_can_open_revision, report, person),
        "why_not_cancel_revision": why_not(policies.check_can_cancel_revision, report, person),
        "why_not_timestamp": timestamping.why_not_timestamp(report.current, for_admin=may(Permission.USERS_MANAGE)),
        "kinds": FILE_WORDS,
        "reached": levels.reached,
        "seats": seats_of(report.pending, at=now()) if report.pending else None,
        "why_not_give": why_not(paraf_policies.check_can_give, report.pending, person) if report.pending else "",
        "signer": signer_or_none(now()) if not report.pending else None,
        "progress_url": url_for("reports.progress", run_id=report.run.id),
    }


def how_full(measured: Measurement) -> str:
    """What the period's figures lack, in a few words."""
    if not measured.missing:
        return "lengkap"
    if not measured.rows:
        return f"belum ada indikator untuk {measured.period.label}"
    if not measured.has_figures:
        return f"{measured.period.label} belum diisi"
    return f"{len(measured.missing)} angka belum diisi; dicetak sebagai n/a"
