"""Who may write, freeze, thaw and sign a report, and what must be there before. Pure."""

from __future__ import annotations

from typing import Any

from app.reports.errors import NotReady, OtherBytes
from app.runs.errors import NotYourStep
from app.runs.policies import check_can_sign, check_step_open
from app.web.words import waktu


def signing_step(run: Any) -> Any:
    """The step that the signature completes: the last one."""
    return run.steps[-1]


def check_can_write(report: Any, person: Any) -> None:
    """The Tim writes until the report is frozen; a frozen one is thawed first."""
    _check_tim(person, "menulis laporan")
    if report.run.cancelled_at is not None:
        raise NotReady("Pelaksanaan ini dibatalkan, jadi tidak punya laporan.")
    if report.standing is not None:
        state = "ditandatangani" if report.standing.signed_at else "dibekukan"
        raise NotReady(f"Laporan sudah {state}; isinya tidak dapat diubah lagi.")


def check_can_freeze(report: Any, person: Any) -> None:
    """Step 7 is on, and no version stands."""
    _check_tim(person, "membekukan laporan")
    check_step_open(signing_step(report.run))
    if report.standing is not None:
        who, when = report.standing.frozen_by.name, waktu(report.standing.frozen_at)
        raise NotReady(f"Versi {report.standing.no} sudah dibekukan oleh {who} pada {when}.")


def check_can_thaw(report: Any, person: Any) -> None:
    """Take a frozen version back to be changed, before it is signed."""
    _check_tim(person, "membuka bekuan laporan")
    check_step_open(signing_step(report.run))
    if report.standing is None:
        raise NotReady("Belum ada versi yang dibekukan.")
    if report.standing.signed_at is not None:
        raise NotReady("Laporan sudah ditandatangani dan tidak dapat dibuka lagi.")


def check_can_sign_report(report: Any, person: Any) -> None:
    """The Sekretaris signs the version that stands."""
    check_can_sign(signing_step(report.run), person)
    if report.standing is None:
        raise NotReady("Laporan belum dibekukan oleh Tim Penyusun, jadi belum dapat ditandatangani.")


def check_same_bytes(report: Any, sha256: str) -> None:
    """What was previewed is what is signed."""
    if report.standing is None or report.standing.frozen_sha256 != sha256:
        raise OtherBytes("Laporan sudah berubah sejak Anda membacanya. Baca versi yang baru, lalu tandatangani.")


def _check_tim(person: Any, verb: str) -> None:
    if "tim" not in {str(role) for role in person.roles}:
        raise NotYourStep(f"Yang dapat {verb}: Tim Penyusun.")
