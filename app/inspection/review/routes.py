"""The pages of review."""

from __future__ import annotations

from app.inspection.review import models  # noqa: F401
