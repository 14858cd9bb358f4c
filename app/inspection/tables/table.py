"""One state table as reconciliation reads it: its shape for people, and its rows streamed from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from app.extensions import db
from app.inspection.differences import Shape
from app.inspection.fold.state import Columns, Key

ROWS_AT_A_TIME = 500
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` gives each row's key and columns, named as the fold names them."""

    shape: Shape
    rows: Callable[[], Iterator[tuple[Key, Columns]]]


def table(
    name: str, *, ref: str, words: str, columns: dict[str, str], query: Callable[[], Query],
    derive: Callable[[dict[str, Any]], None] | None = None,
) -> Table:  # fmt: skip
    """A table read by one statement whose first columns are the key; `derive` replaces columns in place."""
    keys = 1 + max(int(part[0]) for part in ref.split("{")[1:])

    def rows() -> Iterator[tuple[Key, Columns]]:
        result = db.session.execute(query().execution_options(yield_per=ROWS_AT_A_TIME))
        names = list(result.keys())[keys:]
        for row in result:
            values = dict(zip(names, row[keys:], strict=True))
            if derive is not None:
                derive(values)
            yield tuple(row[:keys]), values

    return Table(Shape(name, ref, words, columns), rows)
