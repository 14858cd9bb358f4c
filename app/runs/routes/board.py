"""The board of a run, kept fresh by a poll, and its SOP table."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, render_template, request, url_for
from jinja2_fragments.flask import render_block

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.extensions import db
from app.runs import policies, queries, views
from app.runs.models import Run
from app.runs.routes import blueprint
from app.runs.tabs import run_tabs
from app.sop.drawing import cell_svg
from app.sop.queries import drawn_rows
from app.sop.words import DUTY_WORDS
from app.web.pages import page
from app.web.refusals import Refusal


@blueprint.get("/<int:run_id>")
@requires(Permission.RUN_VIEW)
def board(run_id: int) -> Response:
    return page("runs/board.html", block="board", **board_context(queries.find_run(run_id)))


@blueprint.get("/<int:run_id>/board")
@requires(Permission.RUN_VIEW)
def fresh_board(run_id: int) -> Response:
    """The board region for the poll, or 304 by its tag: one indexed read where nothing changed."""
    if request.headers.get("HX-PTag") == board_tag(run_id, queries.run_version(run_id)):
        return make_response("", 304)
    return page("runs/board.html", block="board", **board_context(queries.find_run(run_id)))


def stale_board(run_id: int, refusal: Refusal) -> Response:
    """What a request from an old board is answered: the board as it is now, and the sentence as a toast."""
    db.session.rollback()
    board = render_block("runs/board.html", "board", **board_context(queries.find_run(run_id)))
    toast = render_template("components/partial_toast.html", message=refusal.message, tone="late")
    return make_response(board + toast, refusal.status)


@blueprint.get("/<int:run_id>/sop")
@requires(Permission.RUN_VIEW)
def table(run_id: int) -> Response:
    run = queries.find_run(run_id)
    rows = drawn_rows(run.sop_version)
    context = board_context(run)
    return page(
        "runs/table.html", **context, pairs=list(zip(context["cards"], rows, strict=True)),
        sop_columns=run.sop_version.columns, cell_svg=cell_svg, DUTY_WORDS=DUTY_WORDS,
        has_ket=any(step.sop_step.ket for step in run.steps),
    )  # fmt: skip


def board_tag(run_id: int, version: int) -> str:
    """Changes with the run, with the person, and each minute, since the time left does."""
    return f"{run_id}.{version}.{current_person().id}.{int(now().timestamp()) // 60}"


def board_context(run: Run) -> dict[str, Any]:
    at, returns = now(), queries.returns_of(run)
    cards = views.cards_of(run, person=current_person(), at=at, units=queries.reporting_units(), returns=returns)
    return {
        "run": run,
        "cards": cards,
        "columns": views.columns_of(cards),
        "segments": views.segments_of(cards),
        "allowed": views.allowance_of(run),
        "returns": returns,
        "tag": board_tag(run.id, run.version),
        "poll_url": url_for("runs.fresh_board", run_id=run.id),
        "poll_seconds": current_app.config["SETTINGS"].poll_seconds,
        "tabs": run_tabs(run),
        "can_cancel": policies.allows(policies.check_can_cancel, run, current_person()),
    }
