"""What is refused about witnesses, each with its sentence."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class NoSuchWitness(NotFound):
    def __init__(self) -> None:
        super().__init__("Saksi ini tidak ada.")


class NoSuchStamp(NotFound):
    def __init__(self) -> None:
        super().__init__("Tidak ada checkpoint atau cap waktu pada ukuran log itu.")


class WitnessKnown(Conflict):
    """The key, or the name of a witness who still stands, is registered already."""


class WitnessRetired(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"Kunci saksi {name} sudah dihentikan.")


class NotAccepted(Invalid):
    """A cosigned note that is not taken: the sentence says why, and what the holder should do."""
