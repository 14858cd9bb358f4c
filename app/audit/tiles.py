"""The tree's nodes from the database, for proofs that cost the same however long the log is.

Full tiles (C2SP tlog-tiles: 256 hashes of level 0, 1, 2 …) are written when a checkpoint is made, so
appending an event costs nothing more. They are derived data: what they give is proven against a signed
root before it is handed out, and `integrity` compares each with the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, func, insert, select

from app.audit.merkle import WIDTH, Frontier, leaf_hash, node_hash
from app.audit.models import AuditEvent, AuditHead, AuditTile
from app.audit.proofs import complete_subtrees
from app.extensions import db

HEIGHT = 8
FULL = 1 << HEIGHT
"""Hashes in a full tile."""

AT_ONCE = 64
"""Tiles that one INSERT carries: half a megabyte."""

Item = TypeVar("Item")

_events, _tiles = AuditEvent.__table__, AuditTile.__table__


class TilesDiffer(Exception):
    """The tiles do not give the tree that the log's head holds."""


class Nodes:
    """Looks up complete subtrees within the first `size` events; each tile is read once."""

    def __init__(self, connection: Connection, size: int) -> None:
        self.connection, self.size = connection, size
        self.read: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        if (index + 1) << level > self.size:
            raise ValueError(f"The log of {self.size} events has no complete subtree {level}/{index}.")
        tile, inside = divmod(level, HEIGHT)
        number, offset = divmod(index << inside, FULL)
        return perfect_root(self._hashes(tile, number)[offset : offset + (1 << inside)])

    def _hashes(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self.read:
            self.read[level, number] = self._kept(level, number) or self._made(level, number)
        return self.read[level, number]

    def _kept(self, level: int, number: int) -> list[bytes]:
        query = select(_tiles.c.hashes).where(_tiles.c.level == level, _tiles.c.number == number)
        return split(self.connection.scalar(query) or b"")

    def _made(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile that is not full yet: the newest events, or the newest tiles below."""
        first = number * FULL
        end = min(first + FULL, self.size >> level * HEIGHT)
        if level == 0:
            return list(leaves(self.connection, after=first, upto=end))
        below = select(_tiles.c.number, _tiles.c.root).where(_tiles.c.level == level - 1)
        below = below.where(_tiles.c.number >= first, _tiles.c.number < end)
        roots = {row.number: row.root for row in self.connection.execute(below)}
        return [roots.get(place) or perfect_root(self._hashes(level - 1, place)) for place in range(first, end)]


def node_hash_of(level: int, index: int) -> bytes:
    """The hash of the complete subtree over the events `index·2^level + 1` … `(index + 1)·2^level`."""
    return nodes()(level, index)


def nodes(size: int | None = None) -> Nodes:
    """A lookup within the first `size` events, or all that there are."""
    known = db.session.scalar(select(AuditHead.size)) or 0 if size is None else size
    return Nodes(db.session.connection(), known)


def write_tiles(connection: Connection, size: int) -> int:
    """Add every full tile over the first `size` events that is not there yet; returns how many."""
    written, level = 0, 0
    while count := size >> HEIGHT * (level + 1):
        first = _next_number(connection, level)
        if first < count:
            below = _below(connection, level, first * FULL, count * FULL)
            rows = (_row(level, first + place, hashes) for place, hashes in enumerate(_batched(below, FULL)))
            for some in _batched(rows, AT_ONCE):
                connection.execute(insert(AuditTile), some)
            written += count - first
        level += 1
    return written


def check_against(frontier: Frontier, nodes: Nodes) -> None:
    """Raise TilesDiffer unless the tiles give the peaks of this tree that stand above the events' own level."""
    peaks = zip(complete_subtrees(0, frontier.size), frontier.peaks, strict=True)
    if any(level >= HEIGHT and nodes(level, index) != peak for (level, index), peak in peaks):
        raise TilesDiffer


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]


def leaves(connection: Connection, *, after: int, upto: int) -> Iterator[bytes]:
    """The leaf hashes of the events after seq `after`, streamed."""
    query = select(_events.c.body).where(_events.c.seq > after, _events.c.seq <= upto).order_by(_events.c.seq)
    for body in connection.execute(query, execution_options={"yield_per": 1000}).scalars():
        yield leaf_hash(body)


def _below(connection: Connection, level: int, first: int, end: int) -> Iterator[bytes]:
    if level == 0:
        yield from leaves(connection, after=first, upto=end)
        return
    query = select(_tiles.c.root).where(_tiles.c.level == level - 1, _tiles.c.number >= first, _tiles.c.number < end)
    yield from connection.scalars(query.order_by(_tiles.c.number)).all()


def _next_number(connection: Connection, level: int) -> int:
    newest = connection.scalar(select(func.max(_tiles.c.number)).where(_tiles.c.level == level))
    return 0 if newest is None else newest + 1


def _row(level: int, number: int, hashes: Sequence[bytes]) -> dict[str, Any]:
    if len(hashes) != FULL:
        raise TilesDiffer
    return {"level": level, "number": number, "root": perfect_root(hashes), "hashes": b"".join(hashes)}


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while some := list(islice(source, size)):
        yield some
