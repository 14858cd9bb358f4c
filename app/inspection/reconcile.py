"""The state tables against the log: folding the log must give the tables, row for row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.exc import SQLAlchemyError

from app.inspection.differences import Difference, compare, unfoldable, unreadable
from app.inspection.fold import Act, State, fold
from app.inspection.tables import TABLES


def reconcile(told: Iterable[Act]) -> list[Difference]:
    """Every difference between the tables and what the log told; acts and rows are streamed.

    Both have to come from one view of the database: `app.inspection.verification` takes it.
    """
    state = fold(told)
    found = [unfoldable(*event) for event in state.unfoldable]
    return found + list(_differences(state))


def _differences(state: State) -> Iterator[Difference]:
    for table in TABLES:
        try:
            yield from compare(table.shape, state.tables.pop(table.shape.table, {}), table.rows())
        except (ValueError, TypeError, AttributeError, KeyError, SQLAlchemyError) as error:
            yield unreadable(table.shape, error)
