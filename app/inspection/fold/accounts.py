"""People, acting officials and bagian as the acts on them leave them. Pure."""

from __future__ import annotations

from typing import Any

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State, Unfoldable

PERSON_FACTS = {"nama": "name", "jabatan": "jabatan", "pangkat": "pangkat"}
UNIT_FACTS = {"kode": "code", "nama": "name", "nama pendek": "short_name"}


def _user_added(state: State, act: Act) -> None:
    # Records of the first version of this software tell jabatan and pangkat only when they change.
    told = {key: act.data[key] for key in ("jabatan", "pangkat") if key in act.data}
    state.add(
        act, "person", (act.number("user"),), name=act.data["name"], roles=_roles(act.data["roles"]),
        unit=_unit_of_code(state, act.data["unit"]), deactivated_at=None, deactivated_by=None,
        **told,
    )  # fmt: skip


def _user_changed(state: State, act: Act) -> None:
    after = {what: change["after"] for what, change in act.data["changes"].items()}
    columns: dict[str, Any] = {PERSON_FACTS[what]: after[what] for what in PERSON_FACTS if what in after}
    if "peran" in after:
        columns["roles"] = _roles(after["peran"])
    if "bagian" in after:
        columns["unit"] = _unit_of_code(state, after["bagian"])
    state.change(act, "person", (act.number("user"),), **columns)


def _user_deactivated(state: State, act: Act) -> None:
    state.change(act, "person", (act.number("user"),), deactivated_at=act.when, deactivated_by=act.by)


def _user_reactivated(state: State, act: Act) -> None:
    state.change(act, "person", (act.number("user"),), deactivated_at=None, deactivated_by=None)


def _unit_added(state: State, act: Act) -> None:
    state.add(
        act, "unit_kerja", (act.number("unit"),), code=act.data["code"], name=act.data["name"], closed_at=None,
        closed_by=None, **_unit_facts(act),
    )  # fmt: skip


def _unit_changed(state: State, act: Act) -> None:
    after = {what: change["after"] for what, change in act.data["changes"].items()}
    columns = _unit_facts(act)
    if "keadaan" in after:
        closed = after["keadaan"] == "ditutup"
        columns |= {"closed_at": act.when if closed else None, "closed_by": act.by if closed else None}
    state.change(act, "unit_kerja", (act.number("unit"),), **columns)


def _unit_facts(act: Act) -> dict[str, Any]:
    """What the changes say; a bagian that the first version of this software added tells no short name."""
    changes = act.data["changes"]
    return {UNIT_FACTS[what]: changes[what]["after"] for what in UNIT_FACTS if what in changes}


def _acting_appointed(state: State, act: Act) -> None:
    data = act.data
    state.add(
        act, "acting_official", (act.number("user"), data["mandate"]), kind=data["kind"], post=data["post"],
        sk_number=data["sk_number"], sk_date=data["sk_date"], starts_on=data["starts_on"], ends_on=data["ends_on"],
        appointed_at=act.when, appointed_by=act.by, ended_at=None, ended_by=None, end_reason="",
    )  # fmt: skip


def _acting_ended(state: State, act: Act) -> None:
    key, reason = (act.number("user"), act.data["mandate"]), act.data["reason"]
    state.change(act, "acting_official", key, ended_at=act.when, ended_by=act.by, end_reason=reason)


def _unit_of_code(state: State, code: str | None) -> int | None:
    """Codes may change, so the bagian is the one that had the code then."""
    if code is None:
        return None
    for key, row in state.under("unit_kerja"):
        if row.columns["code"] == code:
            return int(key[0])
    raise Unfoldable(f"bagian {code} belum ada")


def _roles(roles: list[str]) -> str:
    return ",".join(sorted(roles))


FOLDS = {
    "acting:appointed": _acting_appointed,
    "acting:ended": _acting_ended,
    "unit:added": _unit_added,
    "unit:changed": _unit_changed,
    "user:added": _user_added,
    "user:changed": _user_changed,
    "user:deactivated": _user_deactivated,
    "user:reactivated": _user_reactivated,
}
