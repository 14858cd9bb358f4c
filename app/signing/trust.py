"""Whose certificate signed: the second answer beside integrity, by configured roots and our own register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.signing.verdicts import Registered, Trust

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext


class Register(Protocol):
    """What the office has issued and whose keys it knows; empty where there is no database."""

    def find(self, sha256: str) -> Registered | None: ...

    def knows_certificate(self, fingerprint: str) -> bool: ...


class EmptyRegister:
    """The register of a machine that has none."""

    def find(self, sha256: str) -> Registered | None:
        return None

    def knows_certificate(self, fingerprint: str) -> bool:
        return False


@dataclass(frozen=True)
class Root:
    """A trusted root: its certificate (DER), and whether it makes a signature certified or local."""

    der: bytes
    fingerprint: str
    trust: Trust


def context_for(
    roots: Sequence[Root], *, others: Iterable[Any], moment: datetime, evidence: dict[str, Any]
) -> ValidationContext:
    """A validation context that never fetches: addresses in an uploaded file are its author's."""
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[x509.Certificate.load(root.der) for root in roots],
        other_certs=list(others),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        best_signature_time=moment,
        **evidence,
    )


def judge_trust(
    status: Any, *, roots: Sequence[Root], register: Register, fingerprint: str, valid_from: datetime, valid_to: datetime, moment: datetime
) -> Trust:
    """Expired and revoked come first, then the root that the chain ends in, then our own keys."""
    if status.revoked or not valid_from <= moment <= valid_to:
        return Trust.INVALID
    if status.trusted and status.validation_path is not None:
        return _anchor_trust(status.validation_path, roots)
    if "OUT_OF_BOUNDS" in str(status.trust_problem_indic) or "REVOKED" in str(status.trust_problem_indic):
        return Trust.INVALID
    if register.knows_certificate(fingerprint):
        return Trust.LOCAL
    return Trust.UNKNOWN


def _anchor_trust(path: Any, roots: Sequence[Root]) -> Trust:
    import hashlib

    der = path.trust_anchor.certificate.dump()
    fingerprint = hashlib.sha256(der).hexdigest()
    return next((root.trust for root in roots if root.fingerprint == fingerprint), Trust.UNKNOWN)
