"""By whose appointment an acting official did something: the record of the log that was in force then. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.clock.words import date_range
from app.inspection.fold.acts import Act
from app.web.words import WITA

KINDS = {"Plh.": "plh", "Plt.": "plt"}
STATED_IN = {"report:paraf-given": "jabatan", "step:completed": "completed_as"}
"""Where an act says as whom it was done; a signature names its mandate instead."""


def with_mandates(told: Sequence[Act], appointments: Sequence[Act]) -> tuple[Act, ...]:
    """The acts, each of an acting official with the appointment that covers it."""
    return tuple(replace(act, mandate=_mandate_of(act, appointments)) for act in told)


def decree(mandate: Act) -> str:
    """SK 800.1.11.1/12/SETWAN/2026, 26–27 Maret 2026, rekaman 228"""
    first, last = (date.fromisoformat(mandate.data[day]) for day in ("starts_on", "ends_on"))
    return f"SK {mandate.data['sk_number']}, {date_range(first, last)}, rekaman {mandate.seq}"


def _mandate_of(act: Act, appointments: Sequence[Act]) -> Act | None:
    covering = [one for one in _standing(act, appointments) if _is_meant(act, one)]
    return covering[-1] if covering else None


def _standing(act: Act, appointments: Sequence[Act]) -> list[Act]:
    """The actor's own appointments in force at the act: begun, not yet over and not ended before."""
    day = act.when.latest.astimezone(WITA).date().isoformat()
    before = [one for one in appointments if one.seq < act.seq and one.about["user"] == str(act.by)]
    ended = {one.data["mandate"] for one in before if one.tag == "acting:ended"}
    return [
        one for one in before
        if one.tag == "acting:appointed" and one.data["mandate"] not in ended
        and one.data["starts_on"] <= day <= one.data["ends_on"]
    ]  # fmt: skip


def _is_meant(act: Act, mandate: Act) -> bool:
    if act.tag == "report:signed":
        return bool(mandate.data["mandate"] == act.data["mandate"])
    said = str(act.data.get(STATED_IN.get(act.tag, ""), ""))
    kind, _, title = said.partition(" ")
    post = "sekretaris" if title.startswith("Sekretaris") else "kabag"
    return (KINDS.get(kind), post) == (mandate.data["kind"], mandate.data["post"])
