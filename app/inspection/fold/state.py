"""The state that a fold builds: rows by table and key, each with the event that set it last. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.inspection.fold.acts import Act, Span

Value = str | int | bool | datetime | Span | None
Key = tuple[str | int, ...]
Columns = dict[str, Value]


AS_CONTENT = "seperti isinya"
"""A column that no event tells because the row's own content, which is told, already says it."""


class Unfoldable(ValueError):
    """An event that the events before it leave no room for."""


@dataclass(slots=True)
class Row:
    """What the log says of one row. `seq` is the event that said so last."""

    seq: int
    columns: Columns


@dataclass(slots=True)
class State:
    """Tables of rows, and the events that could not be applied: (seq, tag, why)."""

    tables: dict[str, dict[Key, Row]] = field(default_factory=dict)
    unfoldable: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, act: Act, table: str, key: Key, **columns: Value) -> Row:
        rows = self.tables.setdefault(table, {})
        if key in rows:
            raise Unfoldable(f"{table} {key} sudah ada")
        rows[key] = Row(act.seq, columns)
        return rows[key]

    def change(self, act: Act, table: str, key: Key, **columns: Value) -> Row:
        row = self.row(table, key)
        row.columns.update(columns)
        row.seq = act.seq
        return row

    def put(self, act: Act, table: str, key: Key, **columns: Value) -> None:
        """Add the row, or change it where it is there."""
        known = key in self.tables.get(table, {})
        (self.change if known else self.add)(act, table, key, **columns)

    def row(self, table: str, key: Key) -> Row:
        row = self.tables.get(table, {}).get(key)
        if row is None:
            raise Unfoldable(f"{table} {key} belum ada")
        return row

    def under(self, table: str, *beginning: str | int) -> Iterator[tuple[Key, Row]]:
        """The rows whose key begins so, in the order in which they came."""
        for key, row in self.tables.get(table, {}).items():
            if key[: len(beginning)] == beginning:
                yield key, row
