"""The evidence of a working paper: for each criterion what the application knows, gathered when it is looked at."""

from __future__ import annotations

from typing import Any

from app.inspection.review.evidence import format, lke, mechanism, substance
from app.inspection.review.evidence.facts import Fact, read_fact
from app.inspection.review.evidence.subject import subject_of
from app.inspection.review.models import Review

REVIU = format.GATHER | mechanism.GATHER | substance.GATHER
Facts = dict[str, list[Fact]]

__all__ = ["REVIU", "Fact", "Facts", "facts_of", "gather", "records_of"]


def facts_of(review: Review) -> Facts:
    """By criterion: as it was kept where the paper is finished, as it is now while it is open."""
    if review.completion is not None:
        kept = review.completion.frozen["facts"]
        return {code: [read_fact(fact) for fact in facts] for code, facts in kept.items()}
    return gather(review)


def gather(review: Review, *codes: str) -> Facts:
    """What the application knows now about these criteria, or all."""
    wanted = codes or tuple(one.code for one in review.form.criteria)
    if review.run_id is None:
        subjects = lke.year_of(review.year)
        return {code: lke.GATHER[code](subjects) for code in wanted}
    subject = subject_of(review.run_id)
    return {code: REVIU[code](subject) for code in wanted}


def records_of(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """The facts as a finished paper keeps them."""
    return {code: [fact.record() for fact in known] for code, known in facts.items()}
