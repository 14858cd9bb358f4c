"""Whose certificate signed: the second answer beside integrity, by configured roots and our own register."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.signing.verification.verdicts import Registered, Trust
from app.web.words import waktu

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext

    from app.signing.certificates import CertificateFacts

REVOKED = "Sertifikatnya dicabut {when}, dan tidak ada bukti tepercaya bahwa tanda tangan dibuat sebelumnya."
REVOKED_LATER = "Sertifikatnya dicabut {when}, sesudah tanda tangan terbukti ada."
EXPIRED = (
    "Sertifikatnya habis masa berlakunya {when}, dan tidak ada bukti tepercaya bahwa tanda tangan dibuat sebelumnya."
)
EXPIRED_LATER = "Sertifikatnya kini habis masa berlakunya ({when}); tanda tangan terbukti dibuat sebelumnya."
TOO_EARLY = "Sertifikatnya baru berlaku {when}, sesudah waktu tanda tangan."


class Register(Protocol):
    """What the office has issued and whose keys it knows; empty where there is no database."""

    def find(self, sha256: str) -> Registered | None: ...

    def knows_certificate(self, fingerprint: str) -> bool: ...

    def known_certificates(self) -> Collection[str]: ...


class EmptyRegister:
    """The register of a machine that has none."""

    def find(self, sha256: str) -> Registered | None:
        return None

    def knows_certificate(self, fingerprint: str) -> bool:
        return False

    def known_certificates(self) -> Collection[str]:
        return ()


@dataclass(frozen=True)
class Root:
    """A trusted root: its certificate (DER), and whether it makes a signature certified or local."""

    der: bytes
    fingerprint: str
    trust: Trust


def context_for(roots: Sequence[Root], *, others: Iterable[bytes], moment: datetime) -> ValidationContext:
    """A context for chains alone, at a moment; it never fetches: addresses in an uploaded file are its author's.

    Revocation is judged apart (revocation.py), because here a "revoked" that is too young or too old is forgotten.
    """
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[x509.Certificate.load(root.der) for root in roots],
        other_certs=[x509.Certificate.load(der) for der in others],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        best_signature_time=moment,
    )


def judge_trust(
    status: Any,
    *,
    roots: Sequence[Root],
    register: Register,
    facts: CertificateFacts,
    may_sign: bool,
    moment: datetime,
    revoked_at: datetime | None,
) -> Trust:
    """Expired and revoked at the proven moment come first, then the chain's root, then our own keys.

    A root vouches only for what its certificates are for: `may_sign` says that this one is for documents.
    """
    if (revoked_at is not None and revoked_at <= moment) or not facts.not_before <= moment <= facts.not_after:
        return Trust.INVALID
    if status.trusted and status.validation_path is not None and may_sign:
        return _anchor_trust(status.validation_path, roots)
    if "OUT_OF_BOUNDS" in str(status.trust_problem_indic):
        return Trust.INVALID
    return Trust.LOCAL if register.knows_certificate(facts.fingerprint) else Trust.UNKNOWN


def notes_on(
    facts: CertificateFacts, *, revoked_at: datetime | None, proven_at: datetime | None, now: datetime
) -> list[str]:
    """What a reader must know where the certificate is no longer valid, or never was."""
    notes: list[str] = []
    if revoked_at is not None:
        sentence = REVOKED_LATER if proven_at is not None and proven_at < revoked_at else REVOKED
        notes.append(sentence.format(when=waktu(revoked_at)))
    if facts.not_after < (proven_at or now):
        notes.append(EXPIRED.format(when=waktu(facts.not_after)))
    elif facts.not_after < now:
        notes.append(EXPIRED_LATER.format(when=waktu(facts.not_after)))
    if (proven_at or now) < facts.not_before:
        notes.append(TOO_EARLY.format(when=waktu(facts.not_before)))
    return notes


def root_of(status: Any) -> str:
    """The subject of the trusted root that the chain ends in; empty where it ends in none."""
    from app.signing.certificates import facts_of, load_certificate

    if not status.trusted or status.validation_path is None:
        return ""
    return facts_of(load_certificate(status.validation_path.trust_anchor.certificate.dump())).subject


def _anchor_trust(path: Any, roots: Sequence[Root]) -> Trust:
    fingerprint = hashlib.sha256(path.trust_anchor.certificate.dump()).hexdigest()
    return next((root.trust for root in roots if root.fingerprint == fingerprint), Trust.UNKNOWN)
