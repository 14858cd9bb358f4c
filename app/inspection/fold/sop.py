"""SOP versions and the cells that people confirmed, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import Row, State

CELLS = "; "
"""Between the cells of a list; what it says is compared as one text."""


def _imported(state: State, act: Act) -> None:
    sop, no = _version(act)
    state.add(
        act, "sop_version", (sop, no), number=act.data["number"], findings=act.data["findings"],
        imported_at=act.when, imported_by=act.name, activated_at=None, activated_by=None,
    )  # fmt: skip
    for cell in act.data["carried"]:
        before = state.row("sop_pelaksana_cell", (sop, no - 1, cell["step"], cell["column"]))
        state.add(act, "sop_pelaksana_cell", (sop, no, cell["step"], cell["column"]), **before.columns)


def _activated(state: State, act: Act) -> None:
    content = act.data["content"]
    row = state.change(act, "sop_version", _version(act), activated_at=act.when, activated_by=act.name, content=content)
    # Records of the first version of this software don't have it.
    if "explicit" in act.data:
        row.columns["explicit"] = CELLS.join(act.data["explicit"])


def _confirmed(state: State, act: Act) -> None:
    data = act.data
    state.put(
        act, "sop_pelaksana_cell", (*_version(act), data["step"], data["column"]), symbol=data["symbol"],
        duty=data["duty"], confirmed_at=act.when, confirmed_by=act.by,
    )  # fmt: skip
    _no_longer_explicit(state.row("sop_version", _version(act)), f"{data['step']} {data['column']}")


def _no_longer_explicit(version: Row, cell: str) -> None:
    """A cell that a person confirmed stands on his word from then on."""
    cells = str(version.columns.get("explicit", "")).split(CELLS)
    if cell in cells:
        cells.remove(cell)
        version.columns["explicit"] = CELLS.join(cells)


def _version(act: Act) -> tuple[int, int]:
    return act.number("sop"), act.number("version")


FOLDS = {
    "sop:activated": _activated,
    "sop:cell-confirmed": _confirmed,
    "sop:imported": _imported,
}
