"""What a signer is, whatever holds its key: a whole PDF goes in and comes back signed, beginning with our bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.signing.verification.verdicts import Trust


@dataclass(frozen=True)
class Appearance:
    """What the visible block says about the signer; `url` is the address behind the QR code."""

    name: str
    jabatan: str
    pangkat: str
    nip: str
    url: str
    when: datetime


class Signer(Protocol):
    """A backend: local PKCS#12 now; token, esign service and a PDF signed elsewhere come beside it."""

    label: str
    """The sentence under the visible block that says what kind of signature this is."""

    trust: Trust
    """What the office may claim about it: only an Indonesian PSrE's signature is certified."""

    def sign(self, pdf: bytes, *, field: str, appearance: Appearance, at: datetime) -> bytes:
        """Return the PDF with a certifying signature in the empty field; the result begins with `pdf`."""
        ...
