"""The daily time stamp over the newest checkpoint (RFC 3161): asked outside of any write, kept as a witness."""

from __future__ import annotations

import hashlib
from datetime import datetime

import structlog
from cryptography import x509
from flask import current_app

from app.accounts.acting import day_of
from app.audit import SYSTEM, Tag, record
from app.audit.models import AuditCheckpoint
from app.audit.queries import newest_checkpoint
from app.audit.record import moment
from app.extensions import db
from app.inspection.witnesses import queries
from app.inspection.witnesses.models import STAMPS_REF, LogTimestamp, TimestampTrial
from app.inspection.witnesses.stamps import read_token
from app.signing.certificates import load_certificate
from app.signing.queries import trust_roots
from app.web.transaction import writing

log = structlog.get_logger()


def due(*, at: datetime) -> AuditCheckpoint | None:
    """The checkpoint to stamp now: once a day, and only where more was recorded than the last stamp itself."""
    newest, last = newest_checkpoint(), queries.newest_timestamp()
    if not current_app.config["SETTINGS"].tsa_url or newest is None:
        return None
    if last is not None and (day_of(last.received_at) >= day_of(at) or newest.size <= last.size + 1):
        return None
    return newest


def stamp_newest(*, at: datetime) -> LogTimestamp | None:
    """Have the newest checkpoint stamped, if it is due. Where nobody answers only that is kept; the next hour tries."""
    # pyHanko takes two seconds to import, so only who asks pays for it.
    from app.signing.pades.asking import NoAnswer
    from app.signing.pades.levels import LevelWish
    from app.signing.pades.timestamps import ask_timestamp

    checkpoint = due(at=at)
    if checkpoint is None:
        return None
    size, root, note = checkpoint.size, checkpoint.frontier.root.hex(), checkpoint.note.encode()
    settings = current_app.config["SETTINGS"]
    db.session.rollback()  # nothing is held while the authority thinks
    try:
        found = ask_timestamp(
            hashlib.sha256(note).digest(), wish=LevelWish(tsa_url=settings.tsa_url, seconds=settings.tsa_seconds)
        )
    except NoAnswer as problem:
        log.info("log_timestamp_unanswered", reason=str(problem))
        with writing():
            _note_trial(at=at, problem=str(problem))
        return None
    with writing():
        row = _kept(found.token.dump(), size=size, root=root, at=at)
        _note_trial(at=at, problem="")
    return row


def _kept(token: bytes, *, size: int, root: str, at: datetime) -> LogTimestamp:
    said = read_token(token)
    row = LogTimestamp(
        size=size, root=root, token=token, sha256=hashlib.sha256(token).hexdigest(), authority=said.authority,
        stamped_at=said.at, received_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    data = {
        "size": size, "root": root, "sha256": row.sha256, "stamped_at": moment(row.stamped_at),
        "authority": row.authority,
    }  # fmt: skip
    record(Tag.WITNESS_TIMESTAMPED, by=SYSTEM, about=STAMPS_REF, at=at, data=data)
    return row


def _note_trial(*, at: datetime, problem: str) -> None:
    trial = queries.timestamp_trial()
    if trial is None:
        trial = TimestampTrial(id=1, asked_at=at, problem="")
        db.session.add(trial)
    since = trial.failing_since or at
    trial.asked_at, trial.problem, trial.failing_since = at, problem, since if problem else None


def known_authority(stamp: LogTimestamp) -> str:
    """The trusted root under which the stamp's certificate stands; "" where the office trusts none of its issuers."""
    said = read_token(stamp.token)
    for root in trust_roots():
        if _issued_under(said.signer, said.others, load_certificate(root.certificate)):
            return root.subject
    return ""


def _issued_under(certificate: x509.Certificate, others: tuple[x509.Certificate, ...], root: x509.Certificate) -> bool:
    """Whether a chain of genuine signatures leads from the certificate to the root, in at most five steps."""
    current = certificate
    for _ in range(5):
        if _issued(current, by=root):
            return True
        above = next((one for one in others if one != current and _issued(current, by=one)), None)
        if above is None:
            return False
        current = above
    return False


def _issued(certificate: x509.Certificate, *, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
    except Exception:  # a signature of another key, another name, an algorithm that is unknown
        return False
    return True
