"""Where the report stands and what can be done next."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.performance import queries as figures
from app.reports import policies, queries
from app.reports.forms import ThawForm
from app.reports.models import Report
from app.reports.routes.blueprint import blueprint
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.web.pages import page


@blueprint.get("")
@requires(Permission.REPORT_VIEW)
def show(run_id: int) -> Response:
    return show_report(queries.report_of(run_id))


@blueprint.get("/progress")
@requires(Permission.REPORT_VIEW)
def progress(run_id: int) -> Response:
    """The state region for the poll while a render goes on."""
    return page("reports/pages/show.html", block="progress", **context_of(queries.report_of(run_id)))


def show_report(report: Report, *, thaw: ThawForm | None = None, status: int = 200) -> Response:
    return page(
        "reports/pages/show.html", status=status, thaw_form=thaw or ThawForm(formdata=None), **context_of(report)
    )


def context_of(report: Report) -> dict[str, Any]:
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
