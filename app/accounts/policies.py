"""What the accounts allow: which roles go together, who may be closed, and that an admin always stays."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.acting import NEVER
from app.accounts.roles import NOT_WITH_ADMIN, Role, labels_of
from app.web.refusals import Conflict, Invalid, Refusal


def check_roles(roles: frozenset[Role], *, has_unit: bool) -> None:
    """Refuse roles that one person can't have together."""
    if not roles:
        raise Invalid("Pilih paling sedikit satu peran.", field="roles")
    if Role.INSPEKTORAT in roles and len(roles) > 1:
        others = labels_of(roles - {Role.INSPEKTORAT})
        raise Invalid(
            f"Inspektorat memeriksa, jadi tidak dapat sekaligus {others}: ia akan memeriksa pekerjaannya sendiri.",
            field="roles",
        )
    mixed = roles & set(NOT_WITH_ADMIN)
    if Role.ADMIN in roles and mixed:
        raise Invalid(
            f"Admin mengatur akun, jadi tidak dapat sekaligus {labels_of(mixed)}: ia tidak mengesahkan langkah.",
            field="roles",
        )
    if Role.KABAG in roles and not has_unit:
        raise Invalid("Kabag/Kasubag melapor untuk bagiannya. Pilih bagiannya.", field="unit")


def check_can_change_roles(before: frozenset[Role], after: frozenset[Role], *, own: bool, other_admins: int) -> None:
    """Refuse to lose the admin: nobody gives up the role himself, and one active admin always stays."""
    if Role.ADMIN not in before or Role.ADMIN in after:
        return
    if own:
        raise Invalid(
            "Anda tidak dapat melepas peran Admin dari akun sendiri. Mintalah admin lain melakukannya.", field="roles"
        )
    if other_admins == 0:
        raise Invalid("Ini satu-satunya admin yang aktif. Jadikan orang lain admin lebih dahulu.", field="roles")


def check_keeps_mandates(posts: Iterable[str], *, roles: frozenset[Role], same_unit: bool) -> None:
    """Refuse to turn somebody into what must not act, or to move a mandate to another bagian, while one stands."""
    standing = set(posts)
    if standing and roles & set(NEVER):
        raise Invalid("Orang ini masih tercatat sebagai Plt./Plh. Akhiri dahulu penugasannya.", field="roles")
    if Role.KABAG in standing and not same_unit:
        said = "Penugasan Plt./Plh. Kabag/Kasubag berlaku untuk bagiannya. Akhiri dahulu penugasannya."
        raise Invalid(said, field="unit")


def check_can_deactivate(*, active: bool, own: bool, is_admin: bool, other_admins: int) -> None:
    if not active:
        raise Conflict("Akun ini sudah nonaktif.")
    if own:
        raise Conflict("Anda tidak dapat menonaktifkan akun sendiri. Mintalah admin lain melakukannya.")
    if is_admin and other_admins == 0:
        raise Conflict("Ini satu-satunya admin yang aktif. Jadikan orang lain admin lebih dahulu.")


def why_not_deactivate(*, active: bool, own: bool, is_admin: bool, other_admins: int) -> str:
    """The sentence beside the button that is off; empty when it is on."""
    try:
        check_can_deactivate(active=active, own=own, is_admin=is_admin, other_admins=other_admins)
    except Refusal as refusal:
        return refusal.message
    return ""


def check_can_reactivate(*, active: bool) -> None:
    if active:
        raise Conflict("Akun ini sudah aktif.")


def check_can_issue_code(*, active: bool) -> None:
    if not active:
        raise Conflict("Akun ini nonaktif. Aktifkan kembali sebelum menerbitkan kode.")


def check_can_close_unit(*, open: bool, active_people: int) -> None:
    if not open:
        raise Conflict("Bagian ini sudah ditutup.")
    if active_people:
        raise Conflict(f"Masih ada {active_people} orang aktif di bagian ini. Pindahkan ke bagian lain lebih dahulu.")


def check_can_reopen_unit(*, open: bool) -> None:
    if open:
        raise Conflict("Bagian ini masih dibuka.")


def check_reason(reason: str) -> str:
    """A reason is read by the inspector years later: it has words."""
    words = " ".join(reason.split())
    if len(words) < 5:
        raise Invalid("Tulis alasannya, paling sedikit satu atau dua kata.", field="reason")
    return words


def warn_of_two_sekretaris(names: Iterable[str]) -> str:
    """A Plt. or a hand-over may explain it, so it is said and not refused; empty when there is one."""
    active = sorted(names)
    if len(active) < 2:
        return ""
    return f"Sekarang {len(active)} orang aktif sebagai Sekretaris DPRD: {'; '.join(active)}. Pastikan memang demikian."
