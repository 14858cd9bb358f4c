"""An empty office begins with one admin and his one-time code."""

from __future__ import annotations

import pytest

from app.accounts import actions, queries
from app.accounts.codes import printed
from app.accounts.errors import OfficeNotEmpty
from app.accounts.roles import Role
from app.audit import open_log
from app.audit.triggers import install
from app.clock.current import SetClock
from app.extensions import db
from app.settings import Settings
from app.web.transaction import writing
from tests.accounts.acts import NEW_PASSWORD, try_sign_in
from tests.conftest import MONDAY_NINE, build


@pytest.fixture
def empty(tmp_path):
    """An office in which nobody is yet."""
    app = build(Settings(instance=tmp_path).instance_folder, SetClock(MONDAY_NINE))
    with app.app_context():
        with writing():
            db.create_all()
            install(db.session.connection())
            open_log(at=MONDAY_NINE, demo=False, office="Sekretariat DPRD")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_first_admin_comes_in_with_the_code_and_keeps_the_accounts(empty):
    with writing():
        person, code = actions.create_first_admin(at=MONDAY_NINE)
        nip = person.nip
        assert person.roles == {Role.ADMIN}
    client = empty.test_client()
    typed = {"nip": nip, "code": printed(code), "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post("/atur-ulang", data=typed).status_code == 303
    assert try_sign_in(client, nip, NEW_PASSWORD).status_code == 303
    assert client.get("/pengguna/baru").status_code == 200
    assert "Belum ada bagian" in client.get("/bagian").text


def test_the_set_up_may_name_him(empty):
    with writing():
        person, _ = actions.create_first_admin(
            at=MONDAY_NINE, nip="19920415 201801 1 000", name="Hendra Saputra, S.Kom."
        )
    assert queries.person_by_nip("199204152018011000").name == "Hendra Saputra, S.Kom."


def test_an_office_with_people_gets_no_second_first_admin(app, office):
    with pytest.raises(OfficeNotEmpty, match="Sudah ada pengguna"), writing():
        actions.create_first_admin(at=MONDAY_NINE)
