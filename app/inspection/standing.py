"""Where the log stands as a sentence: who holds its key, and since when it has not been signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.audit import sealing
from app.audit.errors import NotSealed
from app.audit.models import AuditEvent
from app.audit.queries import head, newest_checkpoint
from app.extensions import db
from app.web.words import jam, waktu

EVERY = timedelta(minutes=15)
"""How often the worker signs the log where it grew."""

LATE = timedelta(minutes=20)
"""Then something is wrong: the worker doesn't run, or the signer doesn't answer."""

TOGETHER = (
    "Kunci log dipegang aplikasi ini sendiri, di bawah satu pengguna sistem: pemisahan kunci belum dipasang. "
    "Siapa yang menguasai server dapat menulis ulang log sesudah saksi terakhir di luar tanpa ketahuan."
)
APART = "Kunci log dipegang penanda tersendiri di bawah pengguna sistem lain; aplikasi ini tidak dapat membacanya."
OWN_CHECK = "Kunci log dipegang aplikasi ini, jadi penulisan ulang seluruh log tidak akan tampak di sini."
OWN_CHECK_APART = (
    "Kunci log dipegang penanda tersendiri, jadi aplikasi ini tidak dapat menulis ulang log yang sudah ditandatangani. "
    "Siapa yang menguasai seluruh server tetap dapat, dan itu tidak akan tampak di sini."
)
SIGNER_AWAY = "Penanda log tidak menjawab. Beri tahu admin."
WORKER_AWAY = "Proses latar mungkin tidak berjalan. Beri tahu admin."


@dataclass(frozen=True, slots=True)
class Standing:
    """`key` says who holds the key; `unsigned` that the log is overdue for a checkpoint, "" where it is not."""

    key: str
    unsigned: str


def standing(*, at: datetime) -> Standing:
    return Standing(key=whose_key(), unsigned=_unsigned(at))


def whose_key() -> str:
    return APART if sealing.is_apart() else TOGETHER


def limit_of_own_check() -> str:
    """What the office's own check of its log can't find, by who holds the key."""
    return OWN_CHECK_APART if sealing.is_apart() else OWN_CHECK


def next_checkpoint(at: datetime) -> str:
    """ "10.15 WITA": when the worker signs next."""
    begun = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    return f"{jam(begun + EVERY)} WITA"


def _unsigned(at: datetime) -> str:
    now, newest = head(), newest_checkpoint()
    first = (newest.size if newest else 0) + 1
    event = db.session.get(AuditEvent, first) if now is not None and first <= now.size else None
    if event is None or at - event.at <= LATE:
        return ""
    return f"Log belum ditandatangani sejak {waktu(event.at)}. {_why()}"


def _why() -> str:
    try:
        sealing.refuse_unanswered()
    except NotSealed:
        return SIGNER_AWAY
    return WORKER_AWAY
