"""Coming in with NIP and password, and going out again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from app.accounts.routes.entrance import own_path
from app.accounts.session import TOUCH_SECONDS
from app.audit import Tag
from tests.accounts.acts import NEW_PASSWORD, again, events, try_sign_in


def cookie(client):
    return client.get_cookie("papan").value


def test_a_person_comes_in_with_nip_and_password(client, office):
    answer = try_sign_in(client, office.tim)
    assert (answer.status_code, answer.location) == (303, "/")
    assert office.tim.name in client.get("/profil").text
    (event,) = events(Tag.ACCOUNT_SIGNED_IN)
    assert event["object"] == f"user:{office.tim.id}"
    assert event["actor"] == {"id": office.tim.id, "name": office.tim.name, "role": "tim"}


def test_the_nip_may_be_typed_in_its_printed_groups(client, office):
    assert try_sign_in(client, "19880603 201201 2 000").status_code == 303


def test_who_is_in_is_not_asked_again(client, office, sign_in):
    sign_in(client, office.tim)
    assert client.get("/masuk?next=/izin").location == "/izin"


def test_a_wrong_password_keeps_the_nip_and_tells_nothing(client, office):
    answer = try_sign_in(client, office.tim, "salah sekali ini")
    assert answer.status_code == 422
    assert "NIP atau kata sandi tidak cocok" in answer.text
    assert office.tim.nip in answer.text
    assert "salah sekali ini" not in answer.text


def test_unknown_wrong_and_closed_are_answered_alike_and_told_apart_in_the_log(client, office):
    client.sign_in(office.admin).post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    visitor = client.application.test_client()
    answers = [
        try_sign_in(visitor, "197001011995031999"),
        try_sign_in(visitor, office.tim, "salah sekali ini"),
        try_sign_in(visitor, office.staf),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.text.split("<form")[1].split("tidak cocok")[1][:60] for answer in answers}) == 1
    failed = events(Tag.ACCOUNT_SIGN_IN_FAILED)
    assert [event["data"]["reason"] for event in failed] == ["NIP tidak dikenal", "kata sandi salah", "akun nonaktif"]
    assert [event["object"] for event in failed] == [
        "address:127.0.0.1",
        f"user:{office.tim.id}",
        f"user:{office.staf.id}",
    ]
    assert {event["actor"]["name"] for event in failed} == {"Pengunjung"}


def test_the_log_keeps_neither_password_nor_unknown_nip(client, office):
    try_sign_in(client, "197001011995031999", "rahasia yang diketik")
    assert "197001011995031999" not in str(events(Tag.ACCOUNT_SIGN_IN_FAILED))
    assert "diketik" not in str(events(Tag.ACCOUNT_SIGN_IN_FAILED))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nip": "", "password": ""}, "Isi NIP."),
        ({"nip": "19880603", "password": "x"}, "NIP terdiri atas 18 angka"),
        ({"nip": "198806032012012000", "password": ""}, "Isi kata sandi."),
        ({}, "Isi NIP."),
    ],
)
def test_an_incomplete_form_is_no_try(client, office, typed, sentence):
    answer = client.post("/masuk", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert events(Tag.ACCOUNT_SIGN_IN_FAILED) == []


def test_a_person_without_a_password_cannot_come_in_with_an_empty_or_any_other(client, office):
    client.sign_in(office.admin).post(
        "/pengguna",
        data={"nip": "199001012020011000", "name": "Baru", "jabatan": "Staf", "unit": "0", "roles": ["staf"]},
    )
    assert try_sign_in(client.application.test_client(), "199001012020011000", "apa saja boleh").status_code == 422
    assert events(Tag.ACCOUNT_SIGN_IN_FAILED)[0]["data"]["reason"] == "belum ada kata sandi"


# --- Where to go afterwards -----------------------------------------------------------------------


def test_the_page_that_was_wanted_is_opened_after_signing_in(client, office):
    asked = client.get("/pengguna?cari=Budi%20H")
    assert asked.status_code == 303
    assert asked.location == "/masuk?next=/pengguna?cari%3DBudi%2520H"
    answer = client.post(asked.location, data={"nip": office.admin.nip, "password": office.PASSWORD})
    assert answer.location == "/pengguna?cari=Budi%20H"
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://jahat.example/", "//jahat.example/", "/\\jahat.example", "\\\\jahat.example", "/\t/jahat.example",
        "javascript:alert(1)", "jahat.example", "", " /profil", "/\n/jahat.example", "/masuk", "/keluar?x=1",
        "/atur-ulang",
    ],
)  # fmt: skip
def test_no_address_of_somebody_else_is_opened(wanted):
    assert own_path(wanted) == "/"


@given(st.text(max_size=30))
def test_whatever_is_wanted_the_answer_stays_on_this_server(wanted):
    path = own_path(wanted)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert not set(path) & set("\\\t\r\n ")
    iri_to_uri(path).encode("ascii", "ignore")


def test_a_foreign_next_leads_to_the_start_page(client, office):
    assert try_sign_in(client, office.tim, next="//jahat.example/").location == "/"


# --- The session ----------------------------------------------------------------------------------


def test_nothing_that_the_browser_brought_survives_signing_in(client, office):
    with client.session_transaction() as session:
        session["name"] = "ditanam orang lain"
        session["jejak"] = "lama"
    try_sign_in(client, office.tim)
    with client.session_transaction() as session:
        assert session["name"] != "ditanam orang lain"
        assert "jejak" not in session


def test_a_signed_out_cookie_is_dead_even_where_it_was_copied(client, office):
    try_sign_in(client, office.tim)
    stolen = cookie(client)
    answer = client.post("/keluar")
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert len(events(Tag.ACCOUNT_SIGNED_OUT)) == 1
    client.set_cookie("papan", stolen)
    assert client.get("/profil").status_code == 303


def test_signing_out_on_one_computer_leaves_the_other_one_alone(client, office):
    elsewhere = client.application.test_client()
    try_sign_in(client, office.tim)
    try_sign_in(elsewhere, office.tim)
    client.post("/keluar")
    assert elsewhere.get("/profil").status_code == 200


def test_signing_out_by_a_link_does_nothing(client, office):
    try_sign_in(client, office.tim)
    assert client.get("/keluar").status_code == 405
    assert client.get("/profil").status_code == 200


def _time_passes(monkeypatch, seconds):
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)


def test_a_session_ends_after_the_set_hours_without_a_request(client, office, monkeypatch):
    try_sign_in(client, office.tim)
    hours = client.application.config["SETTINGS"].session_hours
    _time_passes(monkeypatch, hours * 3600 - 60)
    assert client.get("/profil").status_code == 200
    _time_passes(monkeypatch, hours * 3600 + 60)
    assert client.get("/profil").status_code == 303


def test_a_persons_request_renews_the_session_and_a_poll_does_not(client, office, monkeypatch):
    try_sign_in(client, office.tim)
    client.get("/profil")
    _time_passes(monkeypatch, TOUCH_SECONDS + 60)
    before = cookie(client)
    client.get("/profil", headers={"HX-Request": "true", "HX-PTag": "7"})
    assert cookie(client) == before
    client.get("/profil")
    assert cookie(client) != before


def test_the_cookie_is_for_this_browser_session_and_not_for_scripts(client, office):
    header = try_sign_in(client, office.tim).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Expires" not in header


@pytest.mark.parametrize("session_id", ["", "x", "1", "1.", ".0", "1.x", "²", "1.1", "999.0", "-1.0", "1.0.0"])
def test_a_session_that_names_nobody_is_nobodys(client, office, session_id):
    with client.session_transaction() as session:
        session["_user_id"] = session_id
    assert client.get("/profil").status_code == 303


def test_a_deactivated_persons_session_ends_at_once(client, office):
    try_sign_in(client, office.staf)
    admin = client.application.test_client().sign_in(office.admin)
    admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    assert client.get("/profil").status_code == 303


def test_a_password_changed_between_comparing_and_admitting_admits_nobody(app, client, office, monkeypatch):
    from app.accounts import actions, credentials
    from app.accounts.passwords import hash_password
    from app.web.transaction import writing

    with writing():
        attempt = credentials.try_password(
            office.tim.nip, office.PASSWORD, address="10.0.0.5", at=office.tim.created_at
        )
        assert attempt.failure == ""
        actions.change_password(
            office.tim, password_hash=hash_password(NEW_PASSWORD), by=office.tim, at=office.tim.created_at
        )
        assert actions.sign_in(attempt, at=office.tim.created_at) is None
    assert again(office.tim).session_generation == 1
