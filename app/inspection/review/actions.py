"""Opening a working paper, answering its criteria, finishing it with what it shows, and opening it again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit import Tag, record
from app.audit.canonical import canonical
from app.audit.record import locked_head
from app.extensions import db
from app.inspection.review import policies
from app.inspection.review.criteria import KINDS
from app.inspection.review.errors import AlreadyOpened, NoSuchCriterion
from app.inspection.review.models import STATUSES, Review, ReviewAnswer, ReviewCompletion
from app.inspection.review.sealing import ANSWERED
from app.runs.models import Run
from app.web.refusals import Invalid

LONGEST = 5000
SALT_BYTES = 16


def open_reviu(run: Run, *, by: User, at: datetime) -> Review:
    """The working paper of one run's report. Raises AlreadyOpened."""
    return _open("lkj", f"{KINDS['lkj'].label} {run.title}", run=run, year=run.year, by=by, at=at)


def open_lke(year: int, *, by: User, at: datetime) -> Review:
    """The evidence pack of one year. Raises AlreadyOpened."""
    return _open("lke", f"{KINDS['lke'].label} Tahun {year}", run=None, year=year, by=by, at=at)


def _open(kind: str, title: str, *, run: Run | None, year: int, by: User, at: datetime) -> Review:
    # Whoever acts takes the log's head first, so what is checked below stays as it is until the commit.
    locked_head()
    same = select(Review.id).where(Review.kind == kind)
    same = same.where(Review.year == year) if run is None else same.where(Review.run_id == run.id)
    if db.session.scalar(same) is not None:
        raise AlreadyOpened(title)
    review = Review(kind=kind, title=title, run=run, year=year, opened_at=at, opened_by=by)
    db.session.add(review)
    db.session.flush()
    data = {"kind": kind, "run": run.audit_ref if run else None, "year": year, "title": title}
    record(Tag.REVIEW_OPENED, by=by, about=review.audit_ref, at=at, data=data)
    return review


def answer_criterion(
    review: Review, *, code: str, said: Mapping[str, str], version: int, by: User, at: datetime
) -> None:
    """Keep what the reviewer says of one criterion; nothing happens where he says what stands there.

    `version` is that of the answer on his form. Raises StaleAnswer, PaperClosed, NoSuchCriterion, Invalid.
    """
    if review.form.find(code) is None:
        raise NoSuchCriterion
    _hold(review)
    policies.check_can_answer(review)
    answer = review.answer_to(code)
    policies.check_fresh(answer, code=code, version=version)
    words = _readable(said)
    if words == (answer.said if answer else dict.fromkeys(ANSWERED, "")):
        return
    if answer is None:
        answer = ReviewAnswer(review=review, criterion=code, version=0)
        db.session.add(answer)
    for key, text in words.items():
        setattr(answer, key, text)
    answer.salt, answer.version = secrets.token_hex(SALT_BYTES), answer.version + 1
    answer.answered_by, answer.answered_at = by, at
    db.session.flush()
    record(Tag.REVIEW_ANSWERED, by=by, about=review.audit_ref, at=at, data={"criterion": code, "sha256": answer.sha256})


def complete_review(
    review: Review, *, facts: Mapping[str, list[dict[str, Any]]], by: User, at: datetime
) -> ReviewCompletion:
    """Finish the paper; what it shows now is kept with the log's size and root. Raises Unanswered, PaperClosed."""
    _hold(review)
    policies.check_can_complete(review)
    log = locked_head()
    assert log is not None, "A paper was opened by an event, so there is a log."
    seen = {"size": log.size, "root": log.root}
    answers = {answer.criterion: answer.said for answer in review.answers}
    frozen = {"facts": dict(facts), "answers": answers, "log": seen, "salt": secrets.token_hex(SALT_BYTES)}
    completion = ReviewCompletion(
        review=review, no=len(review.completions) + 1, answered=review.answered, paper=canonical(frozen).decode(),
        completed_at=at, completed_by=by,
    )  # fmt: skip
    db.session.add(completion)
    db.session.flush()
    data = {"answered": completion.answered, "sha256": completion.sha256, **seen}
    record(Tag.REVIEW_COMPLETED, by=by, about=review.audit_ref, at=at, data=data)
    return completion


def reopen_review(review: Review, *, reason: str, by: User, at: datetime) -> None:
    """Open a finished paper again; what it showed when it was finished stays. Raises PaperOpen, Invalid."""
    _hold(review)
    policies.check_can_reopen(review)
    reason = reason.strip()
    if not reason:
        raise Invalid("Tuliskan alasan membuka kembali.", field="reason")
    completion = review.completion
    assert completion is not None
    completion.reopened_at, completion.reopened_by, completion.reopen_reason = at, by, reason
    db.session.flush()
    record(Tag.REVIEW_REOPENED, by=by, about=review.audit_ref, at=at, data={"reason": reason})


def _hold(review: Review) -> None:
    """Nobody else changes the paper until the commit; on PostgreSQL it may have changed since it was read."""
    locked_head()
    for model in (ReviewAnswer, ReviewCompletion):
        rows = select(model).where(model.review_id == review.id)
        db.session.scalars(rows.execution_options(populate_existing=True)).all()
    db.session.expire(review, ["answers", "completions"])


def _readable(said: Mapping[str, str]) -> dict[str, str]:
    words = {key: said.get(key, "").replace("\r\n", "\n").strip() for key in ANSWERED}
    if words["status"] and words["status"] not in STATUSES:
        raise Invalid("Pilihan ini tidak ada. Pilih dari daftar.", field="status")
    for key, text in words.items():
        if len(text) > LONGEST:
            raise Invalid(f"Paling panjang 5.000 huruf; ini {len(text)}.", field=key)
        if "\x00" in text:
            raise Invalid("Ada huruf yang tidak dapat disimpan. Ketik ulang bagian itu.", field=key)
    return words
