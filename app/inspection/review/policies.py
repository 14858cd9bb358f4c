"""What the state of a working paper allows. Who may write at all is the permission's question."""

from __future__ import annotations

from typing import Any

from app.inspection.review.errors import PaperClosed, PaperOpen, StaleAnswer, Unanswered


def check_can_answer(review: Any) -> None:
    if review.completion is not None:
        raise PaperClosed


def check_fresh(answer: Any, *, code: str, version: int) -> None:
    """The form was opened on the answer as it stands; version 0 is none yet."""
    if version != (answer.version if answer else 0):
        raise StaleAnswer(code)


def check_can_complete(review: Any) -> None:
    check_can_answer(review)
    if review.unanswered:
        raise Unanswered(review.unanswered)


def check_can_reopen(review: Any) -> None:
    if review.completion is None:
        raise PaperOpen
