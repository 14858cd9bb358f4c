"""Who may give a paraf on which version, and who may take one back. Pure."""

from __future__ import annotations

from typing import Any

from app.reports.errors import NotReady, OtherBytes
from app.reports.policies import opened_again, what_changed
from app.runs.errors import AlreadyDone, NotYourStep
from app.web.words import waktu

NOBODY = "Yang memberi paraf: Kabag/Kasubag, atau Plt./Plh.-nya."


def check_can_give(version: Any, person: Any) -> None:
    """A Kabag/Kasubag, or who acts for him, once for his bagian, on the version that waits for its signature."""
    _check_pending(version)
    roles = {str(role) for role in person.roles}
    if "sekretaris" in roles:
        raise NotYourStep("Anda menandatangani laporan ini, jadi tidak memberi paraf padanya.")
    if "kabag" not in roles:
        raise NotYourStep(person.outside_window({"kabag"}) or NOBODY)
    if person.unit_id is None:
        raise NotYourStep("Anda belum tercatat pada satu bagian. Minta admin melengkapinya.")
    if not person.unit.open:
        raise NotYourStep(f"{person.unit.name} sudah ditutup, jadi tidak memberi paraf.")
    for paraf in version.parafs:
        if paraf.stands and person.id == paraf.user_id:
            raise AlreadyDone(f"Anda sudah memberi paraf pada {waktu(paraf.given_at)}.")
        if paraf.stands and person.unit_id == paraf.unit_id:
            who, when = paraf.user.name, waktu(paraf.given_at)
            raise AlreadyDone(f"Paraf {person.unit.name} sudah diberikan oleh {who} pada {when}.")


def voided_paraf(version: Any, person: Any) -> Any | None:
    """The person's paraf on the version before, void because that was opened again: why he is asked once more."""
    before = next((one for one in version.report.versions if one.no == version.no - 1 and one.thawed_at), None)
    given = before.parafs if before else ()
    return next((one for one in given if one.user_id == person.id and one.withdrawn_at is None), None)


def why_none_waits(report: Any) -> str:
    """Why there is nothing to give a paraf on now."""
    last = report.versions[-1] if report.versions else None
    if last is not None and last.thawed_at is not None:
        return f"{opened_again(last)} Paraf diberikan setelah laporan dibekukan lagi."
    if last is not None and last.signed_at is not None:
        who, when = last.signed_by.name, waktu(last.signed_at)
        return f"Versi {last.no} sudah ditandatangani {who} pada {when}; parafnya tidak berubah lagi."
    return "Tidak ada laporan beku yang menunggu paraf. Paraf diberikan setelah laporan dibekukan."


def check_same_bytes(version: Any, sha256: str) -> None:
    """The paraf is for the PDF that was read, and for no other."""
    if version.to_sign.sha256 != sha256:
        raise OtherBytes(what_changed(version.report, sha256))


def check_can_withdraw(version: Any, person: Any) -> Any:
    """One's own paraf, before the signature; the paraf that may be taken back."""
    _check_pending(version)
    own = next((one for one in version.parafs if one.stands and one.user_id == person.id), None)
    if own is not None and version.to_sign.kind == "paraf":
        raise NotReady("Paraf Anda sudah menjadi tanda tangan di dalam berkas. Minta Tim Penyusun membuka bekuannya.")
    if own is None:
        raise NotReady("Anda belum memberi paraf pada versi ini, jadi tidak ada yang ditarik.")
    return own


def _check_pending(version: Any) -> None:
    if version.signed_at is not None:
        raise NotReady(f"Versi {version.no} sudah ditandatangani; parafnya tidak berubah lagi.")
    if version.thawed_at is not None:
        raise NotReady(f"Bekuan versi {version.no} sudah dibuka, jadi tidak diparaf. Tunggu versi berikutnya.")
