"""Where paraf are signatures: the places for them in the report, and the seal that goes before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.evidence.store import StoredFile
from app.reports.context import ParafPlace
from app.reports.keeping import store_pdf
from app.reports.seats import leads_by_unit
from app.runs.queries import reporting_units
from app.signing.actions import SignatureFacts, signature_facts
from app.signing.actions.seal import seal_pdf

CRYPTOGRAPHIC = "cryptographic"


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF that is in the store, as the strict verifier read it back."""

    file: StoredFile
    facts: SignatureFacts


def paraf_is_signature() -> bool:
    """Whether the office wants each paraf as a signature of its own."""
    return bool(current_app.config["SETTINGS"].paraf_form == CRYPTOGRAPHIC)


def place_of(unit_id: int) -> str:
    """The name of the field in which this bagian's Kabag signs his paraf."""
    return f"paraf-{unit_id}"


def paraf_places(*, at: datetime) -> tuple[ParafPlace, ...]:
    """One empty field for each bagian that has somebody to sign in it; none where paraf are recorded."""
    if not paraf_is_signature():
        return ()
    leads = leads_by_unit(at)
    named = ((unit, leads[unit.id][0]) for unit in reporting_units() if leads.get(unit.id))
    return tuple(ParafPlace(field=place_of(unit.id), name=name, jabatan=jabatan) for unit, (name, jabatan) in named)


def seal_rendered(pdf: bytes, *, name: str, at: datetime) -> Sealed | None:
    """The rendered report sealed and stored; None where paraf are recorded. Before the write transaction."""
    if not paraf_is_signature():
        return None
    sealed = seal_pdf(pdf, at=at).pdf
    return Sealed(store_pdf(sealed, name=name), signature_facts(sealed, now=at))
