"""The headers that keep a page to itself and to the person who opened it."""

from __future__ import annotations

from app.web.pages import page


def test_every_answer_keeps_to_the_policy(client, route):
    route("/coba", lambda: page("try/page.html", word=""))
    for address in ("/coba", "/tidak-ada", "/static/css/app.css"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy and "object-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_are_not_left_in_a_shared_computers_cache(client, route):
    route("/coba", lambda: page("try/page.html", word=""))
    assert client.get("/coba").headers["Cache-Control"] == "no-store"
    assert client.get("/tidak-ada").headers["Cache-Control"] == "no-store"


def test_a_view_may_say_that_its_answer_may_be_kept(client, route):
    route("/coba", lambda: ("", 200, {"Cache-Control": "private, max-age=60"}))
    assert client.get("/coba").headers["Cache-Control"] == "private, max-age=60"


def test_what_has_its_version_in_its_name_is_kept_for_good(client, app):
    vendored = client.get("/static/vendor/htmx/htmx-4.0.1.min.js")
    assert vendored.status_code == 200
    assert vendored.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_our_own_styles_are_asked_for_again(client):
    assert "immutable" not in client.get("/static/css/app.css").headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, route):
    from flask import session

    def view() -> str:
        session["something"] = 1
        return ""

    route("/coba", view)
    cookie = client.get("/coba").headers["Set-Cookie"]
    assert cookie.startswith("papan=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_each_request_has_a_number_of_its_own(client, route):
    from flask import g

    route("/coba", lambda: g.request_id)
    first, second = client.get("/coba").text, client.get("/coba").text
    assert first != second
    assert len(first) == 16
