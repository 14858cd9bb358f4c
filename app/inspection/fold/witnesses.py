"""Witnesses of the log, their cosignatures and the time stamps, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State, Unfoldable


def _registered(state: State, act: Act) -> None:
    state.add(
        act, "log_witness", (act.number("witness"),), name=act.data["name"], vkey=act.data["vkey"],
        registered_at=act.when, registered_by=act.by, retired_at=None, retired_by=None, retire_reason="",
    )  # fmt: skip


def _retired(state: State, act: Act) -> None:
    key = (act.number("witness"),)
    if state.row("log_witness", key).columns["retired_at"] is not None:
        raise Unfoldable("kunci saksi ini sudah dihentikan")
    state.change(
        act, "log_witness", key, retired_at=act.when, retired_by=act.by, retire_reason=act.data["reason"]
    )  # fmt: skip


def _cosigned(state: State, act: Act) -> None:
    witness, data = act.number("witness"), act.data
    if state.row("log_witness", (witness,)).columns["retired_at"] is not None:
        raise Unfoldable("kunci saksi ini sudah dihentikan")
    state.add(
        act, "log_cosignature", (witness, data["size"], data["root"]), signed_at=act.moment("signed_at"),
        note=data["sha256"], received_at=act.when, received_by=act.by,
    )  # fmt: skip


def _timestamped(state: State, act: Act) -> None:
    data = act.data
    state.add(
        act, "log_timestamp", (data["size"], data["root"]), sha256=data["sha256"], token=data["sha256"],
        authority=data["authority"], stamped_at=act.moment("stamped_at"), received_at=act.when,
    )  # fmt: skip


FOLDS = {
    "witness:cosigned": _cosigned,
    "witness:registered": _registered,
    "witness:retired": _retired,
    "witness:timestamped": _timestamped,
}
