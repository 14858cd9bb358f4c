"""A forgotten password: the admin hands over a one-time code, the person sets a new password with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.audit import Tag
from tests.accounts.acts import NEW_PASSWORD, again, events, log_size, try_sign_in

CODE = re.compile(r">([2-9A-Z]{5}-[2-9A-Z]{5})<")


@pytest.fixture
def code(client, office):
    """The code for Rina of the Tim, as the admin's page shows it."""
    return issue(client, office)


def issue(client, office):
    admin = client.application.test_client().sign_in(office.admin)
    answer = admin.post(f"/pengguna/{office.tim.id}/kode-sekali-pakai")
    assert answer.status_code == 200
    (shown,) = CODE.findall(answer.text)
    return shown


def reset(client, person, code, new=NEW_PASSWORD, repeated=None):
    return client.post(
        "/atur-ulang",
        data={"nip": person.nip, "code": code, "new": new, "again": new if repeated is None else repeated},
    )


def test_a_person_sets_a_new_password_with_the_code_and_comes_in(client, office, code):
    answer = reset(client, office.tim, code.lower().replace("-", " "))
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert try_sign_in(client, office.tim, NEW_PASSWORD).status_code == 303
    (event,) = events(Tag.ACCOUNT_PASSWORD_CHANGED)
    assert (event["actor"]["id"], event["object"]) == (office.tim.id, f"user:{office.tim.id}")


def test_the_old_password_works_until_the_code_is_used_and_not_after(client, office, code):
    assert try_sign_in(client, office.tim).status_code == 303
    reset(client, office.tim, code)
    assert client.get("/profil").status_code == 303
    assert try_sign_in(client, office.tim).status_code == 422


def test_a_code_is_used_once(client, office, code):
    reset(client, office.tim, code)
    answer = reset(client, office.tim, code, "rotan hanyut ke hilir")
    assert answer.status_code == 422
    assert "kode sudah dipakai" in answer.text
    assert try_sign_in(client, office.tim, NEW_PASSWORD).status_code == 303


def test_a_code_lapses_after_a_day(client, office, code, clock):
    clock.set(clock.at + timedelta(hours=24))
    assert reset(client, office.tim, code).status_code == 422
    assert events(Tag.ACCOUNT_SIGN_IN_FAILED)[0]["data"] == {"reason": "kode kedaluwarsa"}


def test_a_code_is_good_until_the_end_of_its_day(client, office, code, clock):
    clock.set(clock.at + timedelta(hours=24) - timedelta(seconds=1))
    assert reset(client, office.tim, code).status_code == 303


def test_a_newer_code_replaces_the_older_one(client, office, code):
    newer = issue(client, office)
    assert reset(client, office.tim, code).status_code == 422
    assert reset(client, office.tim, newer).status_code == 303


def test_somebody_elses_code_opens_nothing(client, office, code):
    assert reset(client, office.sekretaris, code).status_code == 422
    assert try_sign_in(client, office.sekretaris).status_code == 303


def test_guessing_codes_closes_the_door_and_the_log_stays_small(client, office, code):
    attempts = client.application.config["SETTINGS"].login_attempts
    answers = [reset(client, office.tim, "AAAAA-22222").status_code for _ in range(attempts)]
    assert answers == [422] * (attempts - 1) + [429]
    size = log_size()
    assert reset(client, office.tim, code).status_code == 429
    assert log_size() == size


def test_a_weak_new_password_does_not_use_up_the_code(client, office, code):
    answer = reset(client, office.tim, code, "password2026")
    assert answer.status_code == 422
    assert "mudah ditebak" in answer.text
    assert reset(client, office.tim, code).status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nip": ""}, "Isi NIP."),
        ({"code": ""}, "Isi kode dari admin."),
        ({"new": ""}, "Isi kata sandi baru."),
        ({"again": "lain dari yang di atas"}, "Belum sama dengan kata sandi baru"),
    ],
)
def test_an_incomplete_form_says_what_is_missing_and_is_no_try(client, office, code, changes, sentence):
    typed = {"nip": office.tim.nip, "code": code, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    answer = client.post("/atur-ulang", data=typed | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert events(Tag.ACCOUNT_SIGN_IN_FAILED) == []


def test_a_person_who_has_no_code_gets_in_with_none(client, office):
    assert reset(client, office.tim, "AAAAA-22222").status_code == 422
    assert events(Tag.ACCOUNT_SIGN_IN_FAILED)[0]["data"] == {"reason": "belum ada kode"}


def test_a_closed_accounts_code_lapses_with_it(client, office, code):
    admin = client.application.test_client().sign_in(office.admin)
    admin.post(f"/pengguna/{office.tim.id}/penonaktifan", data={"reason": "mutasi"})
    assert reset(client, office.tim, code).status_code == 422
    admin.post(f"/pengguna/{office.tim.id}/pengaktifan", data={"reason": "kembali"})
    assert reset(client, office.tim, code).status_code == 422


def test_the_code_stands_on_its_one_page_and_nowhere_else(client, office, code):
    admin = client.application.test_client().sign_in(office.admin)
    assert code not in admin.get(f"/pengguna/{office.tim.id}").text
    person = again(office.tim)
    assert person.reset_code_hash.startswith("$argon2id$")
    assert code not in str(events(Tag.USER_RESET_CODE_ISSUED))
    assert code.replace("-", "") not in str(events(Tag.USER_RESET_CODE_ISSUED))


def test_two_who_use_the_code_at_once_do_not_both_succeed(app, office, code):
    from app.accounts import actions, credentials
    from app.accounts.codes import read_code
    from app.web.transaction import writing

    at = again(office.tim).created_at
    first, second = (
        credentials.try_code(office.tim.nip, read_code(code), address=f"10.0.0.{host}", at=at) for host in (5, 6)
    )
    assert (first.failure, second.failure) == ("", "")
    with writing():
        assert actions.set_password_by_code(first, password_hash="$argon2id$satu", at=at) is not None
    with writing():
        assert actions.set_password_by_code(second, password_hash="$argon2id$dua", at=at) is None
    assert again(office.tim).password_hash == "$argon2id$satu"
