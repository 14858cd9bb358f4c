"""What the application says when it will not do what was asked: a sentence and a status."""

from __future__ import annotations


class Refusal(Exception):
    """A sentence in Bahasa Indonesia for the person who asked, and the HTTP status that goes with it."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class NotFound(Refusal):
    """It does not exist, or this person may not know that it does."""

    status = 404


class Conflict(Refusal):
    """Somebody was first, or the state has moved on."""

    status = 409


class TooLarge(Refusal):
    """More bytes than the office allows."""

    status = 413


class Invalid(Refusal):
    """What was typed can't be used; `field` names the form field where that is known."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
