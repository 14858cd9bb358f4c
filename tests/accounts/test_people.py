"""The admin adds, changes, closes and reopens accounts; each rule has its sentence, each act its event."""

from __future__ import annotations

import pytest

from app.accounts import actions, queries
from app.accounts.roles import Role
from app.audit import Tag
from app.extensions import db
from app.web.refusals import Conflict, Invalid
from app.web.transaction import writing
from tests.accounts.acts import again, events, log_size

NIP = "199503142020122000"


@pytest.fixture
def admin(client, office):
    return client.sign_in(office.admin)


def add(admin, **changes):
    typed = {
        "nip": NIP,
        "name": "Lina Marlina, S.E.",
        "jabatan": "Analis",
        "pangkat": "Penata Muda",
        "unit": "0",
        "roles": ["staf"],
    }
    return admin.post("/pengguna", data=typed | changes)


def change(admin, person, **changes):
    typed = {
        "name": person.name,
        "jabatan": person.jabatan,
        "pangkat": person.pangkat,
        "unit": str(person.unit_id or 0),
        "roles": sorted(person.roles),
    }
    return admin.post(f"/pengguna/{person.id}", data=typed | changes)


# --- Adding ---------------------------------------------------------------------------------------


def test_a_person_is_added_and_the_admin_gets_a_code_to_hand_over(admin, office):
    answer = add(admin, unit=str(office.umum.id), roles=["staf", "tim"])
    assert answer.status_code == 200
    assert "Kode sekali pakai untuk Lina Marlina, S.E." in answer.text
    assert "Sel 24 Nov 2026, 09.00 WITA" in answer.text
    person = queries.person_by_nip(NIP)
    assert (person.jabatan, person.unit.code, person.roles) == ("Analis", "UMUM", {Role.STAF, Role.TIM})
    assert person.password_hash == ""


def test_adding_is_in_the_log_with_name_post_roles_and_bagian_but_without_the_nip(admin, office):
    add(admin, unit=str(office.umum.id))
    event = events(Tag.USER_ADDED)[-1]
    assert event["data"] == {
        "name": "Lina Marlina, S.E.", "roles": ["staf"], "unit": "UMUM", "jabatan": "Analis",
        "pangkat": "Penata Muda",
    }  # fmt: skip
    assert event["actor"]["id"] == office.admin.id
    assert NIP not in str(event)
    assert len(events(Tag.USER_RESET_CODE_ISSUED)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nip": "123"}, "NIP terdiri atas 18 angka"),
        ({"nip": "199513142020122000"}, "19951314 bukan tanggal"),
        ({"nip": "199503142020125000"}, "1 (laki-laki) atau 2 (perempuan)"),
        ({"nip": "198806032012012000"}, "sudah dipakai Rina Maharani, S.AP."),
        ({"name": "  "}, "Isi nama."),
        ({"name": "A" * 121}, "Paling banyak 120 huruf."),
        ({"jabatan": ""}, "Isi jabatan."),
        ({"roles": []}, "Pilih paling sedikit satu peran."),
        ({"roles": ["bupati"]}, "Pilihan ini tidak ada."),
        ({"unit": "999"}, "Pilihan ini tidak ada."),
        ({"unit": "x"}, "Pilihan ini tidak ada."),
        ({"roles": ["inspektorat", "staf"]}, "memeriksa pekerjaannya sendiri"),
        ({"roles": ["admin", "sekretaris"]}, "tidak mengesahkan langkah"),
        ({"roles": ["kabag"]}, "Pilih bagiannya"),
    ],
)
def test_what_will_not_do_adds_nobody_and_keeps_what_was_typed(admin, office, changes, sentence):
    size = log_size()
    answer = add(admin, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Penata Muda"' in answer.text
    assert queries.person_by_nip(NIP) is None
    assert log_size() == size


def test_the_nip_of_a_closed_account_leads_to_reopening_it(admin, office):
    admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    assert "nonaktif; aktifkan kembali akunnya" in add(admin, nip=office.staf.nip).text


def test_a_pppk_is_added_with_a_note(admin, office):
    answer = add(admin, nip="19900101 202221 1 000")
    assert answer.status_code == 200
    assert "Pada PPPK memang berbeda" in answer.text
    person = queries.person_by_nip("199001012022211000")
    assert "Pada PPPK memang berbeda" in admin.get(f"/pengguna/{person.id}").text


def test_a_second_sekretaris_is_added_with_a_warning(admin, office):
    answer = add(admin, roles=["sekretaris"])
    assert answer.status_code == 200
    assert "Sekarang 2 orang aktif sebagai Sekretaris DPRD: H. Contoh Sekretaris, S.Sos., M.AP.; Lina" in answer.text


def test_two_who_add_the_same_nip_at_once_do_not_both_succeed(app, office, clock):
    facts = {"nip": NIP, "name": "Lina", "jabatan": "Analis", "roles": {Role.STAF}, "code_hash": "x"}
    with writing():
        actions.add_person(**facts, by=office.admin, at=clock.at)
    with pytest.raises(Invalid, match="sudah dipakai Lina"), writing():
        actions.add_person(**facts, by=office.admin, at=clock.at)


# --- Changing -------------------------------------------------------------------------------------


def test_a_change_is_told_from_what_to_what(admin, office):
    answer = change(admin, office.tim, jabatan="Perencana Ahli Madya", roles=["staf", "tim"])
    assert (answer.status_code, answer.location) == (303, f"/pengguna/{office.tim.id}")
    (event,) = events(Tag.USER_CHANGED)
    assert event["data"]["changes"] == {
        "jabatan": {"before": "Perencana Ahli Muda", "after": "Perencana Ahli Madya"},
        "peran": {"before": ["tim"], "after": ["staf", "tim"]},
    }


def test_saving_without_a_change_records_nothing(admin, office):
    size = log_size()
    assert change(admin, office.tim).status_code == 303
    assert log_size() == size


def test_a_change_of_roles_alone_is_recorded(admin, office):
    change(admin, office.staf, roles=["tim"])
    assert again(office.staf).roles == {Role.TIM}
    assert list(events(Tag.USER_CHANGED)[0]["data"]["changes"]) == ["peran"]


def test_a_new_role_counts_from_the_next_request(admin, office):
    staf = admin.application.test_client().sign_in(office.staf)
    assert staf.get("/pengguna").status_code == 403
    change(admin, office.staf, roles=["admin"])
    assert staf.get("/pengguna").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"roles": ["staf"]}, "Anda tidak dapat melepas peran Admin dari akun sendiri"),
        ({"roles": []}, "satu peran"),
        ({"roles": ["admin", "tim"]}, "tidak mengesahkan langkah"),
        ({"name": ""}, "Isi nama."),
    ],
)
def test_a_change_that_will_not_do_leaves_the_admin_as_he_was(admin, office, changes, sentence):
    answer = change(admin, office.admin, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert again(office.admin).roles == {Role.ADMIN}
    assert events(Tag.USER_CHANGED) == []


def test_one_admin_takes_the_role_from_another_but_never_the_last(admin, office, clock):
    change(admin, office.staf, roles=["admin"])
    other = admin.application.test_client().sign_in(office.staf)
    assert change(other, office.admin, roles=["staf"]).status_code == 303
    with pytest.raises(Invalid, match="satu-satunya admin"), writing():
        person = again(office.staf)
        actions.change_person(
            person, name=person.name, jabatan=person.jabatan, pangkat="", unit=None, roles={Role.STAF},
            by=again(office.tim), at=clock.at,
        )  # fmt: skip


def test_a_closed_bagian_is_still_offered_to_the_one_who_is_in_it(admin, office):
    admin.post(f"/pengguna/{office.kabag_umum.id}/penonaktifan", data={"reason": "pensiun"})
    for person in (office.tim, office.staf, office.admin):
        change(admin, person, unit=str(office.persidangan.id))
    assert admin.post(f"/bagian/{office.umum.id}/penutupan").status_code == 303
    assert office.umum.name in admin.get(f"/pengguna/{office.kabag_umum.id}").text.split("<select")[1]
    assert office.umum.name not in admin.get(f"/pengguna/{office.tim.id}").text.split("<select")[1]


# --- Closing and reopening ------------------------------------------------------------------------


def test_an_account_is_closed_with_a_reason_and_reopened_with_one(admin, office):
    assert admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi ke Dinas"}).status_code == 303
    closed = again(office.staf)
    assert (closed.active, closed.deactivated_by_id) == (False, office.admin.id)
    assert events(Tag.USER_DEACTIVATED)[0]["data"] == {"reason": "mutasi ke Dinas"}
    page = admin.get(f"/pengguna/{office.staf.id}").text
    assert "nonaktif</b> sejak Sen 23 Nov 2026, 09.00 WITA" in page
    assert "Terbitkan kode" not in page
    assert admin.post(f"/pengguna/{office.staf.id}/pengaktifan", data={"reason": "kembali bertugas"}).status_code == 303
    assert again(office.staf).active
    assert events(Tag.USER_REACTIVATED)[0]["data"] == {"reason": "kembali bertugas"}


@pytest.mark.parametrize("act", ["penonaktifan", "pengaktifan"])
@pytest.mark.parametrize("reason", [{}, {"reason": "   "}, {"reason": "x"}, {"reason": "a" * 501}])
def test_without_a_reason_nothing_is_closed_or_reopened(admin, office, act, reason):
    answer = admin.post(f"/pengguna/{office.staf.id}/{act}", data=reason)
    assert answer.status_code == 422
    assert "Alasan" in answer.text
    assert again(office.staf).active


def test_nobody_closes_his_own_account(admin, office):
    answer = admin.post(f"/pengguna/{office.admin.id}/penonaktifan", data={"reason": "sudah bosan"})
    assert answer.status_code == 409
    assert "akun sendiri" in answer.text
    assert "akun sendiri" in admin.get(f"/pengguna/{office.admin.id}").text


def test_an_account_is_not_closed_twice(admin, office):
    for expected in (303, 409):
        answer = admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
        assert answer.status_code == expected
    assert len(events(Tag.USER_DEACTIVATED)) == 1


def test_the_last_active_admin_is_not_closed_even_by_the_system(app, office, clock):
    with pytest.raises(Conflict, match="satu-satunya admin"), writing():
        actions.deactivate(office.admin, reason="mutasi", by=office.tim, at=clock.at)


def test_a_closed_account_gets_no_code(admin, office):
    admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    assert admin.post(f"/pengguna/{office.staf.id}/kode-sekali-pakai").status_code == 409
    assert again(office.staf).reset_code_hash == ""


@pytest.mark.parametrize("path", ["/pengguna/999", "/bagian/999"])
def test_what_does_not_exist_is_not_found(admin, office, path):
    assert admin.get(path).status_code == 404
    assert admin.post(path, data={"name": "x"}).status_code == 404


# --- The list -------------------------------------------------------------------------------------


def test_the_list_finds_by_name_jabatan_and_nip(admin, office):
    for words, name in (
        ("maharani", office.tim.name),
        ("auditor", office.inspektur.name),
        ("19971120 2022", office.staf.name),
    ):
        page = admin.get("/pengguna", query_string={"cari": words}).text.split("<tbody>")[1]
        assert name in page
        assert office.kabag_umum.name not in page


def test_percent_signs_are_letters_and_an_empty_result_says_so(admin, office):
    assert "Tidak ada orang yang cocok" in admin.get("/pengguna?cari=%25").text


def test_closed_accounts_are_listed_on_request(admin, office):
    admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    assert office.staf.name not in admin.get("/pengguna").text.split("<tbody>")[1]
    assert office.staf.name in admin.get("/pengguna?nonaktif=1").text.split("<tbody>")[1]


def test_a_name_is_text_and_never_markup(admin, office):
    add(admin, name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in admin.get("/pengguna").text
    db.session.rollback()
    assert queries.person_by_nip(NIP).name == "<script>alert(1)</script>"
