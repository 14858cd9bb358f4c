"""The PAdES level that a signature really reaches (ETSI EN 319 142-1, clause 6), and what keeps it from the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509

from app.signing.verification.evidence import Evidence, is_self_signed
from app.signing.verification.stamps import Stamp
from app.signing.verification.wording import DOCUMENT_TIMESTAMP

OLD_FORM = "CMS"

INCOMPLETE = (
    "Berkas memuat data validasi, tetapi tidak untuk semua sertifikat penanda tangan dan cap waktunya; "
    "karena itu tingkatnya bukan B-LT."
)
UNSEALED = "Ada cap waktu dokumen, tetapi tidak mencakup data validasi yang lengkap; karena itu bukan B-LTA."


@dataclass(frozen=True)
class Proof:
    """What stands around one signature: stamps over it, and document stamps with the store that each seals."""

    chain: tuple[x509.Certificate, ...]
    stamps: Sequence[Stamp]
    """Every stamp that proves the signature's time, on it or over the document."""
    store: Evidence
    """The file's own security store."""
    sealed: Sequence[Evidence]
    """For each document stamp over the signature that counts, the store as it was when stamped."""
    container: Evidence
    """What the signature's own container carries."""


def level_of(signature: Any, *, proof: Proof, anchors: Sequence[x509.Certificate], now: datetime) -> tuple[str, str]:
    """The level and, where something is there that doesn't suffice for the next, the sentence that says so."""
    if signature.sig_object_type == "/DocTimeStamp":
        return DOCUMENT_TIMESTAMP, ""
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return OLD_FORM, ""
    counted = [stamp for stamp in proof.stamps if stamp.counts]
    if not counted:
        return "B-B", ""
    has_store = proof.store != Evidence()
    if not _is_complete(proof, proof.store, counted, anchors=anchors, now=now):
        return "B-T", INCOMPLETE if has_store else ""
    if any(_is_complete(proof, store, counted, anchors=anchors, now=now) for store in proof.sealed):
        return "B-LTA", ""
    return "B-LT", UNSEALED if proof.sealed else ""


def _is_complete(
    proof: Proof, store: Evidence, counted: Sequence[Stamp], *, anchors: Sequence[x509.Certificate], now: datetime
) -> bool:
    """Whether the store speaks of every certificate of the signer and of one of his stamps, at the stamped time."""
    return any(
        _chain_covered(proof.chain, store | _without_answers(proof.container), at=stamp.at, anchors=anchors, now=now)
        and _chain_covered(
            stamp.chain, store | _without_answers(stamp.container), at=stamp.at, anchors=anchors, now=now
        )
        for stamp in counted
    )


def _without_answers(evidence: Evidence) -> Evidence:
    """PAdES takes certificates from the containers, revocation answers from the store alone."""
    return Evidence(certificates=evidence.certificates)


def _chain_covered(
    chain: Sequence[x509.Certificate],
    available: Evidence,
    *,
    at: datetime,
    anchors: Sequence[x509.Certificate],
    now: datetime,
) -> bool:
    last = chain[-1] if chain else None
    if last is None or not (last in anchors or is_self_signed(last)):
        return False
    for certificate, issuer in zip(chain, chain[1:], strict=False):
        if certificate in anchors:
            return True
        if certificate not in available.pool:
            return False
        if not available.revocations.covers(certificate, issuer, at=at, now=now):
            return False
    return True
