"""Drawing a sample: first it is drawn and recorded, then its members are shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import Tag, record
from app.audit.models import AuditEvent
from app.audit.record import locked_head
from app.extensions import db
from app.inspection.sampling.draw import Drawn, Question, draw
from app.inspection.sampling.queries import population
from app.inspection.sampling.scope import KINDS
from app.web.refusals import Invalid, NotAllowed

MOST = 200
"""Members of one sample: they all stand in its event, and somebody has to look at each."""


def draw_sample(question: Question, *, size: int) -> Drawn:
    """Reads only. Raises Invalid where there is nothing to draw from, or less than was asked for."""
    check_size(size)
    drawn = draw(population(question), question, size=size)
    what = KINDS[question.kind]
    if not drawn.population:
        raise Invalid(f"Tidak ada {what} dalam lingkup ini sampai rekaman {question.upto}.", field="jenis")
    if size > drawn.population:
        raise Invalid(f"Hanya ada {drawn.population} {what} dalam lingkup ini. Perkecil ukurannya.", field="ukuran")
    return drawn


def check_size(size: int) -> None:
    if not 0 < size <= MOST:
        raise Invalid(f"Ukuran sampel antara 1 dan {MOST}.", field="ukuran")


def record_sample(question: Question, drawn: Drawn, *, purpose: str, by: User, at: datetime) -> int:
    """The number of the sample. Every draw is recorded, so that drawing until it pleases is seen."""
    if not by.has_role(Role.INSPEKTORAT):
        raise NotAllowed("Sampel diambil oleh Inspektorat.")
    locked_head()
    known = select(func.count()).where(AuditEvent.subject == "sample", AuditEvent.act == Tag.SAMPLE_DRAWN.value)
    number = 1 + (db.session.scalar(known) or 0)
    record(
        Tag.SAMPLE_DRAWN, by=by, about=f"sample:{number}", at=at,
        data={
            "kind": question.kind, "scope": question.scope, "seed": question.seed, "upto": question.upto,
            "size": len(drawn.members), "population": drawn.population, "members": list(drawn.members),
            "purpose": purpose,
        },
    )  # fmt: skip
    return number
