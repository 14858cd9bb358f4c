"""What the log refuses: mistakes of the program and attacks, never a person's input; and its signer being away."""

from __future__ import annotations

from app.web.refusals import Refusal


class GuardError(RuntimeError):
    """A tracked row would have been committed without an event about it."""


class LogNotOpened(RuntimeError):
    """The log has no first event yet: `open_log` comes before `record`."""


class LogAlreadyOpened(RuntimeError):
    """A log begins once."""


class LogTruncated(RuntimeError):
    """The log is shorter than a checkpoint that was signed over it."""


class LogForked(RuntimeError):
    """The log does not continue what its newest checkpoint signed."""


class CheckpointTooEarly(RuntimeError):
    """A signer of its own never forgets what it signed, so it is only asked about events that are committed."""


class NotSealed(Refusal):
    """The signer beside the application did not sign. Everything else goes on; the worker asks again."""

    status = 503


class SignerAway(NotSealed):
    def __init__(self) -> None:
        super().__init__("Penanda log tidak menjawab, jadi checkpoint belum dibuat. Beri tahu admin, lalu coba lagi.")


class KeyUnknown(NotSealed):
    """A public key that only the signer could tell."""

    def __init__(self) -> None:
        super().__init__("Kunci publik log belum diketahui, karena penandanya belum menjawab. Beri tahu admin.")


class SignerRefused(NotSealed):
    """It answered, and would not sign: `why` in its own words."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Penanda log menolak menandatangani ({why}). Beri tahu admin dan Inspektorat.")
        self.why = why
