"""The pages and acts of runs: board, SOP table, step, documents, downloads."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("runs", __name__, url_prefix="/runs")

from app.runs.routes import acts, board, documents, files, orders, steps, trail  # noqa: E402

__all__ = ["acts", "blueprint", "board", "documents", "files", "orders", "steps", "trail"]
