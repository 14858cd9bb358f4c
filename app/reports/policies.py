"""Who may write, freeze, thaw, sign and replace a report, and what must be there before. Pure."""

from __future__ import annotations

from typing import Any

from app.reports.errors import NotReady, OtherBytes
from app.runs.errors import NotYourStep
from app.runs.policies import check_can_sign, check_signs, check_step_open
from app.web.words import waktu


def signing_step(run: Any) -> Any:
    """The step that the signature completes: the last one."""
    return run.steps[-1]


def check_can_write(report: Any, person: Any) -> None:
    """The Tim writes until the report is frozen, and again once replacing a signed one is opened."""
    _check_tim(person, "menulis laporan")
    if report.run.cancelled_at is not None:
        raise NotReady("Pelaksanaan ini dibatalkan, jadi tidak punya laporan.")
    _check_not_frozen(report)
    if report.current is not None and report.revision is None:
        raise NotReady(
            f"Laporan sudah ditandatangani (versi {report.current.no}). "
            "Isinya dapat diubah lagi setelah penggantiannya dibuka dengan alasan."
        )


def check_can_freeze(report: Any, person: Any) -> None:
    """No version waits for its signature; step 7 is on, or the signed one is being replaced."""
    _check_tim(person, "membekukan laporan")
    _check_not_frozen(report)
    if report.revision is None:
        check_step_open(signing_step(report.run))


def check_can_thaw(report: Any, person: Any) -> None:
    """Take a frozen version back to be changed, before it is signed."""
    _check_tim(person, "membuka bekuan laporan")
    if report.pending is not None:
        return
    if report.current is not None:
        raise NotReady("Laporan sudah ditandatangani dan tidak dapat dibuka lagi. Perubahan dibuat sebagai versi baru.")
    raise NotReady("Belum ada versi yang dibekukan.")


def check_can_sign_report(report: Any, person: Any) -> None:
    """The Sekretaris, or who acts for him, signs the version that waits; the run is open, or that is a replacement."""
    check = check_can_sign if report.current is None else check_signs
    check(signing_step(report.run), person)
    if report.pending is not None:
        return
    if report.current is not None:
        raise NotReady(f"Versi {report.current.no} sudah ditandatangani. Belum ada versi baru yang dibekukan.")
    raise NotReady("Laporan belum dibekukan oleh Tim Penyusun, jadi belum dapat ditandatangani.")


def check_same_bytes(report: Any, sha256: str) -> None:
    """What was previewed is what is signed."""
    if report.pending is None or report.pending.to_sign.sha256 != sha256:
        raise OtherBytes(what_changed(report, sha256))


def what_changed(report: Any, sha256: str) -> str:
    """Why the PDF with this digest, which somebody read, is no longer the one at hand; and what to do."""
    read = next((one for one in report.versions if sha256 in {file.sha256 for file in one.files}), None)
    now = report.pending
    if read is None or now is None or read.signed_at is not None:
        return "Laporan sudah berubah sejak Anda membacanya. Baca versi yang baru, lalu centang lagi."
    if read.no == now.no:
        return f"Berkas versi {now.no} bertambah sejak Anda membacanya. Baca dahulu, lalu centang lagi."
    reason = read.thaw_reason.rstrip(". ")
    return f"Versi {read.no} dibuka kembali (alasan: {reason}). Ini versi {now.no}; baca dahulu, lalu centang lagi."


def opened_again(version: Any) -> str:
    """Who took a frozen version back, when and why."""
    who, when = version.thawed_by.name, waktu(version.thawed_at)
    return f"{who} membuka bekuan versi {version.no} pada {when}: {version.thaw_reason.rstrip('. ')}."


def check_can_open_revision(report: Any, person: Any) -> None:
    """A signed version can be replaced by a new one, for a reason."""
    _check_tim(person, "membuka penggantian laporan")
    if report.current is None:
        raise NotReady("Belum ada versi bertanda tangan yang dapat diganti.")
    if report.revision is not None:
        who, when = report.revision.opened_by.name, waktu(report.revision.opened_at)
        raise NotReady(f"Penggantian sudah dibuka oleh {who} pada {when}.")


def check_can_cancel_revision(report: Any, person: Any) -> None:
    """Give a replacement up; a version that is frozen for it is opened first."""
    _check_tim(person, "membatalkan penggantian laporan")
    if report.revision is None:
        raise NotReady("Tidak ada penggantian yang sedang dibuka.")
    if report.pending is not None:
        raise NotReady(f"Versi {report.pending.no} sedang menunggu tanda tangan. Buka dulu bekuannya.")


def check_can_timestamp(version: Any) -> None:
    """Proof of time goes behind a signature."""
    if version is None or version.signed_at is None:
        raise NotReady("Cap waktu hanya dapat ditambahkan pada laporan yang sudah ditandatangani.")
    if version.superseded_at is not None:
        raise NotReady(f"Versi {version.no} sudah digantikan, jadi tidak diberi cap waktu lagi.")


def check_still_newest(version: Any, sha256: str) -> None:
    """Nobody else added a file meanwhile."""
    if version.newest.sha256 != sha256:
        raise NotReady("Berkas laporan sudah bertambah oleh orang lain. Muat ulang halaman ini.")


def _check_not_frozen(report: Any) -> None:
    if report.pending is not None:
        who, when = report.pending.frozen_by.name, waktu(report.pending.frozen_at)
        raise NotReady(f"Versi {report.pending.no} sudah dibekukan oleh {who} pada {when}.")


def _check_tim(person: Any, verb: str) -> None:
    if "tim" not in {str(role) for role in person.roles}:
        raise NotYourStep(f"Yang dapat {verb}: Tim Penyusun.")
