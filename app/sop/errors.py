"""Why an SOP can't be read, activated or changed."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class UnreadableSource(Invalid):
    """The file is not one whose words can be read."""


class NotAnSop(Invalid):
    """The words were read, but they do not say which SOP this is."""


class NotReadyToActivate(Invalid):
    """The draft still has problems, or steps for which nobody answers."""


class AlreadyActivated(Conflict):
    """This version is in force, or was; it stays as it is."""


class NoActiveSop(Conflict):
    """Nothing is in force yet, so nothing can be run or checked."""


class UnknownSop(NotFound):
    """No version, cell or column with this id."""
