"""Adding proof of time to a signed version, later and as often as wanted."""

from __future__ import annotations

from flask import Response, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import queries, timestamping
from app.reports.actions import keep_timestamped
from app.reports.routes.blueprint import blueprint
from app.reports.routes.report import show_report
from app.web.pages import redirect_to, say
from app.web.refusals import Refusal
from app.web.transaction import before_transaction


def extend_asked() -> None:
    """A preparation: ask the TSA before the write begins; `g.extended` is the result or the refusal."""
    where = request.view_args or {}
    version = queries.find_version(where["run_id"], where["no"])
    try:
        g.extended = timestamping.extend_version(version, at=now())
    except Refusal as refusal:
        g.extended = refusal


@blueprint.post("/versions/<int:no>/timestamps")
@requires(Permission.REPORT_TIMESTAMP)
@before_transaction(extend_asked)
def timestamp(run_id: int, no: int) -> Response:
    extended = g.extended
    if isinstance(extended, Refusal):
        return show_report(queries.report_of(run_id), problem=extended.message, status=extended.status)
    keep_timestamped(
        queries.find_version(run_id, no), before=extended.before, file=extended.file, level=extended.level,
        by=current_person(), at=extended.at,
    )  # fmt: skip
    said = f"Cap waktu ditambahkan. Tingkat sekarang {extended.level}."
    say(f"{said} {extended.note}".strip(), "soon" if extended.note else "ok")
    return redirect_to("reports.show", run_id=run_id)
