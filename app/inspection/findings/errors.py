"""What can't be found among the findings."""

from __future__ import annotations

from app.web.refusals import NotFound


class FindingNotFound(NotFound):
    """There is none, or it is a draft and the person is not of the Inspektorat."""

    def __init__(self) -> None:
        super().__init__("Temuan ini tidak ada.")
