"""What can go wrong with a report, as sentences for the person who asked for it."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class ForbiddenResource(Invalid):
    """The report asked for a picture or a file from outside the app."""


class NotReady(Conflict):
    """The report can't be frozen or signed yet; the sentence says what is missing."""


class NothingWaits(NotReady):
    """No frozen version waits for a paraf; the report's page says where it stands."""

    def __init__(self, message: str, *, run_id: int) -> None:
        super().__init__(message)
        self.run_id = run_id


class OtherBytes(Conflict):
    """The request was made for another PDF than the one that is frozen now."""


class NotABeginning(Conflict):
    """A later file of a version has to begin with the bytes of the one before it."""

    def __init__(self) -> None:
        super().__init__("Berkas baru tidak berawal dari bita berkas sebelumnya, jadi ditolak. Beri tahu Admin.")


class UnknownSection(NotFound):
    def __init__(self) -> None:
        super().__init__("Bagian laporan ini tidak ada.")


class NoSuchFile(NotFound):
    def __init__(self) -> None:
        super().__init__("Berkas laporan ini tidak ada.")
