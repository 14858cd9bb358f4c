"""Acting officials: what a mandate allows and when, as plain values. Pure (DOMAIN.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts.roles import Role
from app.web.refusals import Conflict, Invalid
from app.web.words import WITA, tanggal

KINDS = {"plh": "Plh.", "plt": "Plt."}
"""Plh. while the holder is away, Plt. while the post is vacant."""

POSTS = (Role.SEKRETARIS, Role.KABAG)
"""The posts that somebody may act in, the highest first; the Tim and the Staf are no posts to be vacant."""

NEVER = (Role.INSPEKTORAT, Role.ADMIN)
"""Who reviews the work, and who hands out accounts, must not act in it."""

LONGEST = timedelta(days=366)
"""A longer window is a mistyped year."""

KEPT_IN_VIEW = timedelta(days=90)
"""How long after its end a mandate still explains why an act is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One mandate as it was when it was read; both days are included, in WITA."""

    id: int
    kind: str
    post: Role
    title: str
    """The post in full: "Sekretaris DPRD", "Kepala Bagian Umum dan Keuangan"."""
    sk_number: str
    sk_date: date
    starts_on: date
    ends_on: date
    ended_at: datetime | None = None
    end_reason: str = ""

    @property
    def jabatan(self) -> str:
        """As it is printed: "Plh. Sekretaris DPRD"."""
        return f"{KINDS[self.kind]} {self.title}"

    @property
    def decree(self) -> str:
        return f"SK Nomor {self.sk_number} tanggal {tanggal(self.sk_date)}"

    @property
    def window(self) -> str:
        return span_words(self.starts_on, self.ends_on)

    def in_force(self, at: datetime) -> bool:
        return self.ended_at is None and self.starts_on <= day_of(at) <= self.ends_on

    def outside(self, at: datetime) -> str:
        """Why an act of the post is refused now; "" while the mandate is in force."""
        if self.in_force(at):
            return ""
        what = f"Penugasan Anda sebagai {self.jabatan} ({self.decree})"
        if self.ended_at is not None:
            return f"{what} sudah diakhiri pada {tanggal(self.ended_at)}: {self.end_reason.rstrip('.')}."
        until = "belum mulai" if day_of(at) < self.starts_on else "sudah berakhir"
        return f"{what} berlaku {self.window}, jadi sekarang {until}."


def day_of(at: datetime) -> date:
    """The office's day at that moment."""
    return at.astimezone(WITA).date()


def span_words(first: date, last: date) -> str:
    return f"pada {tanggal(first)} saja" if first == last else f"{tanggal(first)} sampai {tanggal(last)}"


def title_of(post: Role, unit_name: str | None) -> str:
    """The post as it stands in a signature block; a Kabag/Kasubag's is that of his bagian."""
    return f"Kepala {unit_name}" if post is Role.KABAG and unit_name else post.label


def strongest(mandates: Iterable[Mandate]) -> Mandate | None:
    """The one that a page shows where somebody acts in two posts at once."""
    return min(mandates, key=lambda one: POSTS.index(one.post), default=None)


def outside_window(mandates: Iterable[Mandate], *, roles: Iterable[str], at: datetime) -> str:
    """The sentence that names the window of the mandate that would have allowed it; "" where none would."""
    wanted = {str(role) for role in roles}
    fitting = [one for one in mandates if str(one.post) in wanted and not one.in_force(at)]
    nearest = min(fitting, key=lambda one: abs(one.ends_on - day_of(at)), default=None)
    return nearest.outside(at) if nearest else ""


def check_person(*, roles: frozenset[Role], active: bool, has_unit: bool, post: Role) -> None:
    """Who may act in the post at all."""
    if not active:
        raise Conflict("Akun ini nonaktif. Aktifkan kembali sebelum menugaskan orangnya.")
    barred = next((role for role in NEVER if role in roles), None)
    if barred is not None:
        raise Invalid(f"{barred.label} tidak dapat ditugaskan sebagai pejabat pengganti.", field="post")
    if post not in POSTS:
        raise Invalid("Jabatan ini tidak dapat digantikan dengan Plt. atau Plh.", field="post")
    if post in roles:
        raise Invalid(f"Orang ini sudah {post.label}, jadi tidak perlu ditugaskan menggantikannya.", field="post")
    if post is Role.KABAG and not has_unit:
        raise Invalid("Plt./Plh. Kabag/Kasubag bertugas untuk bagiannya. Isi dahulu bagian orang ini.", field="post")


def check_window(starts_on: date, ends_on: date, *, sk_date: date, today: date) -> None:
    """Refuse a window that is empty, past, or so long that a year was mistyped."""
    if sk_date > today:
        raise Invalid("Tanggal SK belum tiba. Periksa tanggalnya.", field="sk_date")
    if ends_on < starts_on:
        raise Invalid("Hari terakhir mendahului hari pertama.", field="ends_on")
    if ends_on < today:
        raise Invalid("Masa penugasan ini sudah lewat, jadi tidak ada yang dapat dilakukan dengannya.", field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise Invalid("Masa penugasan paling lama satu tahun. Periksa tahunnya.", field="ends_on")


def check_can_end(*, ended: bool, ends_on: date, today: date) -> None:
    if ended:
        raise Conflict("Penugasan ini sudah diakhiri.")
    if ends_on < today:
        raise Conflict(f"Penugasan ini sudah berakhir dengan sendirinya pada {tanggal(ends_on)}.")
