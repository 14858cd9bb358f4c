"""Why the work can't go on as asked, each a sentence for the person who asked."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotAllowed, NotFound


class RunNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Pelaksanaan atau langkah ini tidak ada.")


class NotYourStep(NotAllowed):
    """The step belongs to other roles."""


class RunEnded(Conflict):
    """The run is closed or cancelled."""


class StepNotOpen(Conflict):
    """The step waits for its predecessor."""


class AlreadyDone(Conflict):
    """Somebody was first."""


class Stale(Conflict):
    """The page that the request came from shows an older state."""


class Incomplete(Invalid):
    """Kelengkapan, keluaran or reports of bagian are missing."""


class NeedsReason(Invalid):
    """The act needs a reason that was not given."""


class PeriodTaken(Conflict):
    """The period has a run already."""
