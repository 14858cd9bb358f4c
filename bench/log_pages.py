"""A page of the log and one record's proof, at a thousand and at a million events: they should cost the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import insert

from app import create_app
from app.audit.actions import make_checkpoint
from app.audit.canonical import canonical
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditEvent, AuditHead
from app.audit.queries import Filter, newest_checkpoint, newest_events
from app.audit.record_proof import record_proof
from app.audit.triggers import install
from app.demo.load import FOUNDED
from app.demo.office import found_demo_office
from app.demo.people import PASSWORD
from app.extensions import db
from app.settings import Settings
from app.web.transaction import writing
from bench.log import event
from bench.measure import Cost, Figure, figure
from bench.office import cookie_of

SHORT, LONG = 1_000, 1_000_000
AT_ONCE = 10_000
BEGUN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PEOPLE, SUBJECTS = (1, 2, 3, 4, 5, 7), ("step:item-filled", "evidence:downloaded")
A_RUN = 200
"""Events of one run: a log grows by runs, not in them."""

MEETINGS = 100
"""How often the one person and the one kind of act meet, in the short log and in the long one."""

FILTERS = {
    "satu pelaksanaan": Filter(root="run:3"),
    "orang dan kelompok yang jarang bertemu": Filter(actor_id=7, group="evidence"),
    "pelaksanaan dan orang": Filter(root="run:3", actor_id=1),
    "masa, orang dan kelompok": Filter(
        since=BEGUN, until=BEGUN + timedelta(days=800), actor_id=7, group="step", root="run:2"
    ),
}  # fmt: skip


def figures() -> Iterator[Figure]:
    with log_of(SHORT) as short, log_of(LONG) as long:
        against = f"hal yang sama pada {SHORT} rekaman"
        ours, floor = Cost(page_of(long), 5), Cost(page_of(short), 5)
        yield figure("Jejak, halaman terbaru", ours, floor, goal=1.3, against=against, rounds=5)
        for name, wanted in FILTERS.items():
            ours, floor = Cost(narrowed(long, wanted), 10), Cost(narrowed(short, wanted), 10)
            yield figure(f"Jejak, {name}", ours, floor, goal=1.3, against=against)
        ours, floor = Cost(proof_in(long), 10), Cost(proof_in(short), 10)
        yield figure("Bukti satu rekaman", ours, floor, goal=2, against=against, rounds=5)


def page_of(app: Flask) -> Callable[[], object]:
    client, headers = app.test_client(use_cookies=False), {"Cookie": cookie_of(app, "tim")}

    def read() -> None:
        assert client.get("/jejak", headers=headers).status_code == 200

    return read


def narrowed(app: Flask, wanted: Filter) -> Callable[[], object]:
    def read() -> None:
        with app.app_context():
            newest_events(wanted)
            newest_events(wanted, before=900)
            db.session.remove()

    return read


def proof_in(app: Flask) -> Callable[[], object]:
    def prove() -> None:
        with app.app_context():
            point = newest_checkpoint()
            assert point is not None
            assert record_proof(point.size // 2)
            db.session.remove()

    return prove


@contextmanager
def log_of(size: int) -> Iterator[Flask]:
    """The demo office with a log of so many events, signed once at its end."""
    with TemporaryDirectory(prefix="papan-bench-") as folder:
        app = create_app(Settings(instance=Path(folder)))
        with app.app_context():
            cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
            with writing():
                db.create_all()
                found_demo_office(at=FOUNDED, password_hash=cheap.hash(PASSWORD))
                _grow(size)
                install(db.session.connection())
            with writing():
                make_checkpoint(at=BEGUN + timedelta(days=900))
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


def _grow(size: int) -> None:
    """What the writer would have written, without a transaction for each."""
    head = db.session.get_one(AuditHead, 1)
    rows: list[dict[str, Any]] = []
    frontier, leaf = head.frontier, head.leaf
    for seq in range(head.size + 1, size + 1):
        row = _row(seq, leaf, log=head.log, meets=seq % (size // MEETINGS) == 0)
        leaf = leaf_hash(row["body"])
        frontier = frontier.append(leaf)
        rows.append(row)
        if len(rows) == AT_ONCE or seq == size:
            db.session.connection().execute(insert(AuditEvent), rows)
            rows.clear()
    _advance(head, frontier, leaf, at=BEGUN + timedelta(minutes=size))


def _row(seq: int, leaf: bytes, *, log: str, meets: bool) -> dict[str, Any]:
    at, act = BEGUN + timedelta(minutes=seq), SUBJECTS[1 if meets else seq % 2]
    person = 7 if meets else PEOPLE[seq // 2 % (len(PEOPLE) - (act == SUBJECTS[1]))]
    root = f"run:{seq // A_RUN + 1}"
    told = {"log": log, "act": act, "object": f"{root}/step:4", "at": f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"}
    if act == SUBJECTS[1]:
        told["data"] = {"name": "struktur-organisasi.docx"}  # type: ignore[assignment]
    told["actor"] = {"id": person, "name": f"Pegawai {person}", "role": "tim"}  # type: ignore[assignment]
    body = canonical(event(seq, leaf, **told))
    return {
        "seq": seq, "body": body, "at": at, "act": act, "subject": act.partition(":")[0], "actor_id": person,
        "root": root,
    }  # fmt: skip


def _advance(head: AuditHead, frontier: Frontier, leaf: bytes, *, at: datetime) -> None:
    head.size, head.peaks, head.leaf, head.at = frontier.size, frontier.to_bytes(), leaf, at
    db.session.flush()
