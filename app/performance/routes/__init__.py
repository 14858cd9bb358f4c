"""The pages of the figures: the measurement, one indikator's figures, definitions, and the budget."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("performance", __name__)

from app.performance.routes import budget, definitions, figures, measurement  # noqa: E402, F401
