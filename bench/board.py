"""Over HTTP: the board, the poll that finds nothing new, and completing a step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from app.audit import Tag
from app.audit.canonical import canonical
from app.audit.merkle import leaf_hash
from app.audit.models import AuditEvent
from app.demo.people import PASSWORD, find_office
from app.extensions import db
from bench.measure import ROUNDS, Cost, Figure, figure
from bench.office import GOING, cookie_of, runs_ready_to_complete
from bench.served import Server, served

WHO = "kabag_umum"
MOVES = 4
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def figures(app: Flask) -> Iterator[Figure]:
    ready = iter(runs_ready_to_complete(app, MOVES * ROUNDS + 1))
    cookies = {who: {"Cookie": cookie_of(app, who)} for who in (WHO, "sekretaris")}
    with both_served(app, cookies[WHO]) as (ours, floor):
        against = "sqlite3 dan Jinja, HTML yang sama"
        board = Cost(lambda: seen(ours, f"/runs/{GOING}", cookies[WHO]), 12, ours.cpu)
        raw, hello = Cost(lambda: floor.ask("/board"), 24, floor.cpu), Cost(lambda: floor.ask("/"), 100, floor.cpu)
        yield figure("Papan, 7 kartu", board, raw, goal=2, against=against)
        yield figure("Papan tanpa perubahan (200)", board, hello, goal=3, against="rute kosong")
        poll = Cost(Poll(ours, cookies[WHO]), 60, ours.cpu)
        yield figure("Poll tanpa perubahan (304)", poll, hello, goal=2, against="rute kosong")

        complete = Cost(Completion(ours, cookies["sekretaris"], ready), MOVES, ours.cpu)
        body = urlencode({"statement": "y", "password": PASSWORD}).encode()
        move = Cost(lambda: floor.ask("/move", headers=FORM, body=body), 24, floor.cpu)
        completing = figure(
            "Mengesahkan langkah, tanpa argon2", complete, move, goal=3, against="SQL mentah, satu fdatasync"
        )
        yield completing
        yield share_of_the_log(app, completing.ours)


def share_of_the_log(app: Flask, completion: float) -> Figure:
    """Canonical bytes and leaf hashes of every event that one completion records, beside all of it."""
    with app.app_context():
        query = select(AuditEvent).where(AuditEvent.act == Tag.STEP_COMPLETED.value).order_by(AuditEvent.seq.desc())
        newest = db.session.scalars(query.limit(1)).one()
        since = select(AuditEvent).where(AuditEvent.seq > newest.seq - 20)
        told = [event.fields for event in db.session.scalars(since)]
        told = [fields for fields in told if fields["request"] == newest.fields["request"]]
        db.session.remove()
    log = Cost(lambda: [leaf_hash(canonical(fields)) for fields in told], 2_000)
    return Figure("Bentuk kanonik dan sidik dalam pengesahan", log.measure(), completion, 0.05, "seluruh pengesahan")


@contextmanager
def both_served(app: Flask, cookie: dict[str, str]) -> Iterator[tuple[Server, Server]]:
    """The application, and the floors over the same rows and the same HTML."""
    folder = app.config["SETTINGS"].instance_folder
    with app.app_context():
        person = getattr(find_office(), WHO).id
        db.session.remove()
    with served("wsgi:app", PAPAN_INSTANCE=str(folder)) as ours:
        (folder / "board.html").write_bytes(seen(ours, f"/runs/{GOING}", cookie))
        environment = {"BENCH_FOLDER": str(folder), "BENCH_RUN": str(GOING), "BENCH_PERSON": str(person)}
        with served("bench.floor_server:app", **environment) as floor:
            assert floor.ask("/board")[2] == (folder / "board.html").read_bytes()
            yield ours, floor


def seen(server: Server, path: str, headers: dict[str, str]) -> bytes:
    status, _headers, body = server.ask(path, headers=headers)
    assert status == 200, status
    return body


class Poll:
    """What the browser asks every few seconds with the tag of the board that it shows; a minute has its own tag."""

    def __init__(self, server: Server, cookie: dict[str, str]) -> None:
        self._server, self._headers = server, cookie | {"HX-Request": "true"}

    def __call__(self) -> tuple[int, Message]:
        status, headers, body = self._server.ask(f"/runs/{GOING}/board", headers=self._headers)
        if status == 200:
            tag = re.search(rb'data-poll-tag="([^"]+)"', body)
            assert tag is not None
            self._headers["HX-PTag"] = tag[1].decode()
        return status, headers


class Completion:
    """Sahkan step 1 of one run after the other."""

    def __init__(self, server: Server, cookie: dict[str, str], ready: Iterator[int]) -> None:
        self._server, self._headers, self._ready = server, cookie | FORM, ready
        _status, headers, body = server.ask("/runs/new", headers=cookie)
        self._headers["Cookie"] = headers["Set-Cookie"].partition(";")[0]
        token = re.search(rb'name="csrf_token" value="([^"]+)"', body)
        assert token is not None
        self._body = urlencode({"csrf_token": token[1].decode(), "statement": "y", "password": PASSWORD}).encode()

    def __call__(self) -> None:
        status, _headers, body = self._server.ask(
            f"/runs/{next(self._ready)}/steps/1/completion", headers=self._headers, body=self._body
        )
        assert status == 303, (status, body[-400:])
