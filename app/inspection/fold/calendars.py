"""Calendar versions, each fact of them, from the changes that their publications recorded. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import AS_CONTENT, State


def _published(state: State, act: Act) -> None:
    no = act.data["version"]
    state.add(
        act, "calendar_version", (no,), note=act.data["note"], digest=AS_CONTENT, published_at=act.when,
        published_by=act.name,
    )  # fmt: skip
    before = {key[1:]: row.columns["says"] for key, row in state.under("calendar_fact", no - 1)}
    for change in act.data["changes"]:
        subject = (change["what"], change["key"])
        before[subject] = change["after"]
        if not change["after"]:
            del before[subject]
    for (what, key), says in before.items():
        state.add(act, "calendar_fact", (no, what, key), says=says)


FOLDS = {"calendar:published": _published}
