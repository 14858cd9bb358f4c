"""The one blueprint that all pages of a report hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/runs/<int:run_id>/report")
