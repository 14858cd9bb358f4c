"""Addresses that the behaviour tests act on: a counter that is polled, a slow form, answers that fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import sleep

from flask import Flask, Response, make_response, render_template, request


@dataclass
class Ledger:
    """What the server received, so that a test asks the server and not the page."""

    version: int = 1
    fail: bool = False
    polls: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def forget(self) -> None:
        self.version, self.fail = 1, False
        self.polls.clear()
        self.sent.clear()


LEDGER = Ledger()


def init_app(app: Flask) -> None:
    app.add_url_rule("/live", "live", _live)
    app.add_url_rule("/acts", "acts", lambda: render_template("acts.html"))
    app.add_url_rule("/acts/slow", "slow", _slow, methods=["POST"])
    app.add_url_rule("/acts/answer/<int:status>", "answer", _answer, methods=["POST"])
    app.add_url_rule("/acts/toast", "say", _toast, methods=["POST"])


def _live() -> Response:
    if request.headers.get("HX-Request") != "true":
        return make_response(render_template("live.html", version=LEDGER.version))
    LEDGER.polls.append(request.headers.get("If-None-Match", ""))
    if LEDGER.fail:
        return make_response("<p>rusak</p>", 500)
    if request.headers.get("HX-PTag") == str(LEDGER.version):
        return make_response("", 304)
    return make_response(render_template("_live.html", version=LEDGER.version))


def _slow() -> Response:
    sleep(0.4)
    LEDGER.sent.append(request.form.get("act", ""))
    return make_response("<p id='done'>Tersimpan</p>")


def _answer(status: int) -> Response:
    LEDGER.sent.append(request.headers.get("X-CSRFToken", ""))
    return make_response(f"<p id='done'>jawaban {status}</p>", status)


def _toast() -> Response:
    response = make_response(render_template("components/toast.html", message="Sudah disahkan.", tone="late"), 409)
    response.headers["HX-Retarget"] = "#toast"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
