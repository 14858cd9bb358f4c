"""The Sekretaris's signature, made before the write transaction: slow, and of no effect until that commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.accounts.models import User
from app.accounts.roles import Role
from app.evidence import store
from app.evidence.store import StoredFile
from app.evidence.uploads import files_folder
from app.reports import policies, readiness
from app.reports.context import SIGNATURE_FIELD
from app.reports.forms import SignForm, UploadSignedForm
from app.reports.keeping import store_pdf
from app.reports.models import Report, ReportVersion
from app.reports.queries import has_namesake
from app.reports.ways import Way, secrets_of
from app.runs.actions.complete import check_why_late
from app.signing.actions import SignatureFacts, sign_as, signature_facts
from app.signing.backends.returned_words import TOO_BIG
from app.signing.backends.signer import Appearance, Part, Secrets
from app.signing.backends.uploaded import accept_signed_elsewhere
from app.signing.queries import CurrentRegister, roots_for_verification
from app.signing.verification.verify import MAX_BYTES


@dataclass(frozen=True)
class Signed:
    """A signed PDF that is in the store, as the strict verifier read it back; no version has taken it up yet."""

    file: StoredFile
    facts: SignatureFacts
    at: datetime
    backend: str
    note: str = ""
    """Why the level is lower than wished."""


def sign_typed(report: Report, form: SignForm, *, way: Way, user: User, at: datetime) -> Signed:
    """Sign what the form names, after everything that could stand in the way; raises what does."""
    policies.check_can_sign_report(report, user)
    policies.check_same_bytes(report, form.sha256.data or "")
    version = report.pending
    assert version is not None
    if report.current is None:
        check_why_late(policies.signing_step(report.run), at=at, late_reason=form.late_reason.data or "")
    readiness.check_ready(version, user, now=at)
    if isinstance(form, UploadSignedForm):
        return take_signed_elsewhere(version, form.file.read(MAX_BYTES, message=TOO_BIG), user=user, at=at)
    return sign_version(version, user=user, secrets=secrets_of(form), at=at, backend=way.backend)


def sign_version(
    version: ReportVersion, *, user: User, secrets: Secrets, at: datetime, backend: str = "pkcs12"
) -> Signed:
    """Sign the newest file of the version by the person's own method, and store the result."""
    pdf = store.read(version.to_sign.sha256, folder=files_folder())
    made = sign_as(
        user, pdf, secrets=secrets, field=SIGNATURE_FIELD, appearance=appearance_of(version, user=user, at=at), at=at,
        part=part_of(version), about=version.audit_ref,
    )  # fmt: skip
    return kept(version, made.pdf, backend=backend, at=at, note=made.note)


def part_of(version: ReportVersion) -> Part:
    """Alone the signature certifies; behind a seal and cryptographic parafs it closes."""
    return Part.CLOSES if version.file_of("sealed") else Part.CERTIFIES


def take_signed_elsewhere(version: ReportVersion, uploaded: bytes, *, user: User, at: datetime) -> Signed:
    """Accept our PDF back, signed with another application; refuses anything else."""
    ours = store.read(version.to_sign.sha256, folder=files_folder())
    signed = accept_signed_elsewhere(
        ours, uploaded, user=user, roots=roots_for_verification(), now=at, register=CurrentRegister(),
        has_namesake=has_namesake(user),
    )  # fmt: skip
    return kept(version, signed, backend="upload", at=at)


def appearance_of(version: ReportVersion, *, user: User, at: datetime) -> Appearance:
    """What the visible block says: the person's own name and NIP, under the post that he acts in."""
    address = f"{current_app.config['SETTINGS'].base_url.rstrip('/')}/v/{version.code}"
    jabatan = user.jabatan_as({Role.SEKRETARIS})
    return Appearance(name=user.name, jabatan=jabatan, pangkat=user.pangkat, nip=user.nip, url=address, when=at)


def kept(
    version: ReportVersion, pdf: bytes, *, backend: str, at: datetime, note: str = "", kind: str = "signed"
) -> Signed:
    """A fresh signature read back by the strict verifier and stored."""
    facts = signature_facts(pdf, now=at)
    return Signed(store_pdf(pdf, name=version.name_of(kind)), facts, at, backend, note)
