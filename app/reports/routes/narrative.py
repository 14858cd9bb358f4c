"""Writing the narrative sections."""

from __future__ import annotations

from flask import Response, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.performance import queries as figures
from app.reports import actions, policies, queries
from app.reports.models import Report
from app.reports.routes.blueprint import blueprint
from app.reports.sections import SECTIONS, cause_of, solution_of
from app.runs.policies import why_not
from app.runs.tabs import run_tabs
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid


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
