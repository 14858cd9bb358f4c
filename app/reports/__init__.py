"""The report of a run: plain values → Jinja → WeasyPrint → PDF/A, with its trail and its signature field."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.reports import jobs, models, timestamping
    from app.reports.commands import report_cli
    from app.reports.routes import blueprint

    assert models
    assert jobs
    assert timestamping
    app.register_blueprint(blueprint)
    app.cli.add_command(report_cli)
