"""Checking a file against the office's own register and roots, and keeping that it was checked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from app.audit import FileRef, Tag, record
from app.signing import queries
from app.signing.verification.sandbox import Limits, verify_in_sandbox
from app.signing.verification.verdicts import Verification

PATIENCE = 6
"""A file that we signed ourselves just now is no bomb: on a busy machine it may take this many times as long."""


def check_upload(data: bytes, *, now: datetime) -> Verification:
    """Verify a file against the office's own register and roots; reads only."""
    return _check(data, now=now, patience=1)


def check_own(data: bytes, *, now: datetime) -> Verification:
    """The same for a file that came out of our own signing: a signature is not lost because others were busy."""
    return _check(data, now=now, patience=PATIENCE)


def _check(data: bytes, *, now: datetime, patience: int) -> Verification:
    settings = current_app.config["SETTINGS"]
    return verify_in_sandbox(
        data,
        register=queries.DatabaseRegister(),
        trust_roots=queries.roots_for_verification(),
        now=now,
        limits=Limits(patience * settings.verify_seconds, settings.verify_megabytes),
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
