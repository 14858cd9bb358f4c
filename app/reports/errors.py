"""What can go wrong with a report, as sentences for the person who asked for it."""

from __future__ import annotations

from app.web.refusals import Invalid


class ForbiddenResource(Invalid):
    """The report asked for a picture or a file from outside the app."""
