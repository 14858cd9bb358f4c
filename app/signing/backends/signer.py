"""What a signer is, whatever holds its key: a whole PDF goes in and comes back signed, beginning with our bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.signing.verification.verdicts import Trust

REASON = "Pengesahan dokumen"
LOCATION = "Paringin"
"""What every signature of a report states about itself, whoever draws it up."""


@dataclass(frozen=True)
class Appearance:
    """What the visible block says about the signer; `url` is the address behind the QR code."""

    name: str
    jabatan: str
    pangkat: str
    nip: str
    url: str
    when: datetime


class Part(StrEnum):
    """What one signature does among the signatures of a document."""

    CERTIFIES = "certifies"
    """The first and only one: no change is permitted after it."""

    SEALS = "seals"
    """The institution's, first and invisible: the signatures that follow are permitted."""

    APPROVES = "approves"
    """One of several, in a field made beforehand."""

    CLOSES = "closes"
    """The last of several, in a field whose lock covers everything."""


@dataclass(frozen=True, repr=False)
class Secrets:
    """What a person types for one signature. It lives as long as that signature; its repr shows nothing."""

    passphrase: str = ""
    nik: str = ""
    totp: str = ""


@dataclass(frozen=True)
class SignRequest:
    """One signature that is wanted: which bytes, in which field, how it looks, when."""

    pdf: bytes
    field: str
    appearance: Appearance
    at: datetime
    part: Part = Part.CERTIFIES
    stamp: bytes = b""
    """The drawn block, a one-page PDF; empty makes the signature invisible."""


@dataclass(frozen=True)
class SignedPdf:
    """What came back: the whole file, and how much it proves."""

    pdf: bytes
    level: str
    document_id: str = ""
    """The service's own name of the file, where it gives one."""

    note: str = ""
    """Why the level is lower than wished, in a sentence for the page."""


class Signer(Protocol):
    """A backend: local PKCS#12, a token, the esign service. A PDF signed elsewhere comes in by `uploaded`.

    Backends with a key of their own (PKCS#12, token) offer `pyhanko_signer()` to app/signing/pades instead
    of drawing up the signature themselves.
    """

    label: str
    """The sentence under the visible block that says what kind of signature this is."""

    trust: Trust
    """What the office may claim about it: only an Indonesian PSrE's signature is certified."""

    def sign(self, request: SignRequest) -> SignedPdf:
        """Return the PDF with the signature in it; the result begins with `request.pdf`."""
        ...
