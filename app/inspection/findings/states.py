"""A finding and its recommendations: what state they are in, by when, and what the digests of a draft say. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.audit.canonical import canonical
from app.web.words import WITA


class FindingState(StrEnum):
    DRAFT = "konsep"
    ISSUED = "disampaikan"
    DONE = "selesai"
    WITHDRAWN = "dicabut"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def tone(self) -> str:
        return {"disampaikan": "soon", "selesai": "ok"}.get(self.value, "quiet")


class Followup(StrEnum):
    """How far the office has come with a recommendation, as the Inspektorat judges it."""

    NOT_YET = "belum"
    UNDER_WAY = "proses"
    DONE = "selesai"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def tone(self) -> str:
        return {"belum": "late", "proses": "soon", "selesai": "ok"}[self.value]


ELEMENTS = {"kondisi": "Kondisi", "kriteria": "Kriteria", "sebab": "Sebab", "akibat": "Akibat"}
"""The elements of the audit form that are text; the fifth are the recommendations."""

CONTENT = ("title", *ELEMENTS, "run", "review")
SAID = {"title": "judul", **{name: label.lower() for name, label in ELEMENTS.items()}}
"""How a change of an issued finding names what it changed."""


class Judged(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def due_on(self) -> date: ...


def state_of(*, issued: bool, withdrawn: bool, statuses: Iterable[str]) -> FindingState:
    """Selesai follows from the recommendations: nobody sets it."""
    if withdrawn:
        return FindingState.WITHDRAWN
    if not issued:
        return FindingState.DRAFT
    return FindingState.DONE if all(status == Followup.DONE for status in statuses) else FindingState.ISSUED


def overdue(recommendation: Judged, *, at: datetime) -> bool:
    """The due day itself still counts."""
    return recommendation.status != Followup.DONE and recommendation.due_on < today(at)


def today(at: datetime) -> date:
    """The office's day."""
    return at.astimezone(WITA).date()


def text_digest(content: Mapping[str, Any], *, salt: str) -> str:
    """SHA-256 over the canonical JSON: what the log keeps of a draft, which the office must not read in it.

    A draft may begin with words that anybody can make again from a deviation; without the salt nobody guesses them.
    """
    return hashlib.sha256(canonical({**content, "salt": salt})).hexdigest()
