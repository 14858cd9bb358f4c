"""Who signs and who judges in the attack tests: made once, because keys take long to make."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding

from app.signing.verification.trust import EmptyRegister, Root
from app.signing.verification.verdicts import Trust, Verification
from app.signing.verification.verify import verify_pdf
from tests.signing.attacks.containers import AT, Identity, new_identity

EVERYTHING = os.environ.get("PAPAN_ATTACKS") == "all"
"""PAPAN_ATTACKS=all tries every byte and every variant; it takes many minutes."""


@cache
def ca() -> Identity:
    return new_identity("Otoritas", authority=True)


@cache
def noor() -> Identity:
    return new_identity("Noor Aisyah", issuer=ca())


@cache
def rahmadi() -> Identity:
    return new_identity("Rahmadi", issuer=ca())


@cache
def clock() -> Identity:
    """Signs time stamps."""
    return new_identity("Cap Waktu", issuer=ca(), stamps=True)


@cache
def roots() -> tuple[Root, ...]:
    der = ca().certificate.public_bytes(Encoding.DER)
    return (Root(der, hashlib.sha256(der).hexdigest(), Trust.CERTIFIED),)


def judged(data: bytes, *, now: datetime = AT) -> Verification:
    return verify_pdf(data, register=EmptyRegister(), trust_roots=roots(), now=now)


def accepted(data: bytes) -> bool:
    return judged(data).verdict.accepted
