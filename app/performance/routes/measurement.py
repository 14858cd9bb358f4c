"""The measurement table of a period."""

from __future__ import annotations

from flask import Response, request
from markupsafe import Markup

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.performance import queries
from app.performance.budget import efficiency
from app.performance.charts import bullet
from app.performance.measurement import MeasurementRow
from app.performance.policies import can_enter
from app.performance.routes import bp
from app.performance.routes.periods import asked_period, choosable_years, shown_period
from app.web.pages import page, redirect_to


@bp.app_template_global()
def capaian_chart(row: MeasurementRow) -> Markup:
    label = f"Indikator {row.code}: capaian {row.capaian.printed}, peringkat {row.rating_label}, target 100"
    return bullet(row.capaian, bands=queries.rating_bands(), label=label)


@bp.get("/kinerja")
@bp.get("/kinerja/<slug>")
@requires(Permission.FIGURES_VIEW)
def index(slug: str | None = None) -> Response:
    if "tahun" in request.args:
        asked = asked_period(request.args["tahun"], request.args.get("triwulan", ""))
        return redirect_to("performance.index", slug=asked.slug)
    period, person = shown_period(slug), current_person()
    measurement = queries.measurement(period.year, period.quarter)
    budget = queries.budget(period.year, period.quarter)
    return page(
        "performance/index.html",
        period=period,
        years=choosable_years(period.year),
        measurement=measurement,
        budget=budget,
        efficiency=efficiency(measurement.average, budget),
        enterable={row.indicator_id for row in measurement.rows if can_enter(person, row)},
        reached=sum(row.capaian.exact is not None and row.capaian.exact >= 100 for row in measurement.rows),
    )
