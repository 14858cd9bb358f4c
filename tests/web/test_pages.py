"""A browser gets a whole page, htmx the one block that the route chose."""

from __future__ import annotations

import json

from app.web.pages import go_to, page, redirect_to, say, toast, trigger


def _page(block: str | None = None):
    return lambda: page("try/page.html", block=block, word="Siap")


def test_a_browser_gets_the_whole_page(client, route):
    route("/coba", _page("board"))
    answer = client.get("/coba")
    assert (answer.status_code, answer.text) == (200, "<h1>Halaman</h1><p>Siap</p>")


def test_htmx_gets_the_block_alone(client, route, htmx):
    route("/coba", _page("board"))
    assert client.get("/coba", headers=htmx).text == "<p>Siap</p>"


def test_htmx_gets_the_whole_page_where_the_route_names_no_block(client, route, htmx):
    route("/coba", _page())
    assert client.get("/coba", headers=htmx).text.startswith("<h1>")


def test_a_boosted_page_is_a_whole_page(client, route, htmx):
    route("/coba", _page("board"))
    assert client.get("/coba", headers=htmx | {"HX-Request-Type": "full"}).text.startswith("<h1>")


def test_the_request_can_not_choose_the_block(client, route, htmx):
    route("/coba", _page("board"))
    asked = client.get("/coba?block=content", headers=htmx | {"HX-Target": "content"})
    assert asked.text == "<p>Siap</p>"


def test_caches_keep_page_and_fragment_apart(client, route, htmx):
    route("/coba", _page("board"))
    for headers in ({}, htmx):
        assert "HX-Request" in client.get("/coba", headers=headers).vary


def test_a_form_that_was_sent_leads_to_a_page_by_303(client, route):
    route("/coba", lambda: redirect_to("try.lain"), methods=("POST",))
    route("/lain", _page())
    answer = client.post("/coba")
    assert (answer.status_code, answer.location) == (303, "/lain")


def test_htmx_loads_the_next_page_anew(client, route, htmx):
    route("/coba", lambda: go_to("/lain"), methods=("POST",))
    answer = client.post("/coba", headers=htmx)
    assert (answer.status_code, answer.text, answer.headers["HX-Redirect"]) == (204, "", "/lain")
    assert "Location" not in answer.headers


def test_a_toast_finds_its_corner_wherever_it_was_asked_from(client, route, htmx):
    route("/coba", lambda: toast("Sudah <b>selesai</b>.", tone="soon"))
    answer = client.get("/coba", headers=htmx)
    assert answer.headers["HX-Retarget"] == "#toast"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    assert "Sudah &lt;b&gt;selesai&lt;/b&gt;." in answer.text
    assert 'class="toast soon"' in answer.text


def test_an_event_for_the_page_travels_in_plain_ascii(client, route):
    route("/coba", lambda: trigger(page("try/page.html", word=""), "papan:moved", {"kata": "“selesai”"}))
    sent = client.get("/coba").headers["HX-Trigger"]
    assert sent.isascii()
    assert json.loads(sent) == {"papan:moved": {"kata": "“selesai”"}}


def test_what_is_said_stands_on_the_next_page_once(client, route):
    def speak():
        say("Tersimpan.")
        return redirect_to("accounts.sign_in")

    route("/coba", speak, methods=("POST",))
    client.post("/coba")
    assert "Tersimpan." in client.get("/masuk").text
    assert "Tersimpan." not in client.get("/masuk").text
