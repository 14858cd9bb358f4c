"""Reading working papers: the list, one of them, its history, and what may still be opened."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.access import may
from app.accounts.permissions import Permission
from app.audit.queries import AFTER_ALL, Entry, events_about
from app.extensions import db
from app.inspection.review.errors import NoSuchPaper
from app.inspection.review.models import Review
from app.runs.models import Run

WHOLE = (selectinload(Review.answers), selectinload(Review.completions))


def all_reviews() -> Sequence[Review]:
    """Every working paper, the newest first."""
    return db.session.scalars(select(Review).order_by(Review.id.desc()).options(*WHOLE)).all()


def find_review(review_id: int) -> Review:
    """The paper, for who may write one; to everybody else there is none. Raises NoSuchPaper."""
    known = review_id < AFTER_ALL and may(Permission.REVIEW_WRITE)
    review = db.session.scalar(select(Review).where(Review.id == review_id).options(*WHOLE)) if known else None
    if review is None:
        raise NoSuchPaper
    return review


def unreviewed_runs() -> Sequence[Run]:
    """The runs without a working paper, the newest first; cancelled ones have no report to review."""
    taken = select(Review.run_id).where(Review.run_id.is_not(None))
    wanted = select(Run).where(Run.cancelled_at.is_(None), Run.id.not_in(taken))
    return db.session.scalars(wanted.order_by(Run.started_at.desc(), Run.id.desc())).all()


def years_without_lke() -> list[int]:
    """The years that have a run and no evidence pack, the newest first."""
    taken = select(Review.year).where(Review.kind == "lke")
    years = select(Run.year).where(Run.cancelled_at.is_(None), Run.year.not_in(taken)).distinct()
    return sorted(db.session.scalars(years), reverse=True)


def history(review: Review) -> tuple[Entry, ...]:
    """What happened to the paper, from the log, the oldest first."""
    return events_about(review.audit_ref)
