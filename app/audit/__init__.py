"""The log of acts: append-only, canonical, chained, and checked by a verifier that shares no code with it."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from app.audit.events import Tag
    from app.audit.guard import Tracked
    from app.audit.record import ANONYMOUS, SYSTEM, FileRef, moment, open_log, record

__all__ = ["ANONYMOUS", "SYSTEM", "FileRef", "Tag", "Tracked", "init_app", "moment", "open_log", "record"]

PLACES = {"Tag": "events", "Tracked": "guard"} | dict.fromkeys(
    ("ANONYMOUS", "SYSTEM", "FileRef", "moment", "open_log", "record"), "record"
)
"""Where each of them is written."""


def init_app(app: Flask) -> None:
    from app.audit import guard, publish, tasks  # noqa: F401  (the worker finds tasks by name)
    from app.extensions import db

    guard.install(db.session)
    publish.install(db.session)


class _Package(ModuleType):
    """Imports what is asked for when it is first asked for, so that the signer's process starts without Flask."""

    def __getattr__(self, name: str) -> Any:
        if name not in PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{PLACES[name]}"), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module `record` would put it in the place of the function of that name.
        if not (name in PLACES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
