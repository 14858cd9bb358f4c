"""What signing refuses, each with the sentence that says what to do."""

from __future__ import annotations

from app.web.refusals import Conflict, Invalid

WRONG_PASSPHRASE = "Frasa sandi kunci salah. Periksa huruf besar dan kecil, lalu ketik lagi."


class WrongPassphrase(Invalid):
    """The passphrase, or the PIN of a token, does not open the key."""

    def __init__(self, message: str = WRONG_PASSPHRASE) -> None:
        super().__init__(message, field="passphrase")


class UnusableKey(Invalid):
    """The uploaded file can't serve as this person's signing key."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="key_file")


class KeyNotReady(Conflict):
    """This person has no key, or the one on file can't sign today."""


class UnsignablePdf(Conflict):
    """This PDF can't be signed as it is."""


class SigningStopped(Conflict):
    """The process that signs took too long or broke off; nothing of it is kept."""


class ServiceRefused(Conflict):
    """The esign service will not sign, or what it sent back is not our document signed by this person."""


class ServiceUnanswered(Conflict):
    """The service may have signed: it did not answer, or its answer broke off. Ask by id before signing again."""

    def __init__(self, message: str, *, document_id: str = "") -> None:
        super().__init__(message)
        self.document_id = document_id


class UnacceptableUpload(Invalid):
    """The PDF that was signed elsewhere is not our document, whole, with this person's signature."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")
