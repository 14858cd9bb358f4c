"""Paraf: a Kabag/Kasubag's approval of one frozen version by its digest, and taking it back."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import FileRef, Tag, record
from app.audit.record import locked_head
from app.evidence.store import path_of
from app.evidence.uploads import files_folder
from app.extensions import db
from app.reports import paraf_policies as policies
from app.reports.models import Paraf, ReportVersion
from app.runs.actions.documents import needed


def give_paraf(version: ReportVersion, *, sha256: str, by: User, at: datetime, form: str = "recorded") -> Paraf:
    """Record that the person has read the PDF with this digest and lets it go to the signature.

    `form` is "recorded", or "cryptographic" where the paraf is a signature of its own inside the file.
    """
    locked_head()  # two of a bagian who give it at once wait here, or both would find the seat free
    db.session.refresh(version)
    policies.check_can_give(version, by)
    policies.check_same_bytes(version, sha256)
    paraf = Paraf(
        version=version, user=by, unit=by.unit, sha256=sha256, given_at=at, jabatan=by.jabatan_as({Role.KABAG})
    )
    db.session.add(paraf)
    db.session.flush()
    size = path_of(sha256, folder=files_folder()).stat().st_size
    record(
        Tag.REPORT_PARAF_GIVEN, by=by, about=version.audit_ref, at=at, files=[FileRef(sha256, size, "laporan")],
        data={
            "version": version.no, "sha256": sha256, "unit": paraf.unit_id, "jabatan": paraf.jabatan, "form": form,
        },
    )  # fmt: skip
    return paraf


def withdraw_paraf(version: ReportVersion, *, reason: str, by: User, at: datetime) -> Paraf:
    """Take one's own paraf back before the signature; that it was given stays to be read."""
    paraf = policies.check_can_withdraw(version, by)
    paraf.withdrawn_at, paraf.withdraw_reason = at, needed(reason, "penarikan paraf")
    data = {"version": version.no, "sha256": paraf.sha256, "reason": paraf.withdraw_reason}
    record(Tag.REPORT_PARAF_WITHDRAWN, by=by, about=version.audit_ref, at=at, data=data)
    return paraf
