"""SOP versions and the cells that people confirmed, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State


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
    state.change(act, "sop_version", _version(act), activated_at=act.when, activated_by=act.name, content=content)


def _confirmed(state: State, act: Act) -> None:
    data = act.data
    state.put(
        act, "sop_pelaksana_cell", (*_version(act), data["step"], data["column"]), symbol=data["symbol"],
        duty=data["duty"], confirmed_at=act.when, confirmed_by=act.by,
    )  # fmt: skip


def _version(act: Act) -> tuple[int, int]:
    return act.number("sop"), act.number("version")


FOLDS = {
    "sop:activated": _activated,
    "sop:cell-confirmed": _confirmed,
    "sop:imported": _imported,
}
