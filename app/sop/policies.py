"""What the state of an SOP version allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.sop.errors import AlreadyActivated, NotReadyToActivate
from app.web.refusals import Refusal

if TYPE_CHECKING:
    from app.sop.models import PelaksanaColumn, SopVersion


def check_can_activate(version: SopVersion) -> None:
    """Everything must have been read, and somebody must answer for every step."""
    if not version.is_draft:
        raise AlreadyActivated(f"Versi {version.no} sudah pernah diberlakukan.")
    if version.blocking:
        first = version.blocking[0]["sentence"]
        raise NotReadyToActivate(f"Versi ini belum dapat diberlakukan, {len(version.blocking)} masalah: {first}")
    orphans = [str(step.no) for step in version.steps if not step.answering_roles()]
    if orphans:
        raise NotReadyToActivate(
            f"Belum ada pelaksana yang bertanggung jawab pada langkah {', '.join(orphans)}. "
            "Lengkapi tabel pelaksana dahulu."
        )


def can_activate(version: SopVersion) -> bool:
    return why_not_activate(version) == ""


def why_not_activate(version: SopVersion) -> str:
    """The sentence of the refusal, for the button that is off; "" where the button is on."""
    try:
        check_can_activate(version)
    except Refusal as refusal:
        return refusal.message
    return ""


def check_can_change(version: SopVersion) -> None:
    """Symbols, duties and roles may change only in a draft: runs hold on to what was in force."""
    if not version.is_draft:
        raise AlreadyActivated(
            f"Versi {version.no} sudah diberlakukan, jadi isinya tetap. "
            "Konfirmasi tetap bisa; untuk mengubah, masukkan SOP sebagai versi baru."
        )


def can_change(version: SopVersion) -> bool:
    return version.is_draft


def check_can_assign(column: PelaksanaColumn) -> None:
    check_can_change(column.version)
