"""Sealing a PDF for the institution: the first, invisible signature, which permits those that follow."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.settings import Settings
from app.signing import queries
from app.signing.actions.sign import longest, require_ours
from app.signing.backends.signer import Appearance, Part, Secrets, SignedPdf, SignRequest
from app.signing.child.job import SigningJob
from app.signing.child.run import sign_in_child
from app.signing.seal import installed_seal

FIELD = "segel"


def seal_pdf(pdf: bytes, *, at: datetime) -> SignedPdf:
    """Seal with the office's installed key; slow, so it belongs before the write transaction.

    Raises KeyNotReady where no seal is installed or its key no longer opens.
    """
    settings: Settings = current_app.config["SETTINGS"]
    seal = installed_seal(settings.keys_folder)
    look = Appearance(name=settings.office, jabatan="", pangkat="", nip="", url="", when=at)
    job = SigningJob(
        "pkcs12",
        SignRequest(pdf, FIELD, look, at, Part.SEALS),
        key_file=seal.data,
        tsa_url=settings.tsa_url,
        tsa_seconds=settings.tsa_seconds,
        roots=tuple(queries.roots_for_verification()),
    )
    signed = sign_in_child(job, secrets=Secrets(seal.passphrase), seconds=longest("pkcs12", settings))
    return require_ours(signed, pdf)
