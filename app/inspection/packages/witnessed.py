"""What witnesses outside the office said of the log, for a package."""

from __future__ import annotations

import importlib
import importlib.util

from app.audit.package.writer import Witnesses

QUERIES = "app.inspection.witnesses.queries"


def witnesses_of(upto: int) -> Witnesses:
    """Public keys, cosigned notes and time stamps over at most `upto` events; empty where there is none."""
    if importlib.util.find_spec(QUERIES) is None:
        return [], [], {}
    vkeys, notes, stamps = importlib.import_module(QUERIES).witnessed(upto)
    return vkeys, notes, stamps
