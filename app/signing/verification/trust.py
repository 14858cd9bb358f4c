"""Whose certificate signed: the second answer beside integrity, by configured roots and our own register."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.signing.verification.verdicts import Registered, Trust

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext

    from app.signing.certificates import CertificateFacts


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
    status: Any, *, roots: Sequence[Root], register: Register, facts: CertificateFacts, moment: datetime
) -> Trust:
    """Expired and revoked come first, then the root that the chain ends in, then our own keys."""
    if status.revoked or not facts.not_before <= moment <= facts.not_after:
        return Trust.INVALID
    if status.trusted and status.validation_path is not None:
        return _anchor_trust(status.validation_path, roots)
    problem = str(status.trust_problem_indic)
    if "OUT_OF_BOUNDS" in problem or "REVOKED" in problem:
        return Trust.INVALID
    return Trust.LOCAL if register.knows_certificate(facts.fingerprint) else Trust.UNKNOWN


def root_of(status: Any) -> str:
    """The subject of the trusted root that the chain ends in; empty where it ends in none."""
    from app.signing.certificates import facts_of, load_certificate

    if not status.trusted or status.validation_path is None:
        return ""
    return facts_of(load_certificate(status.validation_path.trust_anchor.certificate.dump())).subject


def _anchor_trust(path: Any, roots: Sequence[Root]) -> Trust:
    fingerprint = hashlib.sha256(path.trust_anchor.certificate.dump()).hexdigest()
    return next((root.trust for root in roots if root.fingerprint == fingerprint), Trust.UNKNOWN)
