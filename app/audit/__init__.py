"""The log of acts: append-only, canonical, chained, and checked by a verifier that shares no code with it."""

from __future__ import annotations

from flask import Flask

from app.audit.events import Tag
from app.audit.guard import Tracked
from app.audit.record import ANONYMOUS, SYSTEM, FileRef, moment, open_log, record

__all__ = ["ANONYMOUS", "SYSTEM", "FileRef", "Tag", "Tracked", "init_app", "moment", "open_log", "record"]


def init_app(app: Flask) -> None:
    from app.audit import guard, publish, tasks  # noqa: F401  (the worker finds tasks by name)
    from app.extensions import db

    guard.install(db.session)
    publish.install(db.session)
