"""What signing refuses, each with the sentence that says what to do."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid


class WrongPassphrase(Invalid):
    """The passphrase does not open the key."""

    def __init__(self) -> None:
        super().__init__(
            "Frasa sandi kunci salah. Periksa huruf besar dan kecil, lalu ketik lagi.",
            field="passphrase",
        )


class UnusableKey(Invalid):
    """The uploaded file can't serve as this person's signing key."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="key_file")


class KeyNotReady(Conflict):
    """This person has no key, or the one on file can't sign today."""


class UnsignablePdf(Conflict):
    """This PDF can't be signed as it is."""
