"""Sasaran, indikator, target, realisasi and budget, as the acts on them leave them. Pure."""

from __future__ import annotations

from typing import Any

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State


def _sasaran_added(state: State, act: Act) -> None:
    state.add(act, "sasaran", (act.number("sasaran"),), code=act.data["code"], name=act.data["name"])


def _sasaran_changed(state: State, act: Act) -> None:
    state.change(act, "sasaran", (act.number("sasaran"),), code=act.data["code"], name=act.data["name"])


def _indicator_added(state: State, act: Act) -> None:
    data = act.data
    state.add(act, "indicator", (act.number("indicator"),), code=data["code"], name=data["name"], **data["definition"])


def _indicator_changed(state: State, act: Act) -> None:
    data = act.data
    state.change(
        act, "indicator", (act.number("indicator"),), code=data["code"], name=data["name"], **data["definition"]
    )


def _target_set(state: State, act: Act) -> None:
    key = (act.number("indicator"), act.about["target"])
    state.put(act, "target", key, value=act.data["value"], set_by=act.by, set_at=act.when)


def _realisasi_entered(state: State, act: Act) -> None:
    key, data = (act.number("indicator"), act.about["realisasi"]), act.data
    columns: dict[str, Any] = {"value": data["value"], "source": data["source"]}
    if act.files:
        columns["evidence_sha256"] = act.files[0]["sha256"]
    elif key not in state.tables.get("realisasi", {}):
        columns["evidence_sha256"] = ""
    state.put(act, "realisasi", key, entered_by=act.by, entered_at=act.when, **columns)


def _budget_entered(state: State, act: Act) -> None:
    data, key = act.data, (act.number("budget"),)
    lines = state.tables.get("budget_line", {})
    place = lines[key].columns["place"] if key in lines else len(lines) + 1
    state.put(
        act, "budget_line", key, place=place, year=data["year"], quarter=data["quarter"], code=data["code"],
        name=data["name"], parent=data["parent"], pagu=data["pagu"], realisasi=data["realisasi"],
        source=data["source"], entered_by=act.by, entered_at=act.when,
    )  # fmt: skip


FOLDS = {
    "budget:entered": _budget_entered,
    "indicator:added": _indicator_added,
    "indicator:changed": _indicator_changed,
    "realisasi:entered": _realisasi_entered,
    "sasaran:added": _sasaran_added,
    "sasaran:changed": _sasaran_changed,
    "target:set": _target_set,
}
