"""Recommendations: due days, who answers for which bagian, files, and the Inspektorat's judgement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.demo.story import wita
from app.extensions import db
from app.inspection.findings import followup_actions
from app.inspection.findings.queries import awaiting_answer_of, is_overdue
from app.inspection.findings.states import Followup
from app.web.refusals import Conflict, Invalid, NotAllowed
from app.web.transaction import writing
from tests.inspection.findings.acts import (
    AFTER_DUE,
    ANSWERED,
    DUE,
    ISSUED,
    JUDGED,
    answered,
    draft,
    issued,
    judged,
    recommended,
)


def test_a_due_day_that_has_passed_is_refused(app: Flask) -> None:
    finding = draft()
    with pytest.raises(Invalid, match="sudah lewat"):
        recommended(finding, due_on=ISSUED.date() - timedelta(days=1))
    assert recommended(finding, due_on=ISSUED.date()).due_on == ISSUED.date()


def test_the_due_day_itself_is_still_in_time(app: Flask) -> None:
    one = issued().recommendations[0]
    assert not is_overdue(one, at=wita("2026-12-04 23.59"))
    assert is_overdue(one, at=wita("2026-12-05 00.01"))


def test_what_is_done_or_withdrawn_or_a_draft_is_never_overdue(app: Flask, office: Office) -> None:
    done = issued()
    judged(done)
    assert not is_overdue(done.recommendations[0], at=AFTER_DUE)
    unread = draft()
    assert not is_overdue(recommended(unread), at=AFTER_DUE)


def test_a_passed_due_day_may_stay_while_the_words_change(app: Flask, office: Office) -> None:
    one = issued().recommendations[0]
    facts = {"unit": None, "reason": "bunyinya diperjelas", "by": office.inspektur, "at": AFTER_DUE}
    with writing():
        assert followup_actions.change_recommendation(one, text="Bunyi yang lebih jelas.", due_on=DUE, **facts)
    with pytest.raises(Invalid, match="sudah lewat"):
        followup_actions.change_recommendation(one, text="Lagi.....", due_on=DUE + timedelta(days=1), **facts)


@pytest.mark.parametrize(
    ("unit", "who", "may"),
    [
        ("umum", "kabag_umum", True),
        ("umum", "kabag_persidangan", False),
        ("umum", "sekretaris", True),
        ("umum", "tim", True),
        ("", "kabag_persidangan", True),
        ("", "staf", False),
        ("", "inspektur", False),
        ("", "admin", False),
    ],
)
def test_who_answers_for_whose_recommendation(app: Flask, office: Office, unit: str, who: str, may: bool) -> None:
    finding = issued(unit=unit)
    if may:
        assert answered(finding, who=who).answered_by is getattr(office, who)
        return
    with pytest.raises(NotAllowed):
        answered(finding, who=who)
    assert finding.recommendations[0].answers == []


def test_what_has_not_been_done_yet_is_no_answer(app: Flask, office: Office) -> None:
    one = issued().recommendations[0]
    with pytest.raises(Invalid) as refused:
        followup_actions.answer(
            one, text="Akan dikerjakan.", done_on=date(2026, 11, 27), files=(), by=office.tim, at=ANSWERED
        )
    assert refused.value.field == "done_on"


def test_an_answer_that_says_nothing_is_refused(app: Flask, office: Office) -> None:
    with pytest.raises(Invalid):
        answered(issued(), text=" ok ")


def test_an_answer_keeps_its_files_in_the_log_by_digest(app: Flask) -> None:
    answer = answered(issued(), files=("nota.docx", "daftar.xlsx"))
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "followup:answered")).one()
    assert event.data["names"] == ["nota.docx", "daftar.xlsx"]
    assert [file["sha256"] for file in event.fields["files"]] == [file.evidence.sha256 for file in answer.files]


def test_what_was_judged_done_needs_no_further_answer_until_it_is_judged_again(app: Flask) -> None:
    finding = issued()
    judged(finding)
    with pytest.raises(Conflict, match="dinilai selesai"):
        answered(finding)
    judged(finding, Followup.UNDER_WAY, note="Ternyata belum semua bagian.")
    assert answered(finding, at=AFTER_DUE).no == 1


def test_a_judgement_needs_its_grounds_and_an_issued_finding(app: Flask, office: Office) -> None:
    with pytest.raises(Invalid):
        judged(issued(), note=" ")
    unread = draft()
    recommended(unread)
    with pytest.raises(Conflict, match="belum disampaikan"):
        judged(unread)


def test_the_office_does_not_judge_itself(app: Flask, office: Office) -> None:
    one = issued().recommendations[0]
    with pytest.raises(NotAllowed):
        followup_actions.judge(one, status=Followup.DONE, note="Sudah beres.", by=office.sekretaris, at=JUDGED)


def test_whose_turn_it_is_goes_to_and_fro(app: Flask) -> None:
    finding = issued()
    one = finding.recommendations[0]
    assert (one.awaits_answer, one.awaits_judgement) == (True, False)
    answered(finding)
    assert (one.awaits_answer, one.awaits_judgement) == (False, True)
    judged(finding, Followup.UNDER_WAY)
    assert (one.awaits_answer, one.awaits_judgement) == (True, False)
    answered(finding, at=AFTER_DUE)
    judged(finding, at=AFTER_DUE + timedelta(hours=1))
    assert (one.awaits_answer, one.awaits_judgement) == (False, False)


def test_each_person_awaits_his_own(app: Flask, office: Office) -> None:
    issued(unit="umum")
    assert len(awaiting_answer_of(office.kabag_umum)) == 1
    assert len(awaiting_answer_of(office.sekretaris)) == 1
    assert awaiting_answer_of(office.kabag_persidangan) == []
