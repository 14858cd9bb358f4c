"""What people send from a report's pages, and what the database and the log then hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.demo.people import find_office
from app.demo.story import PASSPHRASE
from app.extensions import db
from app.reports.models import Report, ReportVersion
from app.reports.queries import report_of
from tests.reports.offices import RUN
from tests.runs.desk import Desk

WHERE = f"/runs/{RUN}/report"


def desk(app: Any, who: str) -> Desk:
    person = getattr(find_office(), who)
    return Desk(app.test_client().sign_in(person), person)


def fresh() -> Report:
    """The report as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return report_of(RUN)


def standing() -> ReportVersion | None:
    return fresh().standing


def acts() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.seq)))


def sign(app: Any, who: str = "sekretaris", **changed: Any) -> Any:
    """The signature as the page of the version at hand sends it."""
    version = fresh().standing
    form = {"sha256": version.to_sign.sha256 if version else "", "statement": "y", "passphrase": PASSPHRASE}
    return desk(app, who).post(f"{WHERE}/signature", form | changed)
