"""The roles of the office, and which of them one person may have together."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The pelaksana of the SOP, the reviewer, and the one who keeps the accounts."""

    SEKRETARIS = "sekretaris"
    KABAG = "kabag"
    TIM = "tim"
    STAF = "staf"
    INSPEKTORAT = "inspektorat"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.SEKRETARIS: "Sekretaris DPRD",
    Role.KABAG: "Kabag/Kasubag",
    Role.TIM: "Tim Penyusun SAKIP/LAKIP",
    Role.STAF: "Staf",
    Role.INSPEKTORAT: "Inspektorat",
    Role.ADMIN: "Admin",
}

NOT_WITH_ADMIN = (Role.SEKRETARIS, Role.KABAG, Role.TIM)
"""Whoever hands out accounts must not complete steps: he could hand himself somebody's turn."""


def labels_of(roles: frozenset[Role] | set[Role]) -> str:
    return ", ".join(role.label for role in Role if role in roles)
