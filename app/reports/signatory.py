"""Who signs the report: the Sekretaris, or whoever acts for him with a decree in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts import queries
from app.accounts.acting import KINDS, Mandate
from app.accounts.models import User
from app.accounts.roles import Role
from app.reports.context import Signatory
from app.reports.errors import NotReady

NOBODY = "Belum ada pengguna dengan peran Sekretaris DPRD, jadi laporan belum punya penanda tangan."


@dataclass(frozen=True, slots=True)
class Signer:
    """The person, and the mandate where he acts for another."""

    person: User
    mandate: Mandate | None = None

    @property
    def jabatan(self) -> str:
        return self.mandate.jabatan if self.mandate else self.person.jabatan

    def printed(self) -> Signatory:
        """As the Pengesahan page names him: own name and NIP under the post that is acted in."""
        person, mandate = self.person, self.mandate
        return Signatory(
            jabatan=mandate.title if mandate else person.jabatan, name=person.name, pangkat=person.pangkat,
            nip=person.nip, acting=KINDS[mandate.kind] if mandate else "",
            mandate=f"Berdasarkan {mandate.decree}, berlaku {mandate.window}" if mandate else "",
        )  # fmt: skip


def signer_at(at: datetime) -> Signer:
    """Raises NotReady where nobody holds the post and nobody acts in it.

    A mandate in force goes before the holder: the decree says that he is away, or that there is none.
    """
    acting = queries.acting_in(Role.SEKRETARIS, at=at)
    if acting:
        return Signer(*acting[-1])
    holders = queries.active_people_with(Role.SEKRETARIS)
    if not holders:
        raise NotReady(NOBODY)
    return Signer(max(holders, key=lambda person: person.id))


def signer_or_none(at: datetime) -> Signer | None:
    """For a page that only tells who it would be."""
    try:
        return signer_at(at)
    except NotReady:
        return None
