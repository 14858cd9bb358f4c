"""Checking a file against the office's own register and roots, and keeping that it was checked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from app.audit import FileRef, Tag, record
from app.signing import queries
from app.signing.verification.sandbox import Limits, verify_in_sandbox
from app.signing.verification.verdicts import Verification


def check_upload(data: bytes, *, now: datetime) -> Verification:
    """Verify a file against the office's own register and roots; reads only."""
    settings = current_app.config["SETTINGS"]
    return verify_in_sandbox(
        data,
        register=queries.DatabaseRegister(),
        trust_roots=queries.roots_for_verification(),
        now=now,
        limits=Limits(settings.verify_seconds, settings.verify_megabytes),
    )


def record_verification(answer: Verification, *, size: int, by: Any, at: datetime) -> None:
    """The log keeps that a file was checked and how it came out; not the file."""
    record(
        Tag.DOCUMENT_VERIFIED,
        by=by,
        about=f"document:{answer.sha256}",
        at=at,
        data={
            "verdict": str(answer.verdict),
            "trust": str(answer.trust),
            "registered": answer.registered is not None,
        },
        files=[FileRef(answer.sha256, size, "diperiksa")],
    )
