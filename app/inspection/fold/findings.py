"""Findings, recommendations and answers, as the acts on them leave them; of a draft only the digest is told. Pure."""

from __future__ import annotations

from typing import Any

from app.inspection.fold.acts import Act
from app.inspection.fold.state import Key, State, Unfoldable

FIELDS = {"judul": "title", "kondisi": "kondisi", "kriteria": "kriteria", "sebab": "sebab", "akibat": "akibat"}
RECOMMENDED = {"isi": "text", "tenggat": "due_on"}
TOLD = ("text", "due_on", "unit")
NOT_JUDGED: dict[str, Any] = {"status": "belum", "judged_at": None, "judged_by": None, "judge_note": ""}


def _recorded(state: State, act: Act) -> None:
    code = act.data["code"]
    state.add(
        act, "finding", _finding(act), code=code, year=int(code.split("-")[1]), content=act.data["sha256"],
        recorded_at=act.when, recorded_by=act.by, issued_at=None, issued_by=None, withdrawn_at=None,
        withdrawn_by=None, withdraw_reason="",
    )  # fmt: skip


def _changed(state: State, act: Act) -> None:
    _still_standing(state, act)
    changed = _after(act, FIELDS)
    state.change(act, "finding", _finding(act), content=act.data["sha256"], **changed)


def _issued(state: State, act: Act) -> None:
    data = act.data
    if _still_standing(state, act)["issued_at"] is not None:
        raise Unfoldable("temuan ini sudah disampaikan")
    told = {name: data[name] for name in (*FIELDS.values(), "run", "review")}
    state.change(act, "finding", _finding(act), issued_at=act.when, issued_by=act.by, **told)
    for one in data["recommendations"]:
        words = {name: one[name] for name in TOLD}
        state.change(act, "recommendation", (*_finding(act), one["no"]), **words)


def _withdrawn(state: State, act: Act) -> None:
    _still_standing(state, act)
    state.change(
        act, "finding", _finding(act), withdrawn_at=act.when, withdrawn_by=act.by, withdraw_reason=act.data["reason"]
    )


def _added(state: State, act: Act) -> None:
    data = act.data
    words = {name: data[name] for name in TOLD} if data["text"] else {}
    _still_standing(state, act)
    state.add(
        act, "recommendation", _recommendation(act), content=data["sha256"], added_at=act.when, added_by=act.by,
        **NOT_JUDGED, **words,
    )  # fmt: skip


def _recommendation_changed(state: State, act: Act) -> None:
    changed = _after(act, RECOMMENDED) | ({"unit": act.data["unit"]} if act.data["changes"] else {})
    state.change(act, "recommendation", _recommendation(act), content=act.data["sha256"], **changed)


def _removed(state: State, act: Act) -> None:
    state.row("recommendation", _recommendation(act))
    if _still_standing(state, act)["issued_at"] is not None:
        raise Unfoldable("rekomendasi yang sudah disampaikan tidak dapat dihapus")
    del state.tables["recommendation"][_recommendation(act)]


def _answered(state: State, act: Act) -> None:
    key = _recommendation(act)
    state.row("recommendation", key)
    no = 1 + sum(1 for _ in state.under("followup_answer", *key))
    state.add(
        act, "followup_answer", (*key, no), text=act.data["text"], done_on=act.data["done_on"], answered_at=act.when,
        answered_by=act.by,
    )  # fmt: skip
    for place, (file, name) in enumerate(zip(act.files, act.data["names"], strict=True), start=1):
        state.add(act, "followup_file", (*key, no, place), sha256=file["sha256"], name=name)


def _judged(state: State, act: Act) -> None:
    state.change(
        act, "recommendation", _recommendation(act), status=act.data["status"], judged_at=act.when, judged_by=act.by,
        judge_note=act.data["note"],
    )  # fmt: skip


def _still_standing(state: State, act: Act) -> dict[str, Any]:
    columns = state.row("finding", _finding(act)).columns
    if columns["withdrawn_at"] is not None:
        raise Unfoldable("temuan ini sudah dicabut")
    return columns


def _after(act: Act, names: dict[str, str]) -> dict[str, Any]:
    changes = act.data["changes"]
    return {column: changes[what]["after"] for what, column in names.items() if what in changes}


def _finding(act: Act) -> Key:
    return (act.number("finding"),)


def _recommendation(act: Act) -> Key:
    return act.number("finding"), act.number("recommendation")


FOLDS = {
    "finding:changed": _changed,
    "finding:issued": _issued,
    "finding:recorded": _recorded,
    "finding:withdrawn": _withdrawn,
    "followup:answered": _answered,
    "followup:judged": _judged,
    "recommendation:added": _added,
    "recommendation:changed": _recommendation_changed,
    "recommendation:removed": _removed,
}
