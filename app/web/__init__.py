"""The shell that knows no domain: pages and fragments, refusals, one commit per request, formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    from app.web import errors, formats, logs, pages, security, transaction

    logs.init_logs()
    security.init_app(app)
    transaction.init_app(app)
    formats.init_app(app)
    pages.init_app(app)
    errors.init_app(app)
