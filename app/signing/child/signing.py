"""The child's work: one order, one answer, whatever happens on the way."""

from __future__ import annotations

import traceback
from pathlib import Path

from app.signing.backends.signer import Secrets, SignedPdf
from app.signing.child.job import Answer, Order, Refused, SigningJob, unpack
from app.signing.errors import KeyNotReady
from app.signing.pades.levels import LevelWish
from app.web.refusals import Refusal

NO_BACKEND = "Cara menandatangani Anda belum disiapkan di server ini. Beri tahu Admin."


def answer_to(data: bytes) -> Answer:
    """Never raises: a refusal is an answer, and of a crash only the place is told."""
    try:
        order = unpack(data, Order)
        return Answer(signed=sign(order.job, secrets=order.secrets))
    except Refusal as refusal:
        told = {name: value for name, value in vars(refusal).items() if name != "message" and isinstance(value, str)}
        return Answer(refused=Refused(type(refusal).__name__, refusal.message, tuple(told.items())))
    except Exception as problem:
        return Answer(crashed=_place_of(problem))


def sign(job: SigningJob, *, secrets: Secrets) -> SignedPdf:
    """Only what the job's backend needs is imported: the rest would cost more than the signature."""
    if job.backend == "pkcs12":
        return _by_file(job, secrets)
    if job.backend == "token":
        return _by_token(job, secrets)
    if job.backend == "esign" and job.service is not None:
        return _by_service(job, secrets)
    raise KeyNotReady(NO_BACKEND)


def _by_file(job: SigningJob, secrets: Secrets) -> SignedPdf:
    from app.signing.backends.pkcs12 import Pkcs12Signer
    from app.signing.pades.sign import sign_pdf

    signer = Pkcs12Signer.load(job.key_file, passphrase=secrets.passphrase)
    return sign_pdf(job.request, signer=signer.pyhanko_signer(), wish=_wish(job))


def _by_token(job: SigningJob, secrets: Secrets) -> SignedPdf:
    from app.signing.backends.token import TokenSigner
    from app.signing.backends.token_place import TokenPlace
    from app.signing.pades.sign import sign_pdf

    place = TokenPlace(job.module, job.token_label, job.key_label)
    with TokenSigner(place, pin=secrets.passphrase) as signer:
        return sign_pdf(job.request, signer=signer.pyhanko_signer(), wish=_wish(job))


def _by_service(job: SigningJob, secrets: Secrets) -> SignedPdf:
    from app.signing.backends.esign import EsignSigner

    assert job.service is not None
    signer = EsignSigner(job.service, secrets=secrets, email=job.email, roots=job.roots, ask_first=job.ask_first)
    return signer.sign(job.request)


def _wish(job: SigningJob) -> LevelWish:
    return LevelWish(job.tsa_url, job.tsa_seconds, tuple(root.der for root in job.roots))


def _place_of(problem: Exception) -> str:
    """Classes, functions and lines; the message of an exception may quote what was typed."""
    frames = traceback.extract_tb(problem.__traceback__)[-4:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{type(problem).__name__} in {', '.join(places)}"
