"""Signing a PDF as a person does, whatever holds his key, and reading back what came out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from app.accounts.models import User
from app.settings import Settings
from app.signing import queries
from app.signing.actions.methods import sign_remembering
from app.signing.actions.verify import check_own
from app.signing.backends import keyfiles
from app.signing.backends.labels import label_of
from app.signing.backends.signer import Appearance, Part, Secrets, SignedPdf, SignRequest
from app.signing.child.job import SigningJob
from app.signing.child.run import sign_in_child
from app.signing.errors import KeyNotReady, UnsignablePdf
from app.signing.models import SigningMethod
from app.signing.preflight import NO_KEY, check_ready, service_of
from app.signing.verification.trust import Root
from app.signing.verification.verdicts import Trust
from app.signing.verification.wording import DOCUMENT_TIMESTAMP

CHILD_SECONDS = 20.0
"""For starting, opening the key and the signature itself."""

QUESTIONS = 8
"""Revocation of two chains and two time stamps, each with its own limit."""

EXCHANGES = 4
"""With the esign service: an earlier file, the person's status, the signature, its download."""

NOT_OURS = "Hasil tanda tangan bukan berkas yang dibekukan, jadi ditolak. Beri tahu Admin."
NOT_SOUND = "Tanda tangan yang dihasilkan tidak lolos pemeriksaan, jadi ditolak. Beri tahu Admin."
BY_UPLOAD = "Anda menandatangani di aplikasi lain. Unduh dokumennya, tandatangani, lalu unggah hasilnya."


@dataclass(frozen=True)
class SignatureFacts:
    """What an event and a page say of a fresh signature, as the verifier read it back."""

    level: str
    trust: Trust
    certificate: str
    signer: str
    signed_at: datetime


def sign_as(
    user: User,
    pdf: bytes,
    *,
    secrets: Secrets,
    field: str,
    appearance: Appearance,
    at: datetime,
    part: Part = Part.CERTIFIES,
    about: str = "",
) -> SignedPdf:
    """Sign by the person's own method; slow, so it belongs before the write transaction.

    `about` is what is signed ("report:5/version:1"). What is asked of a service is remembered under it,
    committed before and after, so that the next try asks for an earlier file first.
    Raises WrongPassphrase (422, field `passphrase`), or a Conflict (409) with what to do; ServiceUnanswered
    when the service may have signed.
    """
    check_ready(user, now=at)
    method = queries.method_of(user)
    backend = method.backend if method is not None else "pkcs12"
    roots = tuple(queries.roots_for_verification())
    certified = any(root.trust is Trust.CERTIFIED for root in roots)
    stamp = (
        b""
        if part is Part.SEALS
        else _stamp(pdf, field=field, look=appearance, label=label_of(backend, certified=certified))
    )
    request = SignRequest(pdf, field, appearance, at, part, stamp)
    settings: Settings = current_app.config["SETTINGS"]
    seconds = longest(backend, settings)

    def ask(earlier: str) -> SignedPdf:
        job = job_for(backend, request, user=user, method=method, roots=roots, ask_first=earlier, settings=settings)
        return require_ours(sign_in_child(job, secrets=secrets, seconds=seconds), pdf)

    if backend != "esign":
        return ask("")
    about = about or f"document:{hashlib.sha256(pdf).hexdigest()}"
    under_way = timedelta(seconds=seconds)
    return sign_remembering(user, pdf, backend=backend, about=about, at=at, longest=under_way, ask=ask)


def job_for(
    backend: str,
    request: SignRequest,
    *,
    user: User,
    method: SigningMethod | None,
    roots: tuple[Root, ...],
    ask_first: str,
    settings: Settings,
) -> SigningJob:
    """What the child is told beside the secrets. Raises KeyNotReady where the office has not set it up."""
    if backend == "upload":
        raise KeyNotReady(BY_UPLOAD)
    return SigningJob(
        backend,
        request,
        key_file=_key_file(user) if backend == "pkcs12" else b"",
        module=settings.pkcs11_module,
        token_label=method.token_label if method is not None else "",
        key_label=method.key_label if method is not None else "",
        service=service_of(settings) if backend == "esign" else None,
        email=method.email if method is not None else "",
        ask_first=ask_first,
        tsa_url=settings.tsa_url,
        tsa_seconds=settings.tsa_seconds,
        roots=roots,
    )


def longest(backend: str, settings: Settings) -> float:
    """Seconds after which the child is given up: everything it may wait for, and its own work."""
    if backend == "esign":
        return CHILD_SECONDS + EXCHANGES * settings.esign_seconds
    return CHILD_SECONDS + (QUESTIONS * settings.tsa_seconds if settings.tsa_url else 0)


def require_ours(signed: SignedPdf, pdf: bytes) -> SignedPdf:
    """What comes back must begin with our bytes, or it is another document."""
    if len(signed.pdf) <= len(pdf) or not signed.pdf.startswith(pdf):
        raise UnsignablePdf(NOT_OURS)
    return signed


def signature_facts(signed: bytes, *, now: datetime) -> SignatureFacts:
    """Read the newest signature back with the strict verifier; refuses a file that it would not accept."""
    answer = check_own(signed, now=now)
    people = [report for report in answer.signatures if report.level != DOCUMENT_TIMESTAMP]
    if not answer.verdict.accepted or not people or not people[-1].valid:
        raise UnsignablePdf(NOT_SOUND)
    report = people[-1]
    return SignatureFacts(
        level=report.level,
        trust=report.trust,
        certificate=report.fingerprint,
        signer=report.signer,
        signed_at=report.signed_at or now,
    )


def _stamp(pdf: bytes, *, field: str, look: Appearance, label: str) -> bytes:
    # Drawing needs pikepdf and HarfBuzz, so only a signature pays for their import.
    from app.signing.pades.appearance import draw, field_size

    width, height = field_size(pdf, field)
    return draw(look, label=label, width=width, height=height)


def _key_file(user: User) -> bytes:
    key = queries.current_key(user)
    if key is None:
        raise KeyNotReady(NO_KEY)
    return keyfiles.read(key.file, sha256=key.file_sha256)
