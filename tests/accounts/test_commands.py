"""`flask user` keeps people without the web."""

from __future__ import annotations

import json
import re

import pytest

from app.accounts import queries
from app.accounts.roles import Role
from app.audit import Tag
from app.extensions import db
from tests.accounts.acts import NEW_PASSWORD, events, try_sign_in

NIP = "199503142020122000"
WHO = ["--nip", "19950314 202012 2 000", "--name", "Lina Marlina, S.E.", "--jabatan", "Analis"]


@pytest.fixture
def run(app, office):
    def run(*words, **kwargs):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["user", *words], **kwargs)

    return run


def test_the_printed_code_lets_the_new_person_in(run, client):
    result = run("add", *WHO, "--role", "staf", "--role", "tim", "--unit", "umum")
    assert result.exit_code == 0
    person = queries.person_by_nip(NIP)
    assert (person.roles, person.unit.code) == ({Role.STAF, Role.TIM}, "UMUM")
    code = re.search(r"^[2-9A-Z]{5}-[2-9A-Z]{5}$", result.output, re.MULTILINE)[0]
    typed = {"nip": NIP, "code": code, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post("/atur-ulang", data=typed).status_code == 303
    assert try_sign_in(client, NIP, NEW_PASSWORD).status_code == 303


def test_what_is_not_given_is_asked(run):
    result = run("add", input=f"{NIP}\nLina Marlina\nAnalis\nstaf\n")
    assert result.exit_code == 0
    assert queries.person_by_nip(NIP).name == "Lina Marlina"


def test_the_log_names_the_system_as_the_one_who_added(run):
    run("add", *WHO, "--role", "staf")
    assert events(Tag.USER_ADDED)[-1]["actor"] == {"id": None, "name": "Sistem", "role": "sistem"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--role", "kabag"], "Pilih bagiannya"),
        (["--role", "inspektorat", "--role", "staf"], "memeriksa pekerjaannya sendiri"),
        (["--role", "staf", "--unit", "tidakada"], "Yang ada: FASILITASI, SIDANG, UMUM."),
        (["--role", "bupati"], "bupati"),
        (["--role", "staf", "--nip", "123"], "NIP terdiri atas 18 angka"),
        (["--role", "staf", "--nip", "198806032012012000"], "sudah dipakai Rina Maharani"),
    ],
)
def test_what_will_not_do_is_refused_with_its_sentence(run, words, sentence):
    result = run("add", *WHO, *words)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert queries.person_by_nip(NIP) is None


def test_a_pppk_note_goes_to_the_side(run):
    result = run("add", *WHO, "--nip", "199001012022211000", "--role", "staf")
    assert result.exit_code == 0
    assert "PPPK" in result.stderr
    assert "PPPK" not in result.stdout


def test_the_list_is_one_line_of_json(run, office):
    result = run("list", "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    users = {row["nip"]: row for row in json.loads(line)["users"]}
    assert len(users) == 8
    assert users[office.tim.nip] == {
        "id": office.tim.id,
        "nip": office.tim.nip,
        "name": office.tim.name,
        "jabatan": office.tim.jabatan,
        "unit": "UMUM",
        "roles": ["tim"],
        "active": True,
    }
    assert users[office.sekretaris.nip]["unit"] == ""


def test_the_list_for_people_names_everybody_and_no_hash(run, office):
    result = run("list")
    assert [office.tim.name in line for line in result.stdout.splitlines()].count(True) == 1
    assert "argon2" not in result.stdout
