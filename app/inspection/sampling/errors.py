"""What can't be found among the samples."""

from __future__ import annotations

from app.web.refusals import NotFound


class SampleNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Sampel ini tidak ada dalam log.")
