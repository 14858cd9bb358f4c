"""Whether the tiles are what the events give: each is made again while the log is read, and compared."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from app.audit.merkle import leaf_hash
from app.audit.models import AuditTile
from app.audit.tiles import FULL, HEIGHT, perfect_root

SENTENCE = (
    "Ubin log tingkat {level} nomor {number} {what}. Ubin diturunkan dari rekaman untuk membuat bukti; "
    "rekamannya sendiri utuh."
)

_tiles = AuditTile.__table__


class TileCheck:
    """Takes the events' bytes in order; `problem` names the first tile that differs."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.size = connection, 0
        self.rows: list[list[bytes]] = []
        self.missing: list[tuple[int, int]] = []
        self.changed: tuple[int, int] | None = None

    def add(self, body: bytes) -> None:
        self.size += 1
        node, level = leaf_hash(body), 0
        while True:
            if level == len(self.rows):
                self.rows.append([])
            row = self.rows[level]
            row.append(node)
            if len(row) < FULL:
                return
            node = perfect_root(row)
            self._compare(level, (self.size >> HEIGHT * (level + 1)) - 1, node, b"".join(row))
            row.clear()
            level += 1

    def problem(self, *, signed: int) -> str:
        """What is wrong, "" where nothing is. Tiles within the newest checkpoint, of `signed` events, must be there."""
        if self.changed is not None:
            return _told(*self.changed, "diubah")
        for level, number in self.missing:
            if (number + 1) << HEIGHT * (level + 1) <= signed:
                return _told(level, number, "hilang")
        newest = select(_tiles.c.level, func.max(_tiles.c.number)).group_by(_tiles.c.level).order_by(_tiles.c.level)
        for level, number in self.connection.execute(newest):
            if not 0 <= level < 4 or (number + 1) << HEIGHT * (level + 1) > self.size:
                return _told(level, number, "ditambahkan di luar log")
        return ""

    def _compare(self, level: int, number: int, root: bytes, hashes: bytes) -> None:
        query = select(_tiles.c.root, _tiles.c.hashes).where(_tiles.c.level == level, _tiles.c.number == number)
        kept = self.connection.execute(query).one_or_none()
        if kept is None:
            self.missing.append((level, number))
        elif (bytes(kept.root), bytes(kept.hashes)) != (root, hashes):
            self.changed = self.changed or (level, number)


def _told(level: int, number: int, what: str) -> str:
    return SENTENCE.format(level=level, number=number, what=what)
