"""The Sekretaris's signature, made before the write transaction: slow, and of no effect until that commits."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, g, request

from app.accounts.access import current_person
from app.accounts.models import User
from app.clock.current import now
from app.evidence import store
from app.evidence.store import StoredFile
from app.evidence.uploads import files_folder
from app.reports import policies, queries
from app.reports.context import SIGNATURE_FIELD
from app.reports.jobs import store_pdf
from app.reports.models import ReportVersion
from app.runs.actions.complete import check_why_late
from app.signing.actions import SignatureFacts, sign_with_passphrase, signature_facts
from app.signing.backends.signer import Appearance
from app.web.refusals import Refusal


def sign_frozen() -> None:
    """A preparation: sign the PDF that the form names; `g.signed` is the result, or the refusal, or None.

    A signed file that no transaction takes up stays an unnamed file in the store: the report is unsigned.
    """
    g.signed = None
    passphrase = request.form.get("passphrase", "")
    if not passphrase or not request.form.get("statement"):
        return
    report = queries.report_of(int((request.view_args or {})["run_id"]))
    try:
        policies.check_can_sign_report(report, current_person())
        policies.check_same_bytes(report, request.form.get("sha256", ""))
        assert report.standing is not None
        at = now()
        check_why_late(policies.signing_step(report.run), at=at, late_reason=request.form.get("late_reason", ""))
        g.signed = sign_version(report.standing, user=current_person(), passphrase=passphrase, at=at)
    except Refusal as refusal:
        g.signed = refusal


Signed = tuple[StoredFile, SignatureFacts, datetime]


def sign_version(version: ReportVersion, *, user: User, passphrase: str, at: datetime) -> Signed:
    """Sign the frozen bytes and store the result; (StoredFile, SignatureFacts, time of signing)."""
    frozen = store.read(version.frozen_sha256, folder=files_folder())
    address = f"{current_app.config['SETTINGS'].base_url.rstrip('/')}/v/{version.code}"
    appearance = Appearance(
        name=user.name, jabatan=user.jabatan, pangkat=user.pangkat, nip=user.nip, url=address, when=at
    )
    signed = sign_with_passphrase(
        frozen, user=user, passphrase=passphrase, field=SIGNATURE_FIELD, appearance=appearance, at=at
    )
    facts = signature_facts(signed, now=at)
    return store_pdf(signed, name=version.file_name), facts, at
