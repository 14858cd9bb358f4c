"""The inspector's two addresses: the log at /jejak, and the rooms where he works at /pemeriksaan."""

from __future__ import annotations

from flask import Blueprint

log = Blueprint("inspection", __name__)
rooms = Blueprint("rooms", __name__, url_prefix="/pemeriksaan")
