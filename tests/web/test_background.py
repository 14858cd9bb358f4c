"""The worker is given only what was committed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import abort

from app.web import background
from app.web.background import leave_to_worker, queue_of, work_off


@pytest.fixture
def done() -> Iterator[list[int]]:
    """What the task `note_down` was told, in order."""
    told: list[int] = []

    def note_down(number: int) -> None:
        told.append(number)

    background.task(note_down)
    yield told
    del background.TASKS["note_down"]


def leave(*numbers: int):
    def view():
        for number in numbers:
            leave_to_worker("note_down", number)
        return ""

    return view


def test_a_request_leaves_its_work_in_order(app, client, route, done):
    route("/coba", leave(1, 2, 3), methods=("POST",))
    client.post("/coba")
    assert done == []
    assert work_off(app) == 3
    assert done == [1, 2, 3]


def test_nothing_waits_before_the_commit(app, client, route, done):
    def view():
        leave_to_worker("note_down", 7)
        return str(len(queue_of(app).pending()))

    route("/coba", view, methods=("POST",))
    assert client.post("/coba").text == "0"
    assert work_off(app) == 1


@pytest.mark.parametrize("end", [lambda: abort(409), lambda: 1 / 0, lambda: ("", 422)])
def test_a_refused_request_leaves_nothing_to_do(app, client, route, done, end):
    def view():
        leave_to_worker("note_down", 7)
        return end()

    route("/coba", view, methods=("POST",))
    assert client.post("/coba").status_code >= 400
    assert work_off(app) == 0
    assert done == []


def test_reading_leaves_nothing_to_do(app, client, route, done):
    route("/coba", leave(7))
    client.get("/coba")
    assert work_off(app) == 0


def test_a_commit_that_fails_leaves_nothing_to_do(app, client, route, done, monkeypatch):
    from app.extensions import db

    def fail() -> None:
        raise RuntimeError("the disk is full")

    route("/coba", leave(7), methods=("POST",))
    monkeypatch.setattr(db.session, "commit", fail)
    with pytest.raises(RuntimeError, match="disk is full"):
        client.post("/coba")
    assert work_off(app) == 0


def test_outside_a_request_work_is_queued_at_once(app, done):
    leave_to_worker("note_down", 9)
    assert work_off(app) == 1
    assert done == [9]


def test_work_that_nobody_can_do_is_not_accepted(app):
    with pytest.raises(KeyError):
        leave_to_worker("make_coffee")
