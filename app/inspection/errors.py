"""Why a package or a backup is not made, each a sentence for the person who asked."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class EventNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Rekaman ini tidak ada dalam log.")


class PackageIncomplete(Conflict):
    """A file that the run's events name is missing or is not the one that they name."""

    def __init__(self, digest: str, problem: str) -> None:
        super().__init__(f"Paket tidak dibuat: berkas {digest[:12]}… {problem}. Beri tahu admin.")


class BackupRefused(Invalid):
    """The backup can't be made there, or did not pass its own check; nothing is left of it."""
