"""Why a package or a backup is not made, each a sentence for the person who asked."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid, NotFound


class EventNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Rekaman ini tidak ada dalam log.")


class ProofNotYet(Conflict):
    """No checkpoint covers the event yet; `when` the worker signs next."""

    def __init__(self, when: str) -> None:
        super().__init__(f"Rekaman ini belum ditandatangani. Buktinya ada sesudah checkpoint, sekitar {when}.")


class ProofFails(Conflict):
    """What is stored no longer leads to what was signed."""

    def __init__(self) -> None:
        super().__init__(
            "Bukti tidak dibuat: isi log tidak lagi cocok dengan yang ditandatangani. "
            "Tekan Periksa keutuhan di Jejak audit."
        )


class PackageIncomplete(Conflict):
    """A file that the run's events name is missing or is not the one that they name."""

    def __init__(self, digest: str, problem: str) -> None:
        super().__init__(f"Paket tidak dibuat: berkas {digest[:12]}… {problem}. Beri tahu admin.")


class PackageImpossible(Conflict):
    """The package can't be written as it is asked for."""


class PackageGoing(Conflict):
    """The same package is being made already."""

    def __init__(self) -> None:
        super().__init__("Paket yang sama sedang dibuat. Tunggu sampai selesai.")


class PackageGone(NotFound):
    """There is no such package, or it was swept away."""

    def __init__(self) -> None:
        super().__init__("Paket ini tidak ada lagi. Buat paket baru di halaman Paket pemeriksaan.")


class NothingInPeriod(Invalid):
    """No run has an event in the period."""

    def __init__(self, first: str, last: str) -> None:
        super().__init__(f"Tidak ada pelaksanaan yang tercatat antara {first} dan {last}.", field="dari")


class BackupRefused(Invalid):
    """The backup can't be made there, or did not pass its own check; nothing is left of it."""


class RestoreRefused(Invalid):
    """The office does not go back to this backup, or not now; nothing of the present instance was changed."""
