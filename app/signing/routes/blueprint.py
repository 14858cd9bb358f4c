"""The one blueprint that all pages of signing hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("signing", __name__)
