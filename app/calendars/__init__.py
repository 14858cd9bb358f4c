"""Working hours and holidays as editable tables with versions, seeded from a library."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.calendars import models, routes  # noqa: F401
    from app.calendars.commands import calendar_cli, worktime_cli
    from app.clock.worktime import WorktimeError

    app.register_blueprint(routes.bp)
    app.register_error_handler(WorktimeError, routes.refuse_worktime)
    app.cli.add_command(worktime_cli)
    app.cli.add_command(calendar_cli)
