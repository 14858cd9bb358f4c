"""Too many wrong passwords close a door for a while, and the log does not grow by knocking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import FailedTries
from app.accounts.throttle import PER_ADDRESS
from app.audit import Tag
from app.extensions import db
from tests.accounts.acts import NEW_PASSWORD, events, log_size, try_sign_in

WRONG = "bukan kata sandinya"


@pytest.fixture
def limits(app):
    settings = app.config["SETTINGS"]
    return settings.login_attempts, timedelta(minutes=settings.login_window_minutes)


def knock(client, person, times, password=WRONG):
    return [try_sign_in(client, person, password).status_code for _ in range(times)]


def test_the_last_allowed_try_closes_the_door_and_says_until_when(client, office, limits):
    attempts, _ = limits
    assert knock(client, office.tim, attempts - 1) == [422] * (attempts - 1)
    answer = try_sign_in(client, office.tim, WRONG)
    assert answer.status_code == 429
    assert "Coba lagi setelah pukul 09.15 WITA, Senin, 23 November 2026" in answer.text


def test_the_right_password_does_not_open_a_closed_door(client, office, limits):
    knock(client, office.tim, limits[0])
    assert try_sign_in(client, office.tim).status_code == 429
    assert events(Tag.ACCOUNT_SIGNED_IN) == []


def test_the_door_opens_by_itself(client, office, clock, limits):
    knock(client, office.tim, limits[0])
    clock.set(clock.at + limits[1] - timedelta(seconds=1))
    assert try_sign_in(client, office.tim).status_code == 429
    clock.set(clock.at + timedelta(seconds=1))
    assert try_sign_in(client, office.tim).status_code == 303


def test_a_closed_door_records_one_event_and_nothing_more(client, office, limits):
    attempts, _ = limits
    knock(client, office.tim, attempts)
    size = log_size()
    knock(client, office.tim, 12)
    assert log_size() == size
    assert len(events(Tag.ACCOUNT_SIGN_IN_FAILED)) == attempts
    (throttled,) = events(Tag.ACCOUNT_THROTTLED)
    assert throttled["object"] == f"user:{office.tim.id}"
    assert throttled["data"] == {"until": "2026-11-23T01:15:00.000000Z"}


def test_an_attack_of_a_day_leaves_a_bounded_log(client, office, clock, limits):
    attempts, window = limits
    begin = log_size()
    for _ in range(4):
        knock(client, office.tim, attempts + 3)
        clock.set(clock.at + window)
    assert log_size() - begin == 4 * (attempts + 1)


def test_many_tries_at_once_learn_no_more_than_as_many_in_a_row(app, office, limits):
    attempts, _ = limits
    db.session.rollback()
    nip = office.tim.nip
    db.session.rollback()

    def knock_once(_number: int) -> int:
        browser = FlaskClient(app, app.response_class)
        return browser.post("/masuk", data={"nip": nip, "password": WRONG}).status_code

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(knock_once, range(16)))
    assert answers == [422] * (attempts - 1) + [429] * (17 - attempts)
    assert len(events(Tag.ACCOUNT_SIGN_IN_FAILED)) == attempts
    assert len(events(Tag.ACCOUNT_THROTTLED)) == 1


def test_an_unknown_nip_is_held_off_like_a_known_one(client, office, limits):
    attempts, _ = limits
    assert knock(client, "197001011995031999", attempts + 1) == [422] * (attempts - 1) + [429, 429]
    assert events(Tag.ACCOUNT_THROTTLED)[0]["object"] == "address:127.0.0.1"


def test_another_persons_door_stays_open(client, office, limits):
    knock(client, office.tim, limits[0])
    assert try_sign_in(client, office.staf).status_code == 303


def test_an_address_that_tries_many_nips_is_held_off_altogether(client, office, limits):
    attempts, _ = limits
    for number in range(attempts * PER_ADDRESS):
        answer = try_sign_in(client, f"1970010119950310{number:02d}", WRONG)
    assert answer.status_code == 429
    assert try_sign_in(client, office.staf).status_code == 429
    assert events(Tag.ACCOUNT_THROTTLED)[-1]["object"] == "address:127.0.0.1"
    size = log_size()
    try_sign_in(client, "197001011995031099", WRONG)
    assert log_size() == size


def test_the_same_person_may_come_in_from_another_address_meanwhile(client, office, limits):
    for number in range(limits[0] * PER_ADDRESS):
        try_sign_in(client, f"1970010119950310{number:02d}", WRONG)
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert try_sign_in(client, office.staf, environ_overrides=elsewhere).status_code == 303


def test_the_right_password_begins_the_count_anew(client, office, limits):
    attempts, _ = limits
    knock(client, office.tim, attempts - 1)
    assert try_sign_in(client, office.tim).status_code == 303
    visitor = client.application.test_client()
    assert knock(visitor, office.tim, attempts - 1) == [422] * (attempts - 1)


def test_old_counts_are_swept_away(client, office, clock, limits):
    knock(client, office.tim, 2)
    clock.set(clock.at + limits[1])
    knock(client, office.staf, 1)
    keys = set(db.session.scalars(select(FailedTries.key)))
    assert keys == {office.staf.nip, "127.0.0.1"}


def test_an_address_of_the_newer_kind_has_a_name_in_the_log(client, office, limits):
    for _ in range(limits[0]):
        try_sign_in(client, "197001011995031999", WRONG, environ_overrides={"REMOTE_ADDR": "fe80::1%eth0"})
    assert events(Tag.ACCOUNT_THROTTLED)[0]["object"] == "address:fe80--1-eth0"


# --- The password that confirms -------------------------------------------------------------------


def change(client, password):
    return client.post("/profil/kata-sandi", data={"password": password, "new": NEW_PASSWORD, "again": NEW_PASSWORD})


def test_who_finds_an_open_session_cannot_guess_its_password(client, office, sign_in, limits):
    attempts, _ = limits
    sign_in(client, office.tim)
    answers = [change(client, WRONG) for _ in range(attempts + 2)]
    assert [answer.status_code for answer in answers] == [422] * (attempts - 1) + [429] * 3
    assert "Coba lagi setelah pukul 09.15 WITA" in answers[-1].text
    assert change(client, office.PASSWORD).status_code == 429
    assert len(events(Tag.ACCOUNT_THROTTLED)) == 1
    reasons = {event["data"]["reason"] for event in events(Tag.ACCOUNT_SIGN_IN_FAILED)}
    assert reasons == {"kata sandi pengesahan salah"}


def test_wrong_sign_ins_of_others_do_not_keep_a_person_from_confirming(client, office, sign_in, limits):
    knock(client.application.test_client(), office.tim, limits[0])
    sign_in(client, office.tim)
    assert change(client, office.PASSWORD).status_code == 303


def test_the_right_password_forgets_the_wrong_ones_before_it(client, office, sign_in, limits):
    attempts, _ = limits
    sign_in(client, office.tim)
    for _ in range(attempts - 1):
        change(client, WRONG)
    assert change(client, office.PASSWORD).status_code == 303
    assert list(db.session.scalars(select(FailedTries).where(FailedTries.scope == "pengesahan"))) == []
