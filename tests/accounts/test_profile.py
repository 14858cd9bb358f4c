"""One's own page: what is kept, what one may do, and one's password."""

from __future__ import annotations

import pytest

from app.accounts.permissions import PERMISSIONS, Permission
from app.accounts.roles import Role
from app.audit import Tag
from tests.accounts.acts import NEW_PASSWORD, again, events, try_sign_in


def change(client, password, new=NEW_PASSWORD, repeated=None):
    return client.post(
        "/profil/kata-sandi", data={"password": password, "new": new, "again": new if repeated is None else repeated}
    )


def test_a_person_sees_what_the_office_keeps_about_him(client, office, sign_in):
    page = sign_in(client, office.kabag_umum).get("/profil").text
    for fact in (
        "Ahmad Fauzi, S.Sos.",
        "19750312 200003 1 000",
        "Pembina Tingkat I",
        office.umum.name,
        "Kabag/Kasubag",
    ):
        assert fact in page


def test_a_person_reads_what_he_may_do(client, office, sign_in):
    page = sign_in(client, office.inspektur).get("/profil").text
    allowed = PERMISSIONS[Role.INSPEKTORAT]
    listed = [permission for permission in Permission if f"<li>{permission[0].upper()}{permission[1:]}</li>" in page]
    assert set(listed) == allowed


def test_who_may_sign_finds_the_way_to_his_certificate(client, office, sign_in):
    assert "Buka sertifikat saya" in sign_in(client, office.sekretaris).get("/profil").text
    assert "Buka sertifikat saya" not in sign_in(client, office.staf).get("/profil").text


def test_changing_the_password_ends_the_sessions_elsewhere_and_keeps_this_one(client, office):
    elsewhere = client.application.test_client()
    try_sign_in(client, office.tim)
    try_sign_in(elsewhere, office.tim)
    answer = change(client, office.PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/profil")
    assert client.get("/profil").status_code == 200
    assert elsewhere.get("/profil").status_code == 303
    assert try_sign_in(elsewhere, office.tim).status_code == 422
    assert try_sign_in(elsewhere, office.tim, NEW_PASSWORD).status_code == 303
    assert len(events(Tag.ACCOUNT_PASSWORD_CHANGED)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("salah sekali ini",), "Kata sandi sekarang tidak cocok."),
        (("contoh-papan-2026", "pendek"), "paling sedikit 10"),
        (("contoh-papan-2026", "198806032012012000"), "tidak boleh NIP Anda"),
        (("contoh-papan-2026", "indonesia2026"), "mudah ditebak"),
        (("contoh-papan-2026", "contoh-papan-2026"), "masih sama"),
        (("contoh-papan-2026", NEW_PASSWORD, "lain sama sekali"), "Belum sama dengan"),
        (("", NEW_PASSWORD), "Isi kata sandi sekarang."),
        (("contoh-papan-2026", ""), "Isi kata sandi baru."),
        (("contoh-papan-2026", "kuda " * 60), "Paling banyak 200 huruf."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client, office, sign_in, typed, sentence):
    answer = change(sign_in(client, office.tim), *typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert again(office.tim).session_generation == 0
    assert events(Tag.ACCOUNT_PASSWORD_CHANGED) == []


def test_no_password_is_printed_back_into_the_page(client, office, sign_in):
    answer = change(sign_in(client, office.tim), "salah sekali ini", "meranti yang rindang")
    assert "salah sekali ini" not in answer.text
    assert "meranti yang rindang" not in answer.text


def test_a_password_change_uses_up_an_open_code(client, office, sign_in):
    sign_in(client.application.test_client(), office.admin).post(f"/pengguna/{office.tim.id}/kode-sekali-pakai")
    assert again(office.tim).reset_code_hash
    change(sign_in(client, office.tim), office.PASSWORD)
    assert again(office.tim).reset_code_hash == ""


def test_the_permission_map_is_printed_as_the_application_obeys_it(client, office, sign_in):
    page = sign_in(client, office.inspektur).get("/izin").text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == len(Permission)
    for permission, row in zip(sorted(Permission, key=str.casefold), rows, strict=True):
        assert permission[1:] in row
        cells = row.split("<td")[1:]
        assert [">ya<" in cell for cell in cells] == [permission in PERMISSIONS[role] for role in Role]
