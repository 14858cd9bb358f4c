"""Several people press at the same moment: one is first, the others are told who, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import User
from app.audit.integrity import check_log
from app.clock.current import SetClock
from app.demo.people import PASSWORD, Office
from app.extensions import db
from app.runs.models import Run, StepCompletion
from tests.runs.desk import paper, run_of, step_of
from tests.runs.stories import report_all, run_at


class Sent(NamedTuple):
    """A form in somebody's browser, ready to be sent."""

    who: User
    address: str
    form: dict[str, Any]


Answers = list[tuple[int, str]]
Press = Callable[..., Answers]


@pytest.fixture
def press(app: Flask) -> Press:
    """`press(one, another)`: both forms are sent at the same moment; status and text of each answer, in order."""

    def at_once(*forms: Sent) -> Answers:
        people = [sent.who.get_id() for sent in forms]
        db.session.rollback()
        together = Barrier(len(forms))

        def send(person: str, sent: Sent) -> tuple[int, str]:
            browser = FlaskClient(app, app.response_class)
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = person, True
            together.wait(10)
            answer = browser.post(sent.address, data=sent.form, content_type="multipart/form-data")
            return answer.status_code, answer.text

        with ThreadPoolExecutor(len(forms)) as crowd:
            waiting = [crowd.submit(Context().run, send, *who) for who in zip(people, forms, strict=True)]
            return [answer.result() for answer in waiting]

    return at_once


def completion(who: User, run_id: int, no: int) -> Sent:
    step = step_of(run_id, no)
    files = {f"item-{item.id}": paper(f"{item.id}.pdf") for item in step.items}
    form = {"attempt": step.handed_over.id, "statement": "y", "password": PASSWORD} | files
    return Sent(who, f"/runs/{run_id}/steps/{no}/completion", form)


def completions(run_id: int, no: int) -> int:
    attempts = [attempt.id for attempt in step_of(run_id, no).attempts]
    counted = select(func.count()).select_from(StepCompletion).where(StepCompletion.attempt_id.in_(attempts))
    return db.session.scalar(counted) or 0


def statuses(answers: Answers) -> list[int]:
    return sorted(status for status, _ in answers)


def test_two_who_sahkan_at_once_make_one_pengesahan(press: Press, office: Office, clock: SetClock) -> None:
    run_id = run_at(2, clock=clock).run_id

    answers = press(completion(office.kabag_umum, run_id, 2), completion(office.kabag_persidangan, run_id, 2))

    assert statuses(answers) == [303, 409]
    done = step_of(run_id, 2).completion
    assert done is not None
    refused = next(text for status, text in answers if status == 409)
    assert f"Langkah 2 sudah disahkan oleh {done.completed_by.name}" in refused
    assert completions(run_id, 2) == 1
    assert [step.state for step in run_of(run_id).steps[:4]] == ["done", "done", "ready", "waiting"]
    assert len(step_of(run_id, 3).attempts) == 1
    assert check_log().ok


def test_a_double_click_is_one_pengesahan(press: Press, office: Office, clock: SetClock) -> None:
    run_id = run_at(3, clock=clock).run_id

    answers = press(*(completion(office.tim, run_id, 3) for _ in range(3)))

    assert statuses(answers) == [303, 409, 409]
    assert completions(run_id, 3) == 1
    assert len(step_of(run_id, 4).attempts) == 1


def test_of_accepting_and_sending_back_at_once_one_happens(press: Press, office: Office, clock: SetClock) -> None:
    run_id = run_at(6, clock=clock).run_id
    reason = {"to": 4, "reason": "Angka belum cocok.", "password": PASSWORD}
    form = reason | {"attempt": step_of(run_id, 6).handed_over.id}

    answers = press(
        completion(office.kabag_umum, run_id, 6), Sent(office.kabag_persidangan, f"/runs/{run_id}/steps/6/return", form)
    )

    assert statuses(answers) == [303, 409]
    accepted = answers[0][0] == 303
    assert step_of(run_id, 7).state == ("ready" if accepted else "waiting")
    assert step_of(run_id, 4).state == ("done" if accepted else "ready")
    assert completions(run_id, 6) == (1 if accepted else 0)


def test_a_bagian_reports_once_however_often_it_is_pressed(press: Press, office: Office, clock: SetClock) -> None:
    run_id = run_at(5, clock=clock).run_id
    attempt = step_of(run_id, 5).handed_over.id
    forms = [{"attempt": attempt, "report": paper("laporan.pdf"), "password": PASSWORD} for _ in range(4)]

    answers = press(*(Sent(office.kabag_umum, f"/runs/{run_id}/steps/5/unit-report", form) for form in forms))

    assert statuses(answers) == [303, 409, 409, 409]
    assert len(step_of(run_id, 5).handed_over.unit_reports) == 1


def test_reports_of_different_bagian_at_once_are_all_kept(press: Press, office: Office, clock: SetClock) -> None:
    run_id = run_at(5, clock=clock).run_id
    attempt = step_of(run_id, 5).handed_over.id
    address = f"/runs/{run_id}/steps/5/unit-report"

    answers = press(
        *(
            Sent(who, address, {"attempt": attempt, "report": paper("laporan.pdf"), "password": PASSWORD})
            for who in (office.kabag_umum, office.kabag_persidangan, office.kabag_fasilitasi)
        )
    )

    assert statuses(answers) == [303, 303, 303]
    assert len(step_of(run_id, 5).handed_over.unit_reports) == 3
    assert check_log().ok


def test_step_5_is_accepted_once(press: Press, office: Office, clock: SetClock) -> None:
    story = run_at(5, clock=clock)
    report_all(story)

    answers = press(*(completion(office.sekretaris, story.run_id, 5) for _ in range(2)))

    assert statuses(answers) == [303, 409]
    assert len(step_of(story.run_id, 6).attempts) == 1


def test_a_period_is_run_once_however_often_it_is_ordered(press: Press, office: Office) -> None:
    orders = [
        Sent(office.sekretaris, "/runs", {"quarter": "4", "year": "2026", "password": PASSWORD}) for _ in range(4)
    ]

    answers = press(*orders)

    assert statuses(answers) == [303, 409, 409, 409]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Run)) == 1
