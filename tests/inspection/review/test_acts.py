"""A working paper: opened once, answered criterion by criterion, finished with what it showed, opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.audit.queries import head
from app.demo.people import Office
from app.extensions import db
from app.inspection.review import actions
from app.inspection.review.criteria import KINDS, REVIU_LKJ
from app.inspection.review.errors import AlreadyOpened, NoSuchCriterion, PaperClosed, PaperOpen, StaleAnswer, Unanswered
from app.inspection.review.models import Review
from app.runs.models import Run
from app.web.refusals import Invalid
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.inspection.review.story import FACTS, LKE, REVIU, SAYS, SIGNED_RUN

GOING_RUN = 3


@pytest.fixture
def paper(app: Flask, office: Office) -> Review:
    """A fresh reviu of the run that goes on."""
    with writing():
        return actions.open_reviu(db.session.get_one(Run, GOING_RUN), by=office.inspektur, at=LATER)


def say(paper: Review, office: Office, code: str = "F1", *, version: int = 0, **said: str) -> None:
    with writing():
        review = db.session.get_one(Review, paper.id)
        actions.answer_criterion(review, code=code, said=SAYS | said, version=version, by=office.inspektur, at=LATER)


def say_everything(paper: Review, office: Office, *, but: tuple[str, ...] = ()) -> None:
    for criterion in paper.form.criteria:
        if criterion.code not in but:
            say(paper, office, criterion.code)


def finish(paper: Review, office: Office) -> None:
    with writing():
        actions.complete_review(db.session.get_one(Review, paper.id), facts=FACTS, by=office.inspektur, at=LATER)


def newest() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()  # type: ignore[return-value]


def test_the_form_has_the_23_criteria_in_their_three_groups() -> None:
    assert [one.code for one in REVIU_LKJ] == [
        *(f"F{no}" for no in range(1, 7)), *(f"M{no}" for no in range(1, 8)), *(f"S{no}" for no in range(1, 11)),
    ]  # fmt: skip
    assert [(name, len(lines)) for name, lines in KINDS["lkj"].groups] == [
        ("Format", 6), ("Mekanisme penyusunan", 7), ("Substansi", 10),
    ]  # fmt: skip


def test_a_fresh_paper_says_nothing_of_its_own(paper: Review) -> None:
    assert paper.answers == []
    assert paper.progress == "0 dari 23"
    assert paper.unanswered[0] == "F1" and len(paper.unanswered) == 23


def test_a_run_has_one_reviu_and_a_year_one_lke(app: Flask, office: Office) -> None:
    with pytest.raises(AlreadyOpened), writing():
        actions.open_reviu(db.session.get_one(Run, SIGNED_RUN), by=office.inspektur, at=LATER)
    with pytest.raises(AlreadyOpened), writing():
        actions.open_lke(2026, by=office.inspektur, at=LATER)


def test_what_is_said_is_kept_and_the_log_keeps_only_its_digest(paper: Review, office: Office) -> None:
    say(paper, office, status="tidak", result="Target 1.4 belum dikutip.", cause="Konsep lama dipakai.")

    event = newest()
    stored = db.session.get_one(Review, paper.id).answer_to("F1")
    assert stored is not None and stored.cause == "Konsep lama dipakai."
    assert event.act == Tag.REVIEW_ANSWERED.value
    assert event.data == {"criterion": "F1", "sha256": stored.sha256}
    assert b"tidak" not in event.body and b"Konsep" not in event.body


def test_the_same_words_twice_give_two_digests_since_nobody_shall_guess_them(paper: Review, office: Office) -> None:
    say(paper, office, "F1")
    first = newest().data["sha256"]
    say(paper, office, "F1", version=1, result="Lain.")
    say(paper, office, "F1", version=2)
    assert newest().data["sha256"] != first


def test_saying_what_stands_there_already_records_nothing(paper: Review, office: Office) -> None:
    say(paper, office)
    size = head().size  # type: ignore[union-attr]
    say(paper, office, version=1)
    say(paper, office, "F2", status="", result="", version=0)
    assert head().size == size  # type: ignore[union-attr]


def test_a_form_that_is_older_than_the_answer_is_refused(paper: Review, office: Office) -> None:
    say(paper, office)
    with pytest.raises(StaleAnswer, match="F1 sudah diubah"):
        say(paper, office, version=0, result="Dari halaman lama.")
    assert db.session.get_one(Review, paper.id).answer_to("F1").result == "Sesuai."  # type: ignore[union-attr]


def test_a_criterion_that_the_form_does_not_have_is_refused(paper: Review, office: Office) -> None:
    with pytest.raises(NoSuchCriterion):
        say(paper, office, "F7")
    with pytest.raises(NoSuchCriterion):
        say(paper, office, "3.a")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"status": "baik"}, "status"), ({"result": "x" * 5001}, "result"), ({"cause": "a\x00b"}, "cause")],
)
def test_what_can_not_be_kept_is_refused_at_its_field(
    paper: Review, office: Office, said: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        say(paper, office, **said)
    assert refused.value.field == field


def test_a_paper_with_gaps_is_not_finished_and_names_them(paper: Review, office: Office) -> None:
    say_everything(paper, office, but=("M4", "S10"))
    say(paper, office, "M4", status="", result="Hanya catatan.")
    with pytest.raises(Unanswered, match=r"belum berstatus: M4, S10\."):
        finish(paper, office)
    assert db.session.get_one(Review, paper.id).completion is None


def test_a_finished_paper_keeps_facts_answers_and_the_log_as_they_were(paper: Review, office: Office) -> None:
    say_everything(paper, office)
    before = head()
    assert before is not None
    seen = (before.size, before.root)
    finish(paper, office)

    completion = db.session.get_one(Review, paper.id).completion
    assert completion is not None
    assert completion.frozen["facts"] == FACTS
    assert completion.frozen["answers"]["S7"] == SAYS
    assert (completion.frozen["log"]["size"], completion.frozen["log"]["root"]) == seen
    assert newest().data == {"answered": 23, "sha256": completion.sha256, "size": seen[0], "root": seen[1]}


def test_a_finished_paper_takes_no_answer_and_is_not_finished_twice(paper: Review, office: Office) -> None:
    say_everything(paper, office)
    finish(paper, office)
    with pytest.raises(PaperClosed):
        say(paper, office, version=1, result="Sesudah selesai.")
    with pytest.raises(PaperClosed):
        finish(paper, office)


def test_only_a_finished_paper_is_opened_again_and_only_with_a_reason(paper: Review, office: Office) -> None:
    def reopen(reason: str) -> None:
        with writing():
            actions.reopen_review(db.session.get_one(Review, paper.id), reason=reason, by=office.inspektur, at=LATER)

    with pytest.raises(PaperOpen):
        reopen("keliru")
    say_everything(paper, office)
    finish(paper, office)
    with pytest.raises(Invalid, match="alasan"):
        reopen("  \n ")
    reopen("Ada bukti baru.")
    assert db.session.get_one(Review, paper.id).completion is None
    say(paper, office, version=1, result="Diperbaiki.")


def test_what_was_finished_once_stays_when_it_is_finished_again(app: Flask) -> None:
    first, second = db.session.get_one(Review, REVIU).completions
    assert first.reopen_reason == "Ada bukti baru." and second.reopened_at is None
    assert first.frozen["answers"]["F2"]["status"] == "ya"
    assert second.frozen["answers"]["F2"]["status"] == "sebagian"


def test_the_lke_lists_the_four_items_that_the_application_feeds(app: Flask) -> None:
    pack = db.session.get_one(Review, LKE)
    assert [one.code for one in pack.form.criteria] == ["2.b-5", "2.c-1", "3.a", "3.b"]
    assert pack.progress == "1 dari 4"


def test_times_are_the_ones_that_were_given(app: Flask, office: Office) -> None:
    at = LATER + timedelta(minutes=7)
    with writing():
        paper = actions.open_reviu(db.session.get_one(Run, GOING_RUN), by=office.inspektur, at=at)
    assert paper.opened_at == at
