"""One indikator's figures in a period, and where they are entered."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit import FileRef
from app.clock.current import now
from app.evidence.actions import file_ref, register_file
from app.evidence.uploads import keep_token, receive_uploads, uploaded
from app.performance import queries
from app.performance.actions import enter_realisasi, set_target
from app.performance.errors import FigureMoved, FigureNotAllowed
from app.performance.figures import print_figure
from app.performance.forms import RealisasiForm, TargetForm
from app.performance.models import Indicator
from app.performance.period import Period
from app.performance.policies import can_define, check_can_enter
from app.performance.routes import bp
from app.performance.routes.periods import period_of
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid, Refusal
from app.web.transaction import before_transaction


@bp.get("/kinerja/<slug>/indikator/<int:indicator_id>")
@requires(Permission.FIGURES_VIEW)
def figure(slug: str, indicator_id: int) -> Response:
    period, indicator = period_of(slug), queries.indicator_by_id(indicator_id)
    return _figure_page(
        indicator, period, realisasi_form=_filled(indicator, period), target_form=_target(indicator, period)
    )


@bp.post("/kinerja/<slug>/indikator/<int:indicator_id>/realisasi")
@requires(Permission.FIGURES_ENTER)
@before_transaction(receive_uploads)
def enter(slug: str, indicator_id: int) -> Response:
    period, indicator, person = period_of(slug), queries.indicator_by_id(indicator_id), current_person()
    check_can_enter(person, indicator)
    form, status = RealisasiForm(), 422
    if form.validate_on_submit():
        try:
            enter_realisasi(
                indicator, period=period, value=form.value.data, source=form.source.data, evidence=_evidence(),
                seen=form.seen.data, by=person, at=now(),
            )  # fmt: skip
            return _entered(indicator, period)
        except (Invalid, FigureMoved) as refusal:
            status = refusal.status
            _take_back(form, refusal, indicator, period)
    target_form = _target(indicator, period)
    return _figure_page(indicator, period, realisasi_form=form, target_form=target_form, status=status)


def _entered(indicator: Indicator, period: Period) -> Response:
    row = queries.measurement_row(indicator, period)
    say(f"Realisasi {row.code} tersimpan: {row.realisasi_text}, capaian {row.capaian.printed}.")
    return redirect_to("performance.figure", slug=period.slug, indicator_id=indicator.id)


@bp.post("/kinerja/<slug>/indikator/<int:indicator_id>/target")
@requires(Permission.FIGURES_DEFINE)
def aim(slug: str, indicator_id: int) -> Response:
    period, indicator = period_of(slug), queries.indicator_by_id(indicator_id)
    form, status = TargetForm(prefix="target"), 422
    if form.validate_on_submit():
        try:
            target = set_target(indicator, period=period, value=form.value.data, by=current_person(), at=now())
            say(f"Target {indicator.code} {period.label} tersimpan: {print_figure(indicator.kind, target.value)}.")
            return redirect_to("performance.figure", slug=period.slug, indicator_id=indicator.id)
        except Invalid as refusal:
            form.show(refusal)
    return _figure_page(indicator, period, realisasi_form=_filled(indicator, period), target_form=form, status=status)


def _figure_page(
    indicator: Indicator, period: Period, *, realisasi_form: RealisasiForm, target_form: TargetForm, status: int = 200
) -> Response:
    person, why_not = current_person(), ""
    try:
        check_can_enter(person, indicator)
    except FigureNotAllowed as refusal:
        why_not = refusal.message
    return page(
        "performance/figure.html",
        status=status,
        indicator=indicator,
        period=period,
        row=queries.measurement_row(indicator, period),
        year=queries.figures_of_year(indicator, period.year),
        printed=lambda value: print_figure(indicator.kind, value),
        period_for=lambda quarter: Period(period.year, quarter),
        realisasi_form=realisasi_form,
        target_form=target_form,
        kept_file=_kept_file(),
        why_not=why_not,
        may_define=can_define(person),
    )


def _filled(indicator: Indicator, period: Period) -> RealisasiForm:
    """The form with what stands there now, decimals with a comma as people type them."""
    _target_row, realisasi = queries.figures_of_year(indicator, period.year)[period.quarter]
    if realisasi is None:
        return RealisasiForm(formdata=None, data={"seen": ""})
    value = print_figure(indicator.kind, realisasi.value)
    return RealisasiForm(formdata=None, data={"value": value, "source": realisasi.source, "seen": realisasi.value})


def _target(indicator: Indicator, period: Period) -> TargetForm:
    target, _realisasi = queries.figures_of_year(indicator, period.year)[period.quarter]
    data = {"value": print_figure(indicator.kind, target.value)} if target else {}
    return TargetForm(formdata=None, data=data, prefix="target")


def _take_back(form: RealisasiForm, refusal: Refusal, indicator: Indicator, period: Period) -> None:
    """Show the refusal in the form; after a colleague's change the next try compares with the new value."""
    if isinstance(refusal, Invalid):
        form.show(refusal)
        return
    form.form_errors = [*form.form_errors, refusal.message]
    form.seen.data = form.seen.raw_data = _filled(indicator, period).seen.data


def _evidence() -> FileRef | None:
    try:
        stored = uploaded("evidence")
    except Refusal as refusal:
        raise Invalid(refusal.message, field="evidence") from refusal
    return file_ref(register_file(stored, at=now()), role="sumber") if stored else None


def _kept_file() -> dict[str, Any] | None:
    """The file that arrived with a form that is shown again, so that it need not be chosen twice."""
    if request.method != "POST" or g.get("upload_errors"):
        return None
    stored = uploaded("evidence")
    return {"name": stored.name, "token": keep_token(stored)} if stored else None
