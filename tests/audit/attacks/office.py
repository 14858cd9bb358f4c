"""An office in an attacker's hands: its database without triggers, its files, and all of it put back afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.audit.integrity import check_log
from app.audit.merkle import leaf_hash
from app.audit.verify.log import LogVerdict
from app.extensions import db
from app.inspection.verification import Verification, verify
from app.web.database import sqlite_module
from tests.audit.logs import frontier

Row = tuple[Any, ...]
INSERT = "INSERT INTO audit_event VALUES (:seq, :body, :at, :act, :subject, :actor_id, :root)"


@dataclass
class Backup:
    """The database and the published checkpoints as they once were."""

    data: Any
    published: dict[str, bytes]
    size: int


@dataclass
class Office:
    """`now` is how it honestly stands; `before` are backups of earlier days, the oldest first."""

    instance: Path
    now: Backup = field(init=False)
    before: list[Backup] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    touched: dict[Path, bytes] = field(default_factory=dict)

    # --- What the judges say ---

    def log(self) -> LogVerdict:
        db.session.rollback()
        verdict = check_log()
        db.session.rollback()
        return verdict

    def everything(self) -> Verification:
        db.session.rollback()
        found = verify()
        db.session.rollback()
        return found

    # --- What was, and is again ---

    def back_up(self) -> Backup:
        """As `flask backup` does: a copy of the database from outside, and the files beside it."""
        db.session.remove()
        memory = sqlite_module().connect(":memory:")
        with closing(self.connect()) as connection:
            connection.backup(memory)
        (size,) = memory.execute("SELECT size FROM audit_head").fetchone()
        return Backup(memory, {path.name: path.read_bytes() for path in self.checkpoints.iterdir()}, size)

    def stand(self) -> None:
        """From here on the office stands as it is now, and its database has lost its triggers."""
        with closing(self.connect()) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.commit()
        self.now = self.back_up()
        self.bodies = [bytes(body) for (body,) in self.rows("SELECT body FROM audit_event ORDER BY seq")]
        points = self.rows("SELECT size, note FROM audit_checkpoint ORDER BY size")
        self.sizes, self.notes = [size for size, _ in points], [note for _, note in points]

    def put(self, backup: Backup, *, published: bool) -> None:
        db.session.remove()
        with closing(self.connect()) as connection:
            backup.data.backup(connection)
        if published:
            shutil.rmtree(self.checkpoints)
            self.checkpoints.mkdir()
            for name, data in backup.published.items():
                (self.checkpoints / name).write_bytes(data)

    def restore(self) -> None:
        """After an attack: as if it had never been."""
        self.put(self.now, published=True)
        for path, data in self.touched.items():
            path.write_bytes(data)
        self.touched.clear()

    # --- What an attacker can do ---

    @property
    def checkpoints(self) -> Path:
        return self.instance / "checkpoints"

    @property
    def public_file(self) -> Path:
        return next(path for path in self.checkpoints.iterdir() if path.suffix == ".txt")

    @property
    def vkey_file(self) -> Path:
        return next(self.checkpoints.glob("*.vkey"))

    def connect(self) -> Any:
        return sqlite_module().connect(str(self.instance / "papan.db"))

    def rows(self, query: str, *values: Any) -> list[Row]:
        with closing(self.connect()) as connection:
            return list(connection.execute(query, values).fetchall())

    def sql(self, *statements: str | tuple[str, Sequence[Any]]) -> int:
        """Statements in one transaction; how many rows the last one changed."""
        db.session.rollback()
        with closing(self.connect()) as connection:
            for statement in statements:
                text, values = (statement, ()) if isinstance(statement, str) else statement
                changed = connection.execute(text, values).rowcount
            connection.commit()
        return int(changed)

    def touch(self, path: Path) -> Path:
        """A file that is about to be changed, to be put back afterwards."""
        self.touched.setdefault(path, path.read_bytes())
        return path

    def put_records(self, bodies: Sequence[bytes], *, numbers: Sequence[int] = (), head: bool = False) -> None:
        """These records in place of the honest ones, each with reading columns that fit where it can be read."""
        rows = [_row(number, body) for number, body in zip(numbers or range(1, len(bodies) + 1), bodies, strict=True)]
        db.session.rollback()
        with closing(self.connect()) as connection:
            connection.execute("DELETE FROM audit_event")
            connection.executemany(INSERT, rows)
            if head:
                connection.execute("UPDATE audit_head SET size = ?, at = ?, leaf = ?, peaks = ?", _head(bodies))
            connection.commit()


def _row(number: int, body: bytes) -> dict[str, Any]:
    row = {"seq": number, "body": body, "at": "2026-11-23T01:00:00.000000+00:00", "act": "log:read", "subject": "log",
           "actor_id": None, "root": "log:x"}  # fmt: skip
    try:
        event = json.loads(body)
        at, act, actor, about = event["at"], event["act"], event["actor"]["id"], event["object"]
        datetime.fromisoformat(at)
        if at.endswith("Z") and (actor is None or (type(actor) is int and abs(actor) < 2**53)):
            row |= {"at": at[:-1] + "+00:00", "act": act, "subject": act.partition(":")[0], "actor_id": actor,
                    "root": about.partition("/")[0]}  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # what can't be read keeps the columns of any other
    return row


def _head(bodies: Sequence[bytes]) -> Row:
    return (len(bodies), json.loads(bodies[-1])["at"][:-1] + "+00:00", leaf_hash(bodies[-1]),
            frontier(list(bodies)).to_bytes())  # fmt: skip
