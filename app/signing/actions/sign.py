"""Signing a PDF with a person's key, and reading back what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.signing import queries
from app.signing.actions.verify import check_upload
from app.signing.backends import keyfiles
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Appearance, Signer
from app.signing.errors import KeyNotReady, UnsignablePdf
from app.signing.preflight import NO_KEY, check_ready
from app.signing.verification.verdicts import Trust, Verdict

NOT_OURS = "Hasil tanda tangan bukan berkas yang dibekukan, jadi ditolak. Beri tahu Admin."
NOT_SOUND = "Tanda tangan yang dihasilkan tidak lolos pemeriksaan, jadi ditolak. Beri tahu Admin."


@dataclass(frozen=True)
class SignatureFacts:
    """What an event and a page say of a fresh signature, as the verifier read it back."""

    level: str
    trust: Trust
    certificate: str
    signer: str
    signed_at: datetime


def sign_with_passphrase(
    pdf: bytes, *, user: User, passphrase: str, field: str, appearance: Appearance, at: datetime
) -> bytes:
    """Sign with the person's own key; slow, so it belongs before the write transaction.

    Raises WrongPassphrase (422, field `passphrase`), KeyNotReady or UnsignablePdf (409), each with what to do.
    """
    check_ready(user, now=at)
    key = queries.current_key(user)
    if key is None:
        raise KeyNotReady(NO_KEY)
    data = keyfiles.read(key.file, sha256=key.file_sha256)
    return sign_with(Pkcs12Signer.load(data, passphrase=passphrase), pdf, field=field, appearance=appearance, at=at)


def sign_with(signer: Signer, pdf: bytes, *, field: str, appearance: Appearance, at: datetime) -> bytes:
    """Sign with any backend; what comes back must begin with our bytes, or it is another document."""
    signed = signer.sign(pdf, field=field, appearance=appearance, at=at)
    if len(signed) <= len(pdf) or not signed.startswith(pdf):
        raise UnsignablePdf(NOT_OURS)
    return signed


def signature_facts(signed: bytes, *, now: datetime) -> SignatureFacts:
    """Read a fresh signature back with the strict verifier; refuses one that it would not accept."""
    answer = check_upload(signed, now=now)
    if answer.verdict is not Verdict.INTACT or len(answer.signatures) != 1:
        raise UnsignablePdf(NOT_SOUND)
    report = answer.signatures[0]
    return SignatureFacts(
        level=report.level,
        trust=report.trust,
        certificate=report.fingerprint,
        signer=report.signer,
        signed_at=report.signed_at or now,
    )
