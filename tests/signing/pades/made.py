"""Signatures of the test authority's people, and what the office's own verifier says of them."""

from __future__ import annotations

from app.signing.backends.container import open_container
from app.signing.backends.signer import Part, SignedPdf
from app.signing.pades.held_key import HeldKeySigner
from app.signing.pades.levels import NO_WISH, LevelWish
from app.signing.pades.sign import sign_pdf
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Verification
from app.signing.verification.verify import verify_pdf
from tests.signing.conftest import wanted
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import PASSPHRASE, Fault, Pki, now

SECONDS = 0.6
"""For a service that is meant to be given up."""

BUSY = 4.0
"""Where one hangs and the others must answer, on a machine that does much else."""

PATIENT = 15.0
FROZEN = frozen_report()


def wish_of(pki: Pki, *, tsa_url: str = "", seconds: float = PATIENT, trusted: bool = True) -> LevelWish:
    roots = tuple(root.der for root in pki.roots) if trusted else ()
    return LevelWish(tsa_url or pki.tsa_url, seconds, roots)


def patience(fault: Fault) -> float:
    """As long as a healthy neighbour may need; only a silent service makes anybody wait for it."""
    return BUSY if fault in (Fault.HANGS, Fault.DRIPS) else PATIENT


def signer_of(pki: Pki, name: str = "sekretaris") -> HeldKeySigner:
    return HeldKeySigner(open_container(pki.p12(name), passphrase=PASSPHRASE))


def made(
    pki: Pki,
    *,
    pdf: bytes = FROZEN,
    name: str = "sekretaris",
    field: str = FIELD,
    part: Part = Part.CERTIFIES,
    wish: LevelWish = NO_WISH,
) -> SignedPdf:
    """Signed now: the authority's answers are valid for minutes."""
    pki.calls.clear()
    return sign_pdf(wanted(pdf, field=field, at=now(), part=part), signer=signer_of(pki, name), wish=wish)


def judged(pdf: bytes, pki: Pki) -> Verification:
    return verify_pdf(pdf, register=EmptyRegister(), trust_roots=pki.roots, now=now())
