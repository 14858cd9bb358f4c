"""The report of a run: plain values → Jinja → WeasyPrint → PDF/A, with its trail and its signature field."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.clock.current import now
    from app.reports import jobs, models, timestamping
    from app.reports.commands import report_cli
    from app.reports.routes import blueprint
    from app.reports.seats import missing_parafs
    from app.runs import ahead

    assert models
    assert jobs
    assert timestamping
    app.register_blueprint(blueprint)
    app.cli.add_command(report_cli)
    ahead.register(app, lambda run_ids: missing_parafs(run_ids, at=now()))
