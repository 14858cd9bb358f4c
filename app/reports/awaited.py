"""Replacements of a signed report that wait for one person: for his signature, or to be frozen.

Their run is closed, so no step of it is anybody's turn; the start page and the menu's count ask here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.extensions import db
from app.reports.errors import NotReady
from app.reports.models import OPEN, PENDING, Report, ReportRevision, ReportVersion
from app.reports.seats import seats_of
from app.reports.signatory import signer_at
from app.runs.models import Run


def awaited_signatures(person: User, *, at: datetime) -> list[ReportVersion]:
    """The frozen replacements that only this person's signature lacks; no statement for who signs none."""
    if not person.has_role(Role.SEKRETARIS):
        return []
    wanted = (
        select(ReportVersion)
        .join(ReportVersion.report)
        .join(Report.run)
        .where(PENDING, Run.closed_at.is_not(None))
        .order_by(ReportVersion.frozen_at)
    )
    return [one for one in db.session.scalars(wanted) if _names(one, person) and seats_of(one, at=at).complete]


def awaited_replacements(person: User) -> list[ReportRevision]:
    """The replacements that the Tim opened and has not frozen; one statement, none for the others."""
    if not person.has_role(Role.TIM):
        return []
    frozen = select(ReportVersion.id).where(ReportVersion.report_id == ReportRevision.report_id, PENDING)
    wanted = select(ReportRevision).where(OPEN, ~frozen.exists()).order_by(ReportRevision.opened_at)
    return list(db.session.scalars(wanted))


def _names(version: ReportVersion, person: User) -> bool:
    """Whether the version was frozen for this person to sign."""
    try:
        return signer_at(version.frozen_at).person.id == person.id
    except NotReady:
        return False
