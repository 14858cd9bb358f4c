"""Why a file is not accepted."""

from __future__ import annotations

from app.web.refusals import Invalid, NotFound, TooLarge


class WrongType(Invalid):
    """The content is not of a kind that the office keeps, or not of the kind that its name says."""


class EmptyFile(Invalid):
    """Nothing was sent."""


class FileTooLarge(TooLarge):
    """More bytes than the office allows."""


class FileMissing(NotFound):
    """No file with this digest is stored."""
