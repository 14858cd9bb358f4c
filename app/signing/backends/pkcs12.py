"""The local backend: a PKCS#12 key opened for one signature and forgotten after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.signing.backends.container import OpenedKey, open_container
from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.signer import SignedPdf, SignRequest
from app.signing.verification.verdicts import Trust

if TYPE_CHECKING:
    from pyhanko.sign import signers


class Pkcs12Signer:
    """Holds the opened key, so that one signature reads it once; never written anywhere, never printed."""

    label = LOCAL_LABEL
    trust = Trust.LOCAL

    def __init__(self, opened: OpenedKey) -> None:
        self._opened = opened

    @classmethod
    def load(cls, data: bytes, *, passphrase: str) -> Pkcs12Signer:
        return cls(open_container(data, passphrase=passphrase))

    def pyhanko_signer(self) -> signers.Signer:
        """The key as pyHanko uses it; for app/signing/pades."""
        from app.signing.pades.sign import HeldKeySigner

        return HeldKeySigner(self._opened)

    def sign(self, request: SignRequest) -> SignedPdf:
        # pyHanko takes two seconds to import, so only a signature pays for it.
        from app.signing.pades.sign import sign_pdf

        return sign_pdf(request, signer=self.pyhanko_signer())
