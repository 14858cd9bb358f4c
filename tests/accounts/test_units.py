"""The bagian of the office."""

from __future__ import annotations

import pytest

from app.accounts import queries
from app.audit import Tag
from tests.accounts.acts import events, log_size

SHORT = {"nama pendek": {"before": "", "after": "Hukum"}}
NEW = {"code": "hukum", "name": "Bagian Hukum", "short_name": "Hukum"}


@pytest.fixture
def admin(client, office):
    return client.sign_in(office.admin)


def test_a_bagian_is_added_with_its_code_in_capitals(admin, office):
    assert admin.post("/bagian", data=NEW).status_code == 303
    unit = queries.unit_by_code("HUKUM")
    assert (unit.name, unit.open) == ("Bagian Hukum", True)
    event = events(Tag.UNIT_ADDED)[-1]
    assert event["data"] == {"code": "HUKUM", "name": "Bagian Hukum", "changes": SHORT}
    assert event["object"] == f"unit:{unit.id}"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "Isi kode."),
        ({"name": " "}, "Isi nama bagian."),
        ({"short_name": ""}, "Isi nama pendek."),
        ({"code": "umum"}, "sudah dipakai Bagian Umum dan Keuangan"),
        ({"code": "A" * 21}, "Paling banyak 20 huruf."),
    ],
)
def test_what_will_not_do_adds_no_bagian(admin, office, changes, sentence):
    size = log_size()
    answer = admin.post("/bagian", data=NEW | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(queries.units()) == 3
    assert log_size() == size


def test_a_change_of_name_is_told_from_what_to_what(admin, office):
    facts = {"code": "UMUM", "name": "Bagian Umum, Keuangan, dan Perencanaan", "short_name": "Umum"}
    assert admin.post(f"/bagian/{office.umum.id}", data=facts).status_code == 303
    (event,) = events(Tag.UNIT_CHANGED)
    assert event["data"]["changes"] == {"nama": {"before": "Bagian Umum dan Keuangan", "after": facts["name"]}}


def test_saving_a_bagian_without_a_change_records_nothing(admin, office):
    size = log_size()
    facts = {"code": office.umum.code, "name": office.umum.name, "short_name": office.umum.short_name}
    assert admin.post(f"/bagian/{office.umum.id}", data=facts).status_code == 303
    assert log_size() == size


def test_two_bagian_never_share_a_code(admin, office):
    facts = {"code": "SIDANG", "name": office.umum.name, "short_name": "Umum"}
    answer = admin.post(f"/bagian/{office.umum.id}", data=facts)
    assert answer.status_code == 422
    assert "sudah dipakai Bagian Persidangan" in answer.text


def test_a_bagian_with_people_is_not_closed(admin, office):
    answer = admin.post(f"/bagian/{office.umum.id}/penutupan")
    assert answer.status_code == 409
    assert "Masih ada 4 orang aktif di bagian ini" in answer.text
    assert "Masih ada 4 orang aktif di bagian ini" in admin.get(f"/bagian/{office.umum.id}").text


def test_an_empty_bagian_is_closed_and_opened_again(admin, office):
    admin.post("/bagian", data=NEW)
    unit_id = queries.unit_by_code("HUKUM").id
    assert admin.post(f"/bagian/{unit_id}/penutupan").status_code == 303
    assert [unit.code for unit in queries.open_units()] == ["FASILITASI", "SIDANG", "UMUM"]
    assert queries.unit(unit_id).closed_by_id == office.admin.id
    assert admin.post(f"/bagian/{unit_id}/penutupan").status_code == 409
    assert admin.post(f"/bagian/{unit_id}/pembukaan").status_code == 303
    assert admin.post(f"/bagian/{unit_id}/pembukaan").status_code == 409
    states = [event["data"]["changes"]["keadaan"]["after"] for event in events(Tag.UNIT_CHANGED)]
    assert states == ["ditutup", "dibuka"]


def test_a_closed_bagian_takes_no_new_people(admin, office):
    admin.post("/bagian", data=NEW)
    unit_id = queries.unit_by_code("HUKUM").id
    admin.post(f"/bagian/{unit_id}/penutupan")
    assert "Bagian Hukum" not in admin.get("/pengguna/baru").text.split("<select")[1]
    typed = {"nip": "199503142020122000", "name": "Lina", "jabatan": "Analis", "unit": str(unit_id), "roles": ["staf"]}
    assert admin.post("/pengguna", data=typed).status_code == 422


def test_only_the_admin_sees_the_bagian(client, office, sign_in):
    for person in office.people():
        expected = 200 if person.id == office.admin.id else 403
        assert sign_in(client, person).get("/bagian").status_code == expected
