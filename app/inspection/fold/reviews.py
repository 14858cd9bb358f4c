"""Working papers of the Inspektorat, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import Row, State, Unfoldable


def _opened(state: State, act: Act) -> None:
    data = act.data
    state.add(
        act, "review", (act.number("review"),), kind=data["kind"], run=data["run"] or "", year=data["year"],
        title=data["title"], opened_by=act.by, opened_at=act.when,
    )  # fmt: skip


def _answered(state: State, act: Act) -> None:
    review, criterion = act.number("review"), act.data["criterion"]
    state.row("review", (review,))
    if _standing(state, review) is not None:
        raise Unfoldable(f"kertas kerja {review} sudah selesai")
    before = state.tables.get("review_answer", {}).get((review, criterion))
    version = int(str(before.columns["version"])) + 1 if before else 1
    state.put(
        act, "review_answer", (review, criterion), sha256=act.data["sha256"], version=version, answered_by=act.by,
        answered_at=act.when,
    )  # fmt: skip


def _completed(state: State, act: Act) -> None:
    review = act.number("review")
    state.row("review", (review,))
    if _standing(state, review) is not None:
        raise Unfoldable(f"kertas kerja {review} sudah selesai")
    no = 1 + sum(1 for _ in state.under("review_completion", review))
    state.add(
        act, "review_completion", (review, no), answered=act.data["answered"], sha256=act.data["sha256"],
        completed_by=act.by, completed_at=act.when, reopened_by=None, reopened_at=None, reopen_reason="",
    )  # fmt: skip


def _reopened(state: State, act: Act) -> None:
    review = act.number("review")
    found = _standing(state, review)
    if found is None:
        raise Unfoldable(f"kertas kerja {review} tidak sedang selesai")
    key, _row = found
    state.change(
        act, "review_completion", key, reopened_by=act.by, reopened_at=act.when, reopen_reason=act.data["reason"]
    )


def _standing(state: State, review: int) -> tuple[tuple[str | int, ...], Row] | None:
    """The completion that was not opened again."""
    rows = state.under("review_completion", review)
    return next(((key, row) for key, row in rows if row.columns["reopened_at"] is None), None)


FOLDS = {
    "review:answered": _answered,
    "review:completed": _completed,
    "review:opened": _opened,
    "review:reopened": _reopened,
}
