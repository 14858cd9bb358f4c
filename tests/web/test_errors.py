"""Every refusal and failure is a sentence with its status, as a page or as a toast; nothing of it is kept."""

from __future__ import annotations

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from app.accounts.models import UnitKerja
from app.audit import SYSTEM, Tag, record
from app.clock.current import now
from app.extensions import db
from app.web.errors import SENTENCES
from app.web.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal, TooLarge

REFUSALS = [(Refusal, 400), (NotAllowed, 403), (NotFound, 404), (Conflict, 409), (TooLarge, 413), (Invalid, 422)]
SENTENCE = "Langkah 3 sudah disahkan oleh Rina & tim."
SHOWN = "Langkah 3 sudah disahkan oleh Rina &amp; tim."


def refusing(kind: type[Refusal]):
    def view():
        raise kind(SENTENCE)

    return view


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
def test_a_refusal_is_a_page_with_its_sentence_and_a_way_on(client, route, kind, status):
    route("/coba", refusing(kind))
    answer = client.get("/coba")
    assert answer.status_code == status
    assert SHOWN in answer.text and "Ke halaman awal" in answer.text
    assert "<html" in answer.text


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
def test_for_htmx_a_refusal_is_a_toast_with_the_same_status(client, route, htmx, kind, status):
    route("/coba", refusing(kind), methods=("POST",))
    answer = client.post("/coba", headers=htmx)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (status, "#toast")
    assert SHOWN in answer.text and "<html" not in answer.text


@pytest.mark.parametrize("status", sorted(SENTENCES))
def test_every_status_has_a_sentence_of_its_own(client, route, status):
    route("/coba", lambda: abort(status))
    answer = client.get("/coba")
    assert answer.status_code == status
    assert SENTENCES[status] in answer.text


def test_a_status_without_a_sentence_is_explained_all_the_same(client, route):
    route("/coba", lambda: abort(418))
    answer = client.get("/coba")
    assert answer.status_code == 418
    assert SENTENCES[400] in answer.text


def test_an_address_that_does_not_exist_is_not_found(client):
    answer = client.get("/tidak-ada")
    assert answer.status_code == 404
    assert SENTENCES[404] in answer.text


def test_a_method_that_is_not_allowed_says_which_are(client, route):
    route("/coba", lambda: "", methods=("GET",))
    answer = client.delete("/coba")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert SENTENCES[405] in answer.text


def test_a_failure_tells_the_number_of_the_request_and_nothing_else(client, route, capsys):
    def view():
        raise RuntimeError("rahasia-dalam")

    route("/coba", view)
    answer = client.get("/coba")
    assert answer.status_code == 500
    assert SENTENCES[500] in answer.text
    assert "rahasia-dalam" not in answer.text and "Traceback" not in answer.text
    number = answer.text.rpartition("nomor permintaan ")[2][:16]
    assert number.isalnum() and number in capsys.readouterr().err


def test_a_failure_is_a_toast_for_htmx(client, route, htmx):
    route("/coba", lambda: 1 / 0)
    answer = client.get("/coba", headers=htmx)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (500, "#toast")


@pytest.mark.parametrize("said", ["database is locked", "canceling statement due to lock timeout"])
def test_a_busy_database_asks_to_try_again(client, route, said):
    def view():
        raise OperationalError("COMMIT", {}, Exception(said))

    route("/coba", view, methods=("POST",))
    answer = client.post("/coba")
    assert answer.status_code == 503
    assert SENTENCES[503] in answer.text


def test_too_many_bytes_are_refused_before_they_are_read(client, route, app):
    from flask import request

    route("/coba", lambda: str(len(request.get_data())), methods=("POST",))
    answer = client.post("/coba", data=b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1))
    assert answer.status_code == 413
    assert SENTENCES[413] in answer.text


def test_a_form_whose_token_is_gone_leads_back_to_its_page(app, client, route, office):
    app.config["WTF_CSRF_ENABLED"] = True
    route("/coba", lambda: "", methods=("POST",))
    client.sign_in(office.tim)
    answer = client.post("/coba", headers={"Referer": "http://localhost/runs?tahun=2026"})
    assert answer.status_code == 400
    assert "Formulir ini sudah kedaluwarsa dan belum terkirim." in answer.text
    assert '<a class="btn primary" href="/runs?tahun=2026">Buka halamannya lagi</a>' in answer.text


def test_a_form_of_a_session_that_has_ended_comes_back_after_signing_in(app, client, route):
    app.config["WTF_CSRF_ENABLED"] = True
    route("/coba", lambda: "", methods=("GET", "POST"))
    answer = client.post("/coba", headers={"Referer": "http://localhost/runs"})
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/runs")
    assert "Sesi Anda berakhir, jadi belum ada yang terkirim. Masuk lagi, lalu ulangi." in client.get("/masuk").text


def test_a_sent_form_that_needs_a_person_comes_back_after_signing_in(client):
    answer = client.post("/runs/1/report/signature", headers={"Referer": "http://localhost/runs/1/report/signature"})
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/runs/1/report/signature")
    assert "belum ada yang terkirim" in client.get("/masuk").text


@pytest.mark.parametrize(
    "referrer", ["", "http://lain.example/runs", "http://localhost/tidak-ada", "http://localhost//lain.example"]
)
def test_only_a_page_of_ours_is_named_as_the_way_back(app, client, route, referrer):
    app.config["WTF_CSRF_ENABLED"] = True
    route("/coba", lambda: "", methods=("GET", "POST"))
    route("/kirim", lambda: "", methods=("POST",))
    assert client.post("/coba", headers={"Referer": referrer}).location == "/masuk?next=/coba"
    assert client.post("/kirim", headers={"Referer": referrer}).location == "/masuk"


def test_for_htmx_an_expired_form_is_a_toast(app, client, route, htmx):
    app.config["WTF_CSRF_ENABLED"] = True
    route("/coba", lambda: "", methods=("POST",))
    answer = client.post("/coba", headers=htmx)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (400, "#toast")
    assert "Formulir ini sudah kedaluwarsa dan belum terkirim. Muat ulang halaman" in answer.text


def add_unit() -> None:
    unit = UnitKerja(code="BARU", name="Bagian Baru", short_name="Baru")
    db.session.add(unit)
    db.session.flush()
    data = {"code": unit.code, "name": unit.name, "changes": {}}
    record(Tag.UNIT_ADDED, by=SYSTEM, about=unit.audit_ref, at=now(), data=data)


def units() -> int:
    db.session.rollback()
    return db.session.query(UnitKerja).filter_by(code="BARU").count()


def test_what_succeeds_is_kept(client, route):
    route("/coba", lambda: add_unit() or "", methods=("POST",))
    assert client.post("/coba").status_code == 200
    assert units() == 1


@pytest.mark.parametrize("end", [lambda: abort(409), refusing(Invalid), lambda: 1 / 0, lambda: ("", 422)])
def test_what_is_refused_or_fails_leaves_nothing(client, route, end):
    def view():
        add_unit()
        return end()

    route("/coba", view, methods=("POST",))
    assert client.post("/coba").status_code >= 400
    assert units() == 0
