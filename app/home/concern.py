"""One thing that somebody has to see to, as the start page says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concern:
    """A sentence, and the page where something can be done about it. Tones: soon, late."""

    sentence: str
    tone: str = "soon"
    url: str = ""
    action: str = ""
