"""pyHanko loads an HTTP client that nothing here asks through: a child that judges or signs starts without it.

Loading it took 0.2 of the 0.75 s until the judging child could begin. What we ask
over a network, we ask by `pades/asking.py`, and the child that judges has no network to ask through.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class Absent:
    """Any of its classes: enough to be named in an annotation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("aiohttp is left out of this process")


def leave_out_http_client() -> None:
    """Before pyHanko is loaded, in a process of its own."""
    stand_in = ModuleType("aiohttp")
    stand_in.__getattr__ = lambda _name: Absent  # type: ignore[method-assign]
    sys.modules.setdefault("aiohttp", stand_in)
