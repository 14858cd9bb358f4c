"""Reading findings: whole, in a fixed number of statements, and never a draft for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.queries import AFTER_ALL
from app.extensions import db
from app.inspection.findings.errors import FindingNotFound
from app.inspection.findings.models import Answer, AnswerFile, Finding, Recommendation
from app.inspection.findings.policies import answers_for
from app.inspection.findings.states import FindingState, Followup, overdue

ROLES_ON_DEMAND = lazyload(User.role_rows)
WHOLE = (
    joinedload(Finding.run),
    joinedload(Finding.recorded_by).options(ROLES_ON_DEMAND),
    joinedload(Finding.issued_by).options(ROLES_ON_DEMAND),
    joinedload(Finding.withdrawn_by).options(ROLES_ON_DEMAND),
    selectinload(Finding.recommendations).options(
        joinedload(Recommendation.unit),
        joinedload(Recommendation.judged_by).options(ROLES_ON_DEMAND),
        selectinload(Recommendation.answers).options(
            joinedload(Answer.answered_by).options(ROLES_ON_DEMAND), selectinload(Answer.files)
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings: an empty field doesn't narrow. `status` is a state of findings or of recommendations."""

    status: str = ""
    year: int = 0
    unit_id: int = 0


def sees_drafts(person: User) -> bool:
    return person.has_role(Role.INSPEKTORAT)


def find_finding(finding_id: int, *, person: User) -> Finding:
    """Raises FindingNotFound; what the person may not see is not there."""
    known = 0 < finding_id < AFTER_ALL
    found = db.session.scalar(_visible(person).where(Finding.id == finding_id).options(*WHOLE)) if known else None
    if found is None:
        raise FindingNotFound
    return found


def find_recommendation(finding_id: int, no: int, *, person: User) -> Recommendation:
    recommendation = find_finding(finding_id, person=person).recommendation(no)
    if recommendation is None:
        raise FindingNotFound
    return recommendation


def find_answer_file(finding_id: int, sha256: str, *, person: User) -> AnswerFile:
    """A file of an answer by its digest."""
    for recommendation in find_finding(finding_id, person=person).recommendations:
        for answer in recommendation.answers:
            for file in answer.files:
                if file.evidence.sha256 == sha256:
                    return file
    raise FindingNotFound


def findings_for(person: User, wanted: Wanted, *, at: datetime) -> list[Finding]:
    """The newest first; a few a year."""
    query = _visible(person).order_by(Finding.year.desc(), Finding.code.desc())
    if wanted.year:
        query = query.where(Finding.year == wanted.year)
    found = db.session.scalars(query.options(*WHOLE)).unique().all()
    return [one for one in found if fits(one, wanted, at=at)]


def fits(finding: Finding, wanted: Wanted, *, at: datetime) -> bool:
    if wanted.status in list(FindingState) and finding.state != wanted.status:
        return False
    narrows = wanted.status == LATE or wanted.unit_id
    return not narrows or bool(recommendations_in(finding, wanted, at=at))


LATE = "lewat"
"""A filter, not a state: a recommendation whose due day has passed."""


def recommendations_in(finding: Finding, wanted: Wanted, *, at: datetime) -> list[Recommendation]:
    """Those of this finding that the filter is about."""
    found = finding.recommendations
    if wanted.unit_id:
        found = [one for one in found if one.unit_id == wanted.unit_id]
    if wanted.status == LATE:
        found = [one for one in found if is_overdue(one, at=at)]
    return found


def is_overdue(recommendation: Recommendation, *, at: datetime) -> bool:
    asked = recommendation.finding.state is FindingState.ISSUED
    return asked and overdue(recommendation, at=at)


def years_of(person: User) -> Sequence[int]:
    seen = _visible(person).with_only_columns(Finding.year).distinct().order_by(Finding.year.desc())
    return db.session.scalars(seen).all()


def open_recommendations() -> Sequence[Recommendation]:
    """Whatever was issued and is not done: two statements, however many findings there are."""
    query = (
        select(Recommendation)
        .join(Recommendation.finding)
        .where(
            Finding.issued_at.is_not(None), Finding.withdrawn_at.is_(None),
            Recommendation.status != Followup.DONE.value,
        )
        .order_by(Recommendation.due_on, Recommendation.id)
        .options(joinedload(Recommendation.finding), selectinload(Recommendation.answers))
    )  # fmt: skip
    return db.session.scalars(query).all()


def awaiting_answer_of(person: User) -> list[Recommendation]:
    """What the person has to answer, the one that is due first before the others."""
    mine = [one for one in open_recommendations() if answers_for(person, one.unit_id)]
    return [one for one in mine if one.awaits_answer]


def _visible(person: User) -> Select[Any]:
    query = select(Finding)
    return query if sees_drafts(person) else query.where(Finding.issued_at.is_not(None))
