"""Who signed a document and what the signature is worth, as the log kept it: for who holds only the paper."""

from __future__ import annotations

from app.accounts.models import ActingOfficial
from app.accounts.roles import Role
from app.audit import Tag
from app.audit.queries import Entry
from app.extensions import db
from app.signing.provenance import Provenance
from app.signing.verification.verdicts import Trust
from app.web.words import waktu

WORTH = {
    Trust.CERTIFIED: "Tanda tangan elektronik tersertifikasi",
    Trust.LOCAL: "Tanda tangan elektronik tidak tersertifikasi (kunci lokal)",
    Trust.UNKNOWN: "Tanda tangan elektronik tidak tersertifikasi (penerbit sertifikatnya tidak dikenal)",
    Trust.INVALID: "Tanda tangan elektronik tidak tersertifikasi (sertifikatnya tidak berlaku)",
}


def signed_by(known: Provenance) -> str:
    """Name, post, time, worth and level of the signature; only the time where the log doesn't tell; "" unsigned."""
    at = known.version.signed_at
    told = next((entry for entry in known.acts if entry.tag is Tag.REPORT_SIGNED), None)
    if at is None:
        return ""
    if told is None:
        return f"Ditandatangani {waktu(at)}."
    levels = [str(entry.data["level"]) for entry in known.acts if "level" in entry.data]
    worth = WORTH[Trust(told.data["trust"])]
    return f"Ditandatangani {told.actor}, {_post_of(told)}, {waktu(at)}. {worth}, tingkat {levels[-1]}."


def _post_of(told: Entry) -> str:
    """The post that was signed in: the Sekretaris's own, or his by a mandate."""
    number = told.data["mandate"]
    row = db.session.get(ActingOfficial, number) if number else None
    return row.as_mandate(row.user).jabatan if row else Role.SEKRETARIS.label
