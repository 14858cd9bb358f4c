"""The one place where the application asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from flask import Flask, current_app


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set. Only tests and demo stories hold one."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at


def init_app(app: Flask, clock: Clock | None = None) -> None:
    app.extensions["clock"] = clock or SystemClock()


def now() -> datetime:
    """The current instant, aware, in UTC."""
    moment: datetime = current_app.extensions["clock"].now()
    return moment
