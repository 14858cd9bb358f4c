"""The look's own small application: the real templates and stylesheets with made-up work, no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

from flask import Flask, Response, flash, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.serving import WSGIRequestHandler, make_server
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from app.settings import ROOT
from app.web import formats
from app.web.security import POLICY
from tests.look import acts

PAGES = Path(__file__).parent / "pages"
RINA = SimpleNamespace(is_authenticated=True, name="Rina Maharani, S.AP.", jabatan="Tim Penyusun SAKIP")


@dataclass
class Item:
    label: str
    url: str = "#"
    current: bool = False
    count: int = 0


@dataclass
class Segment:
    weight: int
    state: str
    title: str
    share: int = 100


@dataclass
class Span:
    start: int
    end: int
    counted: bool


@dataclass
class Day:
    label: str
    minutes: int
    reason: str
    spans: tuple[Span, ...] = ()


BAGIAN = [SelectChoice("1", "Umum dan Keuangan"), SelectChoice("2", "Persidangan dan Perundang-undangan")]
VERDICTS = [SelectChoice("yes", "Diterima, langkah 6 dibuka"), SelectChoice("no", "Dikembalikan ke langkah 4")]


class CompletionForm(FlaskForm):
    output = StringField("Keluaran: konsep laporan, data-data", [InputRequired("Sebutkan keluaran langkah ini.")])
    file = FileField("Berkas keluaran")
    reason = TextAreaField("Alasan terlambat", [Length(min=20, message="Tulis alasan sedikitnya 20 huruf.")])
    happened = DateField("Tanggal kejadian")
    unit = SelectField("Bagian", choices=BAGIAN)
    verdict = RadioField("Putusan", choices=VERDICTS)
    sure = BooleanField(
        "Saya menyatakan bahwa langkah ini selesai dan langkah 6 dapat dilanjutkan.",
        [InputRequired("Centang pernyataan ini.")],
    )
    password = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda.")])


NAVIGATION = [
    Item("Tugas saya", count=2),
    Item("Pelaksanaan", current=True),
    Item("Kinerja"),
    Item("Laporan"),
    Item("SOP"),
    Item("Jejak audit"),
]
RUN = [
    Segment(20, "done", "Langkah 1: 20 menit, tepat waktu"),
    Segment(60, "done", "Langkah 2: 1 jam, tepat waktu"),
    Segment(450, "done", "Langkah 3: 1 hari, tepat waktu"),
    Segment(900, "late", "Langkah 4: 2 hari, terlambat"),
    Segment(450, "now", "Langkah 5: 1 hari, sedang dikerjakan", 62),
    Segment(120, "wait", "Langkah 6: 2 jam"),
    Segment(900, "wait", "Langkah 7: 2 hari"),
]
MONDAY = (Span(450, 679, True), Span(679, 720, False), Span(780, 960, False))
DAYS = [
    Day("Jum 20 Nov", 50, "", (Span(940, 990, True),)),
    Day("Sab 21 Nov", 0, "Sabtu"),
    Day("Min 22 Nov", 0, "Minggu"),
    Day("Sen 23 Nov", 229, "Istirahat 12.00–13.00", MONDAY),
]


def build() -> Flask:
    """An application that renders the style pages under the real content security policy."""
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="look", TESTING=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(PAGES)])
    formats.init_app(app)
    CSRFProtect(app)
    for address, endpoint in {
        "/profil": "accounts.profile",
        "/keluar": "accounts.sign_out",
        "/masuk": "accounts.sign_in",
        "/verifikasi": "signing.verify",
    }.items():
        app.add_url_rule(address, endpoint, lambda: "", methods=["GET", "POST"])
    app.add_url_rule("/look/<name>", "look", _show, methods=["GET", "POST"])
    app.add_url_rule("/error/<int:code>", "error", _fail)
    acts.init_app(app)
    app.after_request(_guarded)
    app.context_processor(lambda: {"is_demo": True, "navigation": NAVIGATION, "current_user": _person()})
    return app


def _person() -> object:
    return AnonymousUserMixin() if request.args.get("as") == "nobody" else RINA


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _show(name: str) -> str:
    form = CompletionForm(output="konsep-laporan-tw3-final.docx")
    if "wrong" in request.args:
        form.validate()
    if "said" in request.args:
        flash("Langkah 4 disahkan. Langkah 5 dibuka.", "ok")
        flash("Dewi Anggraini sudah lebih dahulu mengesahkan langkah ini.", "late")
    return render_template(f"{name}.html", form=form, run=RUN, days=DAYS, Item=Item)


def _fail(code: int) -> tuple[str, int]:
    sentence = "Kepala bagian lain sudah lebih dahulu mengesahkan langkah ini."
    return render_template("errors/error.html", code=code, sentence=sentence, request_id="5f0c9a7e"), code


class Quiet(WSGIRequestHandler):
    """A server that does not write a line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        if type != "info":
            super().log(type, message, *args)


@contextmanager
def served() -> Iterator[str]:
    """The address of the application on a free local port."""
    server = make_server("127.0.0.1", 0, build(), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
