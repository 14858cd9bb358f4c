"""The budget of a period as a tree, and the forms of its lines."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from wtforms.fields import SelectChoice

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.performance import queries
from app.performance.budget import LEVELS, BudgetSummary, efficiency
from app.performance.budget_actions import add_budget_line, change_pagu, enter_spending
from app.performance.forms import BudgetLineForm, NewBudgetLineForm, SpendingForm
from app.performance.models import BudgetLine
from app.performance.period import Period
from app.performance.policies import can_define, can_enter_budget
from app.performance.routes import bp
from app.performance.routes.periods import asked_period, choosable_years, period_of, shown_period
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid
from app.web.words import angka

NO_PARENT = 0


@bp.get("/kinerja/anggaran")
@bp.get("/kinerja/<slug>/anggaran")
@requires(Permission.FIGURES_VIEW)
def budget(slug: str | None = None) -> Response:
    if "tahun" in request.args:
        asked = asked_period(request.args["tahun"], request.args.get("triwulan", ""))
        return redirect_to("performance.budget", slug=asked.slug)
    period, person = shown_period(slug), current_person()
    summary = queries.budget(period.year, period.quarter)
    average = queries.measurement(period.year, period.quarter).average
    return page(
        "performance/budget.html",
        period=period,
        years=choosable_years(period.year),
        summary=summary,
        efficiency=efficiency(average, summary),
        may_define=can_define(person),
        may_edit=can_define(person) or can_enter_budget(person),
    )


@bp.get("/kinerja/<slug>/anggaran/baru")
@requires(Permission.FIGURES_DEFINE)
def new_budget_line(slug: str) -> Response:
    period = period_of(slug)
    return _new_line_page(_new_line_form(period, formdata=None), period)


@bp.post("/kinerja/<slug>/anggaran")
@requires(Permission.FIGURES_DEFINE)
def create_budget_line(slug: str) -> Response:
    period = period_of(slug)
    form = _new_line_form(period)
    if form.validate_on_submit():
        parent = queries.budget_line(form.parent.data) if form.parent.data else None
        try:
            line = add_budget_line(
                period=period, code=form.code.data or "", name=form.name.data, pagu=form.pagu.data, parent=parent,
                by=current_person(), at=now(),
            )  # fmt: skip
            say(f"{line.name} ditambahkan ke anggaran {period.label}.")
            return redirect_to("performance.budget", slug=period.slug)
        except Invalid as refusal:
            form.show(refusal)
    return _new_line_page(form, period, status=422)


@bp.get("/kinerja/anggaran/<int:line_id>")
@requires(Permission.FIGURES_VIEW)
def budget_line(line_id: int) -> Response:
    return _line_page(queries.budget_line(line_id))


@bp.post("/kinerja/anggaran/<int:line_id>/pagu")
@requires(Permission.FIGURES_DEFINE)
def save_pagu(line_id: int) -> Response:
    line, form = queries.budget_line(line_id), BudgetLineForm(prefix="line")
    if form.validate_on_submit():
        try:
            change_pagu(
                line, code=form.code.data or "", name=form.name.data, pagu=form.pagu.data, by=current_person(), at=now()
            )
            say(f"{line.name} tersimpan.")
            return redirect_to("performance.budget", slug=line.period.slug)
        except Invalid as refusal:
            form.show(refusal)
    return _line_page(line, line_form=form, status=422)


@bp.post("/kinerja/anggaran/<int:line_id>/realisasi")
@requires(Permission.FIGURES_ENTER)
def save_spending(line_id: int) -> Response:
    line, form = queries.budget_line(line_id), SpendingForm(prefix="spending")
    if form.validate_on_submit():
        try:
            enter_spending(line, realisasi=form.realisasi.data, source=form.source.data, by=current_person(), at=now())
            say(f"Realisasi {line.name} tersimpan.")
            return redirect_to("performance.budget", slug=line.period.slug)
        except Invalid as refusal:
            form.show(refusal)
    return _line_page(line, spending_form=form, status=422)


def _new_line_form(period: Period, **given: Any) -> NewBudgetLineForm:
    form = NewBudgetLineForm(**given)
    summary: BudgetSummary = queries.budget(period.year, period.quarter)
    parents = (row for row in summary.rows if row.level < len(LEVELS) - 1)
    form.parent.choices = [
        SelectChoice(NO_PARENT, "Tidak ada: ini sebuah program"),
        *(SelectChoice(row.id, f"{row.level_name}: {row.title}") for row in parents),
    ]
    return form


def _new_line_page(form: NewBudgetLineForm, period: Period, *, status: int = 200) -> Response:
    return page("performance/budget_new.html", status=status, form=form, period=period)


def _line_page(
    line: BudgetLine,
    *,
    line_form: BudgetLineForm | None = None,
    spending_form: SpendingForm | None = None,
    status: int = 200,
) -> Response:
    person = current_person()
    spent = {"source": line.source, "realisasi": "" if line.realisasi is None else angka(line.realisasi, 0)}
    planned = {"code": line.code, "name": line.name, "pagu": angka(line.pagu, 0)}
    return page(
        "performance/budget_line.html",
        status=status,
        line=line,
        line_form=line_form or BudgetLineForm(formdata=None, data=planned, prefix="line"),
        spending_form=spending_form or SpendingForm(formdata=None, data=spent, prefix="spending"),
        may_define=can_define(person),
        may_enter=can_enter_budget(person),
    )
