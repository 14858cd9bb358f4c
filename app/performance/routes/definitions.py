"""Sasaran and indikator: the list, and the forms that add and change them."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from wtforms.fields import SelectChoice

from app.accounts.access import current_person, requires
from app.accounts.models import UnitKerja
from app.accounts.permissions import Permission
from app.clock.current import now
from app.performance import queries
from app.performance.accumulation import ACCUMULATION_TEXT, Accumulation
from app.performance.capaian import FORMULA_TEXT, Formula
from app.performance.definition import Definition
from app.performance.definition_actions import add_indicator, add_sasaran, change_indicator, change_sasaran
from app.performance.figures import print_figure
from app.performance.forms import NO_UNIT, IndicatorForm, SasaranForm
from app.performance.models import Indicator, Sasaran
from app.performance.policies import can_define
from app.performance.routes import bp
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid


@bp.get("/kinerja/indikator")
@requires(Permission.FIGURES_VIEW)
def definitions() -> Response:
    return page(
        "performance/definitions.html",
        groups=queries.definitions(),
        formulas=FORMULA_TEXT,
        accumulations=ACCUMULATION_TEXT,
        may_define=can_define(current_person()),
    )


@bp.get("/kinerja/sasaran/baru")
@requires(Permission.FIGURES_DEFINE)
def new_sasaran() -> Response:
    return _sasaran_page(SasaranForm())


@bp.post("/kinerja/sasaran")
@requires(Permission.FIGURES_DEFINE)
def create_sasaran() -> Response:
    form = SasaranForm()
    if form.validate_on_submit():
        try:
            sasaran = add_sasaran(code=form.code.data, name=form.name.data, by=current_person(), at=now())
            return _done(f"Sasaran {sasaran.code} ditambahkan.")
        except Invalid as refusal:
            form.show(refusal)
    return _sasaran_page(form, status=422)


@bp.get("/kinerja/sasaran/<int:sasaran_id>")
@requires(Permission.FIGURES_DEFINE)
def sasaran(sasaran_id: int) -> Response:
    found = queries.sasaran_by_id(sasaran_id)
    return _sasaran_page(SasaranForm(obj=found), sasaran=found)


@bp.post("/kinerja/sasaran/<int:sasaran_id>")
@requires(Permission.FIGURES_DEFINE)
def save_sasaran(sasaran_id: int) -> Response:
    found, form = queries.sasaran_by_id(sasaran_id), SasaranForm()
    if form.validate_on_submit():
        try:
            change_sasaran(found, code=form.code.data, name=form.name.data, by=current_person(), at=now())
            return _done(f"Sasaran {found.code} tersimpan.")
        except Invalid as refusal:
            form.show(refusal)
    return _sasaran_page(form, sasaran=found, status=422)


@bp.get("/kinerja/indikator/baru")
@requires(Permission.FIGURES_DEFINE)
def new_indicator() -> Response:
    form = _indicator_form(formdata=None, data={
        "sasaran": request.args.get("sasaran", type=int), "formula": Formula.HIGHER.value,
        "accumulation": Accumulation.LAST.value,
    })  # fmt: skip
    return _indicator_page(form)


@bp.post("/kinerja/indikator")
@requires(Permission.FIGURES_DEFINE)
def create_indicator() -> Response:
    form = _indicator_form()
    if form.validate_on_submit():
        try:
            indicator = add_indicator(_chosen_sasaran(form), _definition(form), by=current_person(), at=now())
            return _done(f"Indikator {indicator.code} ditambahkan.")
        except Invalid as refusal:
            form.show(refusal)
    return _indicator_page(form, status=422)


@bp.get("/kinerja/indikator/<int:indicator_id>")
@requires(Permission.FIGURES_DEFINE)
def indicator(indicator_id: int) -> Response:
    found = queries.indicator_by_id(indicator_id)
    data = {
        "sasaran": found.sasaran_id, "unit": found.unit_id or NO_UNIT,
        "renstra_target": print_figure(found.kind, found.renstra_target) if found.renstra_target else "",
    }  # fmt: skip
    form = _indicator_form(formdata=None, data=_columns(found) | data)
    return _indicator_page(form, indicator=found)


@bp.post("/kinerja/indikator/<int:indicator_id>")
@requires(Permission.FIGURES_DEFINE)
def save_indicator(indicator_id: int) -> Response:
    found, form = queries.indicator_by_id(indicator_id), _indicator_form()
    if form.validate_on_submit():
        try:
            change_indicator(found, _definition(form), sasaran=_chosen_sasaran(form), by=current_person(), at=now())
            return _done(f"Indikator {found.code} tersimpan.")
        except Invalid as refusal:
            form.show(refusal)
    return _indicator_page(form, indicator=found, status=422)


def _done(sentence: str) -> Response:
    say(sentence)
    return redirect_to("performance.definitions")


def _sasaran_page(form: SasaranForm, *, sasaran: Sasaran | None = None, status: int = 200) -> Response:
    return page("performance/sasaran.html", status=status, form=form, sasaran=sasaran)


def _indicator_page(form: IndicatorForm, *, indicator: Indicator | None = None, status: int = 200) -> Response:
    return page("performance/indicator.html", status=status, form=form, indicator=indicator)


def _indicator_form(**given: Any) -> IndicatorForm:
    form = IndicatorForm(**given)
    form.sasaran.choices = [SelectChoice(row.id, f"{row.code} {row.name}") for row, _ in queries.definitions()]
    form.unit.choices = [
        SelectChoice(NO_UNIT, "Tim Penyusun (tanpa bagian)"),
        *(SelectChoice(unit.id, unit.name) for unit in queries.units()),
    ]
    return form


def _columns(indicator: Indicator) -> dict[str, Any]:
    names = ("code", "name", "satuan", "formula", "accumulation", "source", "renstra_year", "first_year", "last_year")
    return {name: getattr(indicator, name) for name in names}


def _chosen_sasaran(form: IndicatorForm) -> Sasaran:
    return queries.sasaran_by_id(form.sasaran.data)


def _definition(form: IndicatorForm) -> Definition:
    units: dict[int, UnitKerja] = {unit.id: unit for unit in queries.units()}
    return Definition(
        code=form.code.data,
        name=form.name.data,
        satuan=form.satuan.data,
        formula=Formula(form.formula.data),
        accumulation=Accumulation(form.accumulation.data),
        source=form.source.data,
        unit_id=form.unit.data if form.unit.data in units else None,
        renstra_target=form.renstra_target.data or "",
        renstra_year=form.renstra_year.data,
        first_year=form.first_year.data,
        last_year=form.last_year.data,
    )
