"""Whose turn it is at an open step, and what that person is asked to do. Pure.

The board's button, the start page and the count beside the menu all ask here, so they never disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from app.runs.duties import Duties


class Turn(StrEnum):
    """What one person can do at a step now; the strongest first."""

    SIGN = "sign"
    COMPLETE = "complete"
    REPORT = "report"
    PREPARE = "prepare"
    READ = "read"
    HELP = "help"

    def action(self, no: int) -> str:
        """What the button says."""
        return ACTIONS[self].format(no=no)


ACTIONS = {
    Turn.SIGN: "Baca dan tandatangani laporan",
    Turn.COMPLETE: "Sahkan langkah {no}",
    Turn.REPORT: "Sahkan laporan bagian Anda",
    Turn.PREPARE: "Siapkan laporan",
    Turn.READ: "Baca laporan",
    Turn.HELP: "Bantu lengkapi langkah {no}",
}


def turn_of(
    duties: Duties, *, roles: Iterable[str], unit_id: int | None, waiting_units: Collection[int], prepared: bool,
    ahead: str = "",
) -> Turn | None:  # fmt: skip
    """The turn of a person at a step that is open; None where others are on.

    `waiting_units` are the bagian whose report is missing; `prepared` says that the frozen report stands
    in the step's kelengkapan, `ahead` whose act it still lacks before it is signed.
    """
    roles = {str(role) for role in roles}
    if duties.by_signature:
        return _at_the_signature(duties, roles, prepared=prepared, ahead=ahead)
    if duties.per_unit and roles & duties.answers and unit_id in waiting_units:
        return Turn.REPORT
    if roles & duties.completes and not waiting_units:
        return Turn.COMPLETE
    return Turn.HELP if roles & duties.helps else None


def _at_the_signature(duties: Duties, roles: set[str], *, prepared: bool, ahead: str) -> Turn | None:
    """The Tim prepares and freezes; then it is the Sekretaris's turn. Until every paraf is there he can only read."""
    if prepared:
        turn = Turn.READ if ahead else Turn.SIGN
        return turn if roles & duties.completes else None
    return Turn.PREPARE if "tim" in roles & duties.contributes else None
