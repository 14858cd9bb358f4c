"""Tiles give the tree's nodes at the same cost however long the log is, and a changed tile is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, func, insert, select
from sqlalchemy.exc import DatabaseError

from app.audit.actions import make_checkpoint
from app.audit.errors import LogForked
from app.audit.integrity import check_log
from app.audit.merkle import Frontier, leaf_hash
from app.audit.models import AuditEvent, AuditTile
from app.audit.proofs import consistency_proof, inclusion_proof, root_hash, verify_consistency, verify_inclusion
from app.audit.queries import bodies
from app.audit.tiles import FULL, Nodes, node_hash_of, nodes, split, write_tiles
from app.clock.current import SetClock
from app.extensions import db
from app.web.database import sqlite_module
from app.web.transaction import writing
from tests.instances import ON_POSTGRESQL

LONG = FULL * FULL + 3 * FULL + 17
"""Beyond the first full tile of level 1, with a tail in each level."""


def seal(clock: SetClock) -> None:
    with writing():
        make_checkpoint(at=clock.at)


def tiles() -> list[tuple[int, int]]:
    query = select(AuditTile.level, AuditTile.number).order_by(AuditTile.level, AuditTile.number)
    return [tuple(row) for row in db.session.execute(query)]


def grown(all_bodies: list[bytes]) -> Frontier:
    tree = Frontier()
    for body in all_bodies:
        tree = tree.append(leaf_hash(body))
    return tree


def test_only_full_tiles_are_written_and_only_by_a_checkpoint(log_of: Any, clock: SetClock) -> None:
    size = len(log_of(FULL - 30))
    seal(clock)
    assert tiles() == []
    size = len(log_of(2 * FULL - size + 5))
    assert tiles() == []
    seal(clock)
    assert tiles() == [(0, 0), (0, 1)]
    first = db.session.get_one(AuditTile, (0, 0))
    hashes = [leaf_hash(body) for body in bodies(upto=FULL)]
    assert (split(first.hashes), first.root) == (hashes, grown(list(bodies(upto=FULL))).root)
    assert size == 2 * FULL + 5


def test_every_event_is_proven_from_tiles_and_tail(log_of: Any, clock: SetClock) -> None:
    all_bodies = log_of(2 * FULL)
    seal(clock)
    size, root = len(all_bodies), grown(all_bodies).root
    lookup = nodes()
    for index in [0, 1, FULL - 1, FULL, 2 * FULL - 1, size - 1]:
        proof = inclusion_proof(size, index, lookup)
        verify_inclusion(size=size, index=index, leaf=leaf_hash(all_bodies[index]), proof=proof, root=root)
    for old in [1, 3, FULL, FULL + 7, size - 1]:
        proof = consistency_proof(old, size, lookup)
        before = grown(all_bodies[:old]).root
        verify_consistency(old=old, new=size, old_root=before, new_root=root, proof=proof)
    assert node_hash_of(0, 4) == leaf_hash(all_bodies[4])
    with pytest.raises(ValueError, match="no complete subtree"):
        node_hash_of(3, size)


@pytest.fixture(scope="module")
def long_log() -> Iterator[Connection]:
    """More events than a tile of level 1 holds, in a database of their own."""
    engine = create_engine("sqlite://", module=sqlite_module())
    db_tables = [AuditEvent.__table__, AuditTile.__table__]
    AuditEvent.metadata.create_all(engine, tables=db_tables)
    with engine.connect() as connection:
        fixed = {"at": clock_start(), "act": "step:started", "subject": "step", "root": "run:3", "actor_id": None}
        rows = [{"seq": seq, "body": b"%d" % seq, **fixed} for seq in range(1, LONG + 1)]
        connection.execute(insert(AuditEvent), rows)
        write_tiles(connection, LONG)
        yield connection


def clock_start() -> Any:
    from tests.conftest import MONDAY_NINE

    return MONDAY_NINE


def test_a_long_log_has_tiles_above_tiles(long_log: Connection) -> None:
    counted = select(AuditTile.level, func.count()).group_by(AuditTile.level).order_by(AuditTile.level)
    assert [tuple(row) for row in long_log.execute(counted)] == [(0, FULL + 3), (1, 1)]
    lookup, frontier = Nodes(long_log, LONG), grown([b"%d" % seq for seq in range(1, LONG + 1)])
    assert root_hash(LONG, lookup) == frontier.root
    for index in (0, FULL * FULL, LONG - 1):
        proof = inclusion_proof(LONG, index, lookup)
        verify_inclusion(size=LONG, index=index, leaf=leaf_hash(b"%d" % (index + 1)), proof=proof, root=frontier.root)


def test_a_proof_reads_as_little_from_a_long_log_as_from_a_short_one(long_log: Connection) -> None:
    asked: list[str] = []
    event.listen(long_log, "before_cursor_execute", lambda *args: asked.append(args[2]))
    counts = []
    for size in (2 * FULL + 17, LONG):
        asked.clear()
        inclusion_proof(size, 5, Nodes(long_log, size))
        consistency_proof(size - 300, size, Nodes(long_log, size))
        counts.append(len(asked))
    assert max(counts) <= 16, counts


def test_a_log_signed_before_there_were_tiles_is_proven_too(long_log: Connection) -> None:
    long_log.execute(AuditTile.__table__.delete())
    size = 5 * FULL + 3
    lookup, frontier = Nodes(long_log, size), grown([b"%d" % seq for seq in range(1, size + 1)])
    assert root_hash(size, lookup) == frontier.root
    assert write_tiles(long_log, LONG) == FULL + 3 + 1
    assert write_tiles(long_log, LONG) == 0


@pytest.fixture
def tiled(log_of: Any, clock: SetClock) -> int:
    size = len(log_of(2 * FULL))
    seal(clock)
    assert check_log().ok
    return size


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE audit_tile SET root = :hash WHERE number = 1", "nomor 1 diubah"),
        ("DELETE FROM audit_tile WHERE number = 1", "nomor 1 hilang"),
        ("INSERT INTO audit_tile (level, number, root, hashes) VALUES (0, 2, :hash, :hash)", "nomor 2 ditambahkan"),
        ("INSERT INTO audit_tile (level, number, root, hashes) VALUES (1, 0, :hash, :hash)", "tingkat 1 nomor 0 ditam"),
    ],
)  # fmt: skip
def test_a_tile_changed_by_sql_is_named(tiled: int, tampering: Any, change: str, said: str) -> None:
    tampering(change, hash=bytes(32))
    verdict = check_log()
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "ubin", None)
    assert said in verdict.sentence


def test_one_hash_changed_inside_a_tile_is_named(tiled: int, tampering: Any) -> None:
    hashes = db.session.get_one(AuditTile, (0, 0)).hashes
    tampering("UPDATE audit_tile SET hashes = :hashes WHERE number = 0", hashes=hashes[:-1] + b"\0")
    assert (check_log().ok, check_log().kind) == (False, "ubin")


def test_a_changed_event_is_named_before_its_tile(tiled: int, tampering: Any) -> None:
    tampering("UPDATE audit_event SET body = :body WHERE seq = 9", body=b"{}")
    assert (check_log().kind, check_log().first_bad_seq) == ("diubah", 9)


def test_nothing_is_signed_over_tiles_that_were_changed(
    tiled: int, log_of: Any, clock: SetClock, tampering: Any
) -> None:
    tampering("UPDATE audit_tile SET root = :hash, hashes = :many WHERE number = 1", hash=bytes(32), many=bytes(8192))
    log_of(FULL)
    with pytest.raises(LogForked, match="tiles"):
        seal(clock)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_tile SET root = hashes",
        "DELETE FROM audit_tile",
        "INSERT INTO audit_tile (level, number, root, hashes) SELECT 0, 9, root, hashes FROM audit_tile",
        "TRUNCATE audit_tile" if ON_POSTGRESQL else "REPLACE INTO audit_tile SELECT * FROM audit_tile",
    ],
)
def test_the_database_itself_refuses_to_change_a_tile(tiled: int, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"append-only|no gaps"), writing():
        db.session.execute(db.text(statement))
