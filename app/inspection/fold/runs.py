"""Runs, steps and documents as the acts on them leave them. Pure."""

from __future__ import annotations

from datetime import datetime

from app.inspection.fold.acts import Act, Span
from app.inspection.fold.state import Key, Row, State, Unfoldable

When = datetime | Span


def _started(state: State, act: Act) -> None:
    run, data = act.number("run"), act.data
    state.add(
        act, "run", (run,), sop=data["sop"], sop_version=data["sop_version"],
        calendar_version=data["calendar_version"], period=data["period"], hari=data["hari"], started_at=act.when,
        started_by=act.by, closed_at=None, closed_by=None, cancelled_at=None, cancelled_by=None, cancel_reason="",
        title=data["title"],
    )  # fmt: skip
    for step in data["steps"]:
        state.add(act, "run_step", (run, step["no"]), state="waiting", standard=step["no"], attempts=0)
        for position, item in enumerate(step["items"], start=1):
            state.add(
                act, "step_item", (run, step["no"], item["item"]), kind=item["kind"], label=item["label"],
                position=position, fills=0,
            )  # fmt: skip
    _hand_over(state, act, (run, data["steps"][0]["no"]), at=act.when)


def _cancelled(state: State, act: Act) -> None:
    reason = act.data["reason"]
    state.change(act, "run", (act.number("run"),), cancelled_at=act.when, cancelled_by=act.by, cancel_reason=reason)


def _closed(state: State, act: Act) -> None:
    state.change(act, "run", (act.number("run"),), closed_at=act.when, closed_by=act.by)


def _step_started(state: State, act: Act) -> None:
    _on_attempt(state, act, started_at=act.moment("started_at"), started_by=act.by)
    state.change(act, "run_step", _step(act), state="working")


def _completed(state: State, act: Act) -> None:
    step, data = _step(act), act.data
    at = act.moment("completed_at")
    attempt = _on_attempt(state, act, ended_at=at, handed_over_at=act.moment("handed_over_at"))
    state.change(act, "run_step", step, state="done")
    state.add(
        act, "step_completion", attempt, completed_at=at, completed_by=act.by, completed_as=data["completed_as"],
        verdict=data["verdict"], used_minutes=data["used_minutes"], used_days=data["used_days"],
        due_at=act.moment("due_at"), over_minutes=data["over_minutes"], explanation=data["explanation"],
        late_reason=data["late_reason"], occurred_at=act.occurred, stated_reason=data["stated_reason"],
    )  # fmt: skip
    if data["opens"] is not None:
        _hand_over(state, act, (step[0], data["opens"]), at=at)


def _returned(state: State, act: Act) -> None:
    (run, no), to = _step(act), act.data["to"]
    attempt = _on_attempt(state, act, ended_at=act.when)
    for key, row in state.under("run_step", run):
        if to < key[1] <= no:  # type: ignore[operator]
            row.columns["state"], row.seq = "waiting", act.seq
    _hand_over(state, act, (run, to), at=act.when)
    state.add(act, "step_return", attempt, to=to, returned_at=act.when, returned_by=act.by, reason=act.data["reason"])


def _filled(state: State, act: Act) -> None:
    file = act.files[0]
    _put(
        state, act, sha256=file["sha256"], size=file["size"], name=act.data["name"], document=act.data["document"],
        exempt_reason="",
    )  # fmt: skip


def _exempted(state: State, act: Act) -> None:
    _put(state, act, sha256=None, size=None, name="", document="", exempt_reason=act.data["reason"])


def _put(state: State, act: Act, **columns: str | int | None) -> None:
    """What stood in the item in this attempt is replaced by the same act."""
    standing = _standing(state, act)
    if standing is not None:
        _clear(state, act, standing, reason="diganti")
    key = (*_item(act), _next(state.change(act, "step_item", _item(act)), "fills"))
    state.add(
        act, "item_fill", key, attempt=_attempt(state, act)[2], filled_at=act.when, filled_by=act.by,
        cleared_at=None, cleared_by=None, clear_reason="", **columns,
    )  # fmt: skip


def _cleared(state: State, act: Act) -> None:
    standing = _standing(state, act)
    if standing is None:
        raise Unfoldable("tidak ada isi yang dikosongkan")
    _clear(state, act, standing, reason=act.data["reason"])


def _clear(state: State, act: Act, key: Key, *, reason: str) -> None:
    state.change(act, "item_fill", key, cleared_at=act.when, cleared_by=act.by, clear_reason=reason)


def _standing(state: State, act: Act) -> Key | None:
    fills = _count(state.row("step_item", _item(act)), "fills")
    if not fills:
        return None
    newest = (*_item(act), fills)
    columns = state.row("item_fill", newest).columns
    stands = columns["cleared_at"] is None and columns["attempt"] == _attempt(state, act)[2]
    return newest if stands else None


def _unit_reported(state: State, act: Act) -> None:
    file, data = act.files[0], act.data
    key = (*_step(act), data["attempt"], data["unit_id"])
    state.add(
        act, "unit_report", key, sha256=file["sha256"], size=file["size"], name=data["name"],
        submitted_at=act.when, submitted_by=act.by,
    )  # fmt: skip


def _corrected(state: State, act: Act) -> None:
    data, file = act.data, act.files[0] if act.files else {"sha256": None}
    ordinal = 1 + sum(1 for _ in state.under("step_correction", *_step(act)))
    state.add(
        act, "step_correction", (*_step(act), ordinal), what=data["what"], before=data["before"],
        after=data["after"], reason=data["reason"], name=data["name"], sha256=file["sha256"],
        corrected_at=act.when, corrected_by=act.by,
    )  # fmt: skip


def _hand_over(state: State, act: Act, step: Key, *, at: When) -> None:
    no = _next(state.change(act, "run_step", step, state="ready"), "attempts")
    state.add(act, "step_attempt", (*step, no), handed_over_at=at, started_at=None, started_by=None, ended_at=None)


def _on_attempt(state: State, act: Act, **columns: When | int | None) -> Key:
    """Change the attempt that the event names; it has to be the step's newest."""
    attempt = _attempt(state, act)
    if attempt[2] != act.data["attempt"]:
        raise Unfoldable(f"percobaan {act.data['attempt']} bukan yang sedang berjalan")
    state.change(act, "step_attempt", attempt, **columns)
    return attempt


def _attempt(state: State, act: Act) -> Key:
    return (*_step(act), _count(state.row("run_step", _step(act)), "attempts"))


def _count(row: Row, column: str) -> int:
    number = row.columns[column]
    assert isinstance(number, int)
    return number


def _next(row: Row, column: str) -> int:
    """Count one more, and say how many there are now."""
    row.columns[column] = number = _count(row, column) + 1
    return number


def _step(act: Act) -> tuple[int, int]:
    return act.number("run"), act.number("step")


def _item(act: Act) -> Key:
    return (*_step(act), act.data["item"])


FOLDS = {
    "run:cancelled": _cancelled,
    "run:closed": _closed,
    "run:started": _started,
    "step:completed": _completed,
    "step:corrected": _corrected,
    "step:item-cleared": _cleared,
    "step:item-exempted": _exempted,
    "step:item-filled": _filled,
    "step:returned": _returned,
    "step:started": _step_started,
    "step:unit-reported": _unit_reported,
}
