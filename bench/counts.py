"""What can be counted instead of timed: the same numbers are held by tests/web/test_counts.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from bench.measure import Count
from bench.office import GOING, YEARLY, cookie_of, statements

BOARD_STATEMENTS, POLL_STATEMENTS, POLL_BYTES, CARD_BYTES = 8, 1, 300, 1000
"""The goals."""


def counts(app: Flask) -> Iterator[Count]:
    client, headers = app.test_client(use_cookies=False), {"Cookie": cookie_of(app, "kabag_umum")}
    with app.app_context():
        engine = db.engine

    def asked(work: Callable[[], object]) -> int:
        work()
        with statements(engine) as found:
            work()
        return len(found)

    def board(run: int) -> str:
        return client.get(f"/runs/{run}", headers=headers).text

    poll = _poll(client, headers, board(GOING))
    yield Count("Papan: perintah SQL", asked(lambda: board(GOING)), BOARD_STATEMENTS)
    yield Count("Papan dengan pengerjaan berulang: perintah SQL", asked(lambda: board(YEARLY)), BOARD_STATEMENTS)
    yield Count("Papan: bita HTML tiap kartu", card_bytes(board(GOING)), CARD_BYTES)
    yield Count("Poll (304): perintah SQL", asked(poll), POLL_STATEMENTS)
    yield Count("Poll (304): bita kepala jawaban", poll(), POLL_BYTES)


def card_bytes(html: str) -> int:
    region = html[html.index('<section id="board"') : html.index("</section>")]
    return len(region.encode()) // region.count('id="langkah-')


def _poll(client: FlaskClient, headers: dict[str, str], html: str) -> Callable[[], int]:
    def ask() -> int:
        tag = re.search(r'data-poll-tag="([^"]+)"', html)
        assert tag is not None
        answer = client.get(f"/runs/{GOING}/board", headers=headers | {"HX-Request": "true", "HX-PTag": tag[1]})
        return sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)

    return ask
