"""Opening a finding: it is found, the Inspektorat's reading is noted, and it is read."""

from __future__ import annotations

from app.accounts.access import current_person
from app.clock.current import now
from app.inspection.findings.models import Finding, Recommendation
from app.inspection.findings.queries import find_finding, find_recommendation
from app.inspection.reading import note_reading


def opened(finding_id: int) -> Finding:
    """Raises FindingNotFound."""
    _noted(finding_id)
    return find_finding(finding_id, person=current_person())


def opened_recommendation(finding_id: int, no: int) -> Recommendation:
    """Raises FindingNotFound."""
    find_recommendation(finding_id, no, person=current_person())
    _noted(finding_id)
    return find_recommendation(finding_id, no, person=current_person())


def _noted(finding_id: int) -> None:
    person = current_person()
    code = find_finding(finding_id, person=person).code
    note_reading(f"temuan {code}", by=person, at=now())
