"""Log, state and files checked together: they agree only when all three do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.audit.integrity import check_log
from app.audit.queries import bodies, newest_checkpoint
from app.audit.verify.log import LogVerdict
from app.extensions import db
from app.inspection.differences import Difference
from app.inspection.files import FileProblem, NamedFiles
from app.inspection.fold import acts
from app.inspection.reconcile import reconcile

UNREADABLE_LOG = "Kepala log atau checkpoint tidak dapat dibaca; basis data rusak atau diubah."
UNREADABLE_ACTS = "Log tidak dapat dibaca sampai akhir, jadi keadaan tidak dapat dibandingkan dengannya."


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict over log, state and files. `checkpoint` is the newest one's size and time, None before the first.

    `read` is False where nothing could be read, so that neither state nor files were looked at.
    """

    log: LogVerdict
    checkpoint: dict[str, Any] | None = None
    state: list[Difference] = field(default_factory=list)
    files: list[FileProblem] = field(default_factory=list)
    read: bool = True

    @property
    def ok(self) -> bool:
        return self.log.ok and not self.state and not self.files

    @property
    def first_bad(self) -> str:
        """What to look at first: the log before the state, the state before the files."""
        if not self.log.ok:
            return f"audit_event {self.log.first_bad_seq}" if self.log.first_bad_seq else self.log.kind
        if self.state:
            return self.state[0].name
        return f"files {self.files[0].sha256}" if self.files else ""

    @property
    def sentence(self) -> str:
        if self.ok:
            return f"Log, keadaan, dan berkas cocok: {self.log.events} rekaman."
        if not self.log.ok:
            return self.log.sentence
        return (self.state or self.files)[0].sentence

    def record(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "events": self.log.events,
            "root": self.log.root,
            "checkpoint": self.checkpoint or "",
            "log": {
                "ok": self.log.ok,
                "kind": self.log.kind,
                "first_bad": self.log.first_bad_seq or "",
                "sentence": self.log.sentence,
            },
            "state": [difference.record() for difference in self.state],
            "files": [problem.record() for problem in self.files],
            "first_bad": self.first_bad,
            "sentence": self.sentence,
        }


def verify() -> Verification:
    """Check everything in one view of the database, so that what is compared belongs together. Writes nothing."""
    _take_one_view()
    log = _log()
    named = NamedFiles()
    try:
        state = reconcile(named.watching(acts(bodies())))
    except (ValueError, KeyError, TypeError, AttributeError, SQLAlchemyError):
        state = [Difference("audit_event", "", "tidak dapat dibaca", "", UNREADABLE_ACTS)]
    return Verification(log, _checkpoint(), state, named.problems(current_app.config["SETTINGS"].files_folder))


def unreadable(why: str) -> Verification:
    """The verdict where the database can't be read at all: nothing agrees, because nothing can be compared."""
    return Verification(LogVerdict(False, None, "diubah", why, 0, ""), read=False)


def _take_one_view() -> None:
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        # SQLite's read transaction is one view by itself; PostgreSQL would take a new one each statement.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _log() -> LogVerdict:
    try:
        return check_log()
    except (ValueError, TypeError, SQLAlchemyError):
        return LogVerdict(False, None, "diubah", UNREADABLE_LOG, 0, "")


def _checkpoint() -> dict[str, Any] | None:
    try:
        newest = newest_checkpoint()
    except (ValueError, SQLAlchemyError):
        return None
    return None if newest is None else {"size": newest.size, "at": newest.at.isoformat()}
