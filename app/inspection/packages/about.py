"""The head of a package: what it says of itself on every page that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class About:
    """Scope and title, who made it when, and the log that it holds."""

    scope: str
    title: str
    package: str
    who: str
    at: datetime
    office: str
    events: int
    root: str
