"""Signing certificates, ways of signing and trusted roots, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import AS_CONTENT, State, Unfoldable


def _uploaded(state: State, act: Act) -> None:
    person = act.number("user")
    ordinal = 1 + sum(1 for _ in state.under("signing_key", person))
    state.add(
        act, "signing_key", (person, ordinal), fingerprint=act.data["fingerprint"],
        certificate=act.data["fingerprint"], subject=act.data["subject"], issuer=act.data["issuer"],
        not_before=AS_CONTENT, not_after=act.moment("not_after"), uploaded_at=act.when, removed_at=None,
        removed_by=None,
    )  # fmt: skip


def _removed(state: State, act: Act) -> None:
    for key, row in state.under("signing_key", act.number("user")):
        if row.columns["fingerprint"] == act.data["fingerprint"] and row.columns["removed_at"] is None:
            state.change(act, "signing_key", key, removed_at=act.when, removed_by=act.by)
            return
    raise Unfoldable("sertifikat ini tidak sedang dipakai")


def _method_chosen(state: State, act: Act) -> None:
    person = act.number("user")
    for key, row in state.under("signing_method", person):
        if row.columns["replaced_at"] is None:
            state.change(act, "signing_method", key, replaced_at=act.when, replaced_by=act.by)
    ordinal = 1 + sum(1 for _ in state.under("signing_method", person))
    state.add(
        act, "signing_method", (person, ordinal), backend=act.data["backend"], token_label=act.data["token_label"],
        key_label=act.data["key_label"], chosen_at=act.when, chosen_by=act.by, replaced_at=None, replaced_by=None,
    )  # fmt: skip


def _root_added(state: State, act: Act) -> None:
    data = act.data
    ordinal = 1 + sum(1 for _ in state.under("trust_root", data["fingerprint"]))
    if any(row.columns["removed_at"] is None for _, row in state.under("trust_root", data["fingerprint"])):
        raise Unfoldable("sertifikat induk ini sudah dipercaya")
    state.add(
        act, "trust_root", (data["fingerprint"], ordinal), subject=data["subject"], note=data["note"],
        trust=data["trust"], added_at=act.when, certificate=data["fingerprint"], not_after=AS_CONTENT, removed_at=None,
        removed_by=None, removal_reason="",
    )  # fmt: skip


def _root_removed(state: State, act: Act) -> None:
    for key, row in state.under("trust_root", act.data["fingerprint"]):
        if row.columns["removed_at"] is None:
            state.change(
                act, "trust_root", key, removed_at=act.when, removed_by=act.by or 0, removal_reason=act.data["reason"]
            )
            return
    raise Unfoldable("sertifikat induk ini tidak sedang dipercaya")


FOLDS = {
    "certificate:removed": _removed,
    "certificate:uploaded": _uploaded,
    "signing:method-chosen": _method_chosen,
    "trust:root-added": _root_added,
    "trust:root-removed": _root_removed,
}
