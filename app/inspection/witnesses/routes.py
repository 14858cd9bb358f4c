"""The witnesses' pages: who saw the log from outside, and how far."""

from __future__ import annotations

from app.inspection.witnesses import models

__all__ = ["models"]
