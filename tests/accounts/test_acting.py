"""Plt. and Plh.: who may act for whom, inside which window, and what is refused outside it, in so many words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.accounts import actions, queries
from app.accounts.acting import Mandate, outside_window, strongest
from app.accounts.roles import Role
from app.audit import Tag
from app.demo.story import wita
from app.extensions import db
from app.web.refusals import Conflict, Invalid
from app.web.transaction import writing
from tests.accounts.acts import again, events, log_size
from tests.runs.stories import run_at
from tests.statements import statements

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
FORM = {
    "kind": "plh", "post": "sekretaris", "sk_number": "800/31/SETWAN/2026", "sk_date": "2026-11-20",
    "starts_on": "2026-11-23", "ends_on": "2026-11-27",
}  # fmt: skip


@pytest.fixture
def admin(client, office):
    return client.sign_in(office.admin)


def appoint(person, *, by, at, **changed: Any):
    facts = {
        "kind": "plh", "post": Role.SEKRETARIS, "sk_number": "800/31", "sk_date": TODAY, "starts_on": TODAY,
        "ends_on": FRIDAY,
    }  # fmt: skip
    with writing():
        return actions.appoint_acting(again(person), **facts | changed, by=by, at=at)


def mandate(**changed: Any) -> Mandate:
    facts = {
        "id": 1, "kind": "plt", "post": Role.SEKRETARIS, "title": "Sekretaris DPRD", "sk_number": "800/31",
        "sk_date": TODAY, "starts_on": TODAY, "ends_on": FRIDAY,
    }  # fmt: skip
    return Mandate(**facts | changed)


# --- The rules, as plain values -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "in_force"),
    [
        ("2026-11-22 23.59", False),
        ("2026-11-23 00.00", True),
        ("2026-11-27 23.59", True),
        ("2026-11-28 00.00", False),
    ],
)
def test_a_mandate_is_in_force_from_its_first_to_its_last_day_in_wita(moment, in_force):
    assert mandate().in_force(wita(moment)) is in_force


def test_a_mandate_that_was_ended_is_in_force_no_more():
    ended = mandate(ended_at=wita("2026-11-24 10.00"), end_reason="Sekretaris kembali.")
    assert not ended.in_force(wita("2026-11-25 09.00"))
    assert "sudah diakhiri pada 24 November 2026: Sekretaris kembali." in ended.outside(wita("2026-11-25 09.00"))


def test_the_sentence_names_window_and_decree():
    late = outside_window([mandate()], roles=["sekretaris"], at=wita("2026-11-28 09.00"))
    assert late == (
        "Penugasan Anda sebagai Plt. Sekretaris DPRD (SK Nomor 800/31 tanggal 23 November 2026) berlaku "
        "23 November 2026 sampai 27 November 2026, jadi sekarang sudah berakhir."
    )
    assert outside_window([mandate()], roles=["sekretaris"], at=wita("2026-11-20 09.00")).endswith("belum mulai.")


def test_another_post_and_a_mandate_in_force_explain_nothing():
    assert outside_window([mandate()], roles=["kabag"], at=wita("2026-11-28 09.00")) == ""
    assert outside_window([mandate()], roles=["sekretaris"], at=wita("2026-11-24 09.00")) == ""


def test_of_several_windows_the_nearest_is_named():
    old = mandate(starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 5))
    assert "23 November" in outside_window([old, mandate()], roles=["sekretaris"], at=wita("2026-11-29 09.00"))


def test_who_acts_in_two_posts_is_shown_in_the_higher_one():
    kabag = mandate(post=Role.KABAG, title="Kepala Bagian Umum dan Keuangan")
    assert strongest([kabag, mandate()]) == mandate()
    assert strongest([]) is None


# --- Recording ------------------------------------------------------------------------------------


def test_a_plh_is_recorded_with_decree_and_window(admin, office):
    answer = admin.post(f"/pengguna/{office.kabag_umum.id}/penugasan", data=FORM)
    assert (answer.status_code, answer.location) == (303, f"/pengguna/{office.kabag_umum.id}/penugasan")
    page = admin.get(answer.location).text
    assert "Plh. Sekretaris DPRD" in page
    assert "berlaku sekarang" in page
    assert "SK Nomor 800/31/SETWAN/2026 tanggal 20 November 2026" in page
    (event,) = events(Tag.ACTING_APPOINTED)
    assert event["object"] == f"user:{office.kabag_umum.id}"
    assert event["data"] == {
        "mandate": 1, "kind": "plh", "post": "sekretaris", "sk_number": "800/31/SETWAN/2026",
        "sk_date": "2026-11-20", "starts_on": "2026-11-23", "ends_on": "2026-11-27",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "changes", "sentence"),
    [
        ("inspektur", {}, "Inspektorat tidak dapat ditugaskan"),
        ("admin", {}, "Admin tidak dapat ditugaskan"),
        ("sekretaris", {}, "sudah Sekretaris DPRD"),
        ("kabag_umum", {"post": "kabag"}, "sudah Kabag/Kasubag"),
        ("sekretaris", {"post": "kabag"}, "Isi dahulu bagian orang ini"),
        ("kabag_umum", {"post": "tim"}, "Pilihan ini tidak ada"),
        ("kabag_umum", {"kind": "pjs"}, "Pilihan ini tidak ada"),
        ("kabag_umum", {"sk_number": "  "}, "Isi nomor SK"),
        ("kabag_umum", {"sk_date": ""}, "Isi tanggal SK"),
        ("kabag_umum", {"sk_date": "2026-11-24"}, "Tanggal SK belum tiba"),
        ("kabag_umum", {"starts_on": "besok"}, "Tanggal tidak dapat dibaca"),
        ("kabag_umum", {"ends_on": "2026-11-22"}, "Hari terakhir mendahului hari pertama"),
        ("kabag_umum", {"starts_on": "2026-11-01", "ends_on": "2026-11-22"}, "sudah lewat"),
        ("kabag_umum", {"ends_on": "2036-11-27"}, "paling lama satu tahun"),
    ],
)
def test_what_will_not_do_is_refused_with_its_sentence(admin, office, who, changes, sentence):
    size = log_size()
    answer = admin.post(f"/pengguna/{getattr(office, who).id}/penugasan", data=FORM | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert log_size() == size


def test_a_closed_account_does_not_act(admin, office):
    admin.post(f"/pengguna/{office.staf.id}/penonaktifan", data={"reason": "mutasi"})
    answer = admin.post(f"/pengguna/{office.staf.id}/penugasan", data=FORM | {"post": "kabag"})
    assert answer.status_code == 409
    assert "Akun ini nonaktif" in answer.text


@pytest.mark.parametrize(("first", "last"), [("2026-11-27", "2026-11-30"), ("2026-11-20", "2026-11-23")])
def test_two_mandates_for_one_post_share_no_day(admin, office, first, last):
    person = f"/pengguna/{office.kabag_umum.id}/penugasan"
    admin.post(person, data=FORM)
    answer = admin.post(person, data=FORM | {"starts_on": first, "ends_on": last})
    assert answer.status_code == 422
    assert "Orang ini sudah tercatat sebagai Plh. Sekretaris DPRD 23 November 2026 sampai" in answer.text


def test_the_day_after_another_mandate_may_begin(admin, office):
    person = f"/pengguna/{office.kabag_umum.id}/penugasan"
    admin.post(person, data=FORM)
    assert admin.post(person, data=FORM | {"starts_on": "2026-11-28", "ends_on": "2026-11-30"}).status_code == 303


def test_a_post_is_acted_in_by_one_person_at_a_time(admin, office):
    admin.post(f"/pengguna/{office.kabag_umum.id}/penugasan", data=FORM)
    answer = admin.post(f"/pengguna/{office.kabag_fasilitasi.id}/penugasan", data=FORM)
    assert answer.status_code == 422
    assert f"{office.kabag_umum.name} sudah tercatat sebagai Plh. Sekretaris DPRD" in answer.text


def test_each_bagian_has_its_own_acting_kabag(admin, office):
    form = FORM | {"post": "kabag"}
    assert admin.post(f"/pengguna/{office.tim.id}/penugasan", data=form).status_code == 303
    assert "sudah tercatat" in admin.post(f"/pengguna/{office.staf.id}/penugasan", data=form).text
    move(admin, office.staf, unit=str(office.persidangan.id))
    assert admin.post(f"/pengguna/{office.staf.id}/penugasan", data=form).status_code == 303


def test_a_plt_beside_an_active_holder_is_recorded_with_a_warning(admin, office):
    answer = admin.post(
        f"/pengguna/{office.kabag_umum.id}/penugasan", data=FORM | {"kind": "plt"}, follow_redirects=True
    )
    assert f"masih dipangku {office.sekretaris.name}" in answer.text


def test_a_plh_for_a_vacant_post_is_recorded_with_a_warning(admin, office):
    admin.post(f"/pengguna/{office.sekretaris.id}/penonaktifan", data={"reason": "pensiun"})
    answer = admin.post(f"/pengguna/{office.kabag_umum.id}/penugasan", data=FORM, follow_redirects=True)
    assert "yang tepat adalah Plt." in answer.text


def test_only_the_admin_records_mandates(client, office):
    for person in (office.sekretaris, office.kabag_umum, office.inspektur):
        client.sign_in(person)
        assert client.get(f"/pengguna/{office.tim.id}/penugasan").status_code == 403
        assert client.post(f"/pengguna/{office.tim.id}/penugasan", data=FORM).status_code == 403


# --- Ending early ---------------------------------------------------------------------------------


def test_a_mandate_is_ended_with_a_reason(admin, office):
    person = f"/pengguna/{office.kabag_umum.id}/penugasan"
    admin.post(person, data=FORM)
    assert admin.post(f"{person}/1/pengakhiran", data={"reason": "Sekretaris sudah kembali"}).status_code == 303
    assert events(Tag.ACTING_ENDED)[0]["data"] == {"mandate": 1, "reason": "Sekretaris sudah kembali"}
    page = admin.get(person).text
    assert "diakhiri" in page
    assert "Sekretaris sudah kembali" in page


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}, {"reason": "x"}])
def test_without_a_reason_it_goes_on(admin, office, reason):
    person = f"/pengguna/{office.kabag_umum.id}/penugasan"
    admin.post(person, data=FORM)
    answer = admin.post(f"{person}/1/pengakhiran", data=reason)
    assert answer.status_code == 422
    assert "Alasan" in answer.text
    assert events(Tag.ACTING_ENDED) == []


def test_a_mandate_ends_once_and_not_after_its_last_day(app, office, clock):
    row = appoint(office.kabag_umum, by=office.admin, at=clock.at)
    with pytest.raises(Conflict, match="berakhir dengan sendirinya pada 27 November"), writing():
        actions.end_acting(db.session.merge(row), reason="terlambat", by=office.admin, at=clock.at + timedelta(days=9))
    with writing():
        actions.end_acting(db.session.merge(row), reason="sudah kembali", by=office.admin, at=clock.at)
    with pytest.raises(Conflict, match="sudah diakhiri"), writing():
        actions.end_acting(db.session.merge(row), reason="sekali lagi", by=office.admin, at=clock.at)


def test_somebody_elses_mandate_is_not_ended_under_the_wrong_name(admin, office):
    admin.post(f"/pengguna/{office.kabag_umum.id}/penugasan", data=FORM)
    answer = admin.post(f"/pengguna/{office.tim.id}/penugasan/1/pengakhiran", data={"reason": "salah orang"})
    assert answer.status_code == 404


# --- What the account may no longer do meanwhile --------------------------------------------------


def move(admin, person, **changes):
    typed = {
        "name": person.name, "jabatan": person.jabatan, "pangkat": person.pangkat,
        "unit": str(person.unit_id or 0), "roles": sorted(person.held_roles),
    }  # fmt: skip
    return admin.post(f"/pengguna/{person.id}", data=typed | changes)


@pytest.mark.parametrize("roles", [["admin"], ["inspektorat"]])
def test_who_acts_does_not_become_admin_or_inspektorat(admin, office, roles):
    admin.post(f"/pengguna/{office.tim.id}/penugasan", data=FORM | {"post": "kabag"})
    answer = move(admin, office.tim, roles=roles)
    assert answer.status_code == 422
    assert "Akhiri dahulu penugasannya" in answer.text


def test_an_acting_kabag_stays_in_his_bagian(admin, office):
    admin.post(f"/pengguna/{office.tim.id}/penugasan", data=FORM | {"post": "kabag"})
    answer = move(admin, office.tim, unit=str(office.persidangan.id))
    assert answer.status_code == 422
    assert "berlaku untuk bagiannya" in answer.text


def test_a_role_of_ones_own_is_not_the_post_that_is_acted_in(admin, office, clock):
    """Saving the page of somebody who acts must not give him the role for good."""
    admin.post(f"/pengguna/{office.tim.id}/penugasan", data=FORM | {"post": "kabag"})
    with writing():
        person = queries.acting_person(again(office.tim), at=clock.at)
        assert person.roles == {Role.TIM, Role.KABAG}
        actions.change_person(
            person, name=person.name, jabatan="Perencana", pangkat="", unit=person.unit, roles=person.held_roles,
            by=office.admin, at=clock.at,
        )  # fmt: skip
    assert again(office.tim).held_roles == {Role.TIM}
    assert list(events(Tag.USER_CHANGED)[-1]["data"]["changes"]) == ["jabatan", "pangkat"]


# --- What the mandate does ------------------------------------------------------------------------


def test_the_log_keeps_in_which_post_somebody_acted(app, office, clock):
    appoint(office.kabag_umum, kind="plt", by=office.admin, at=clock.at)
    acting = queries.acting_person(again(office.kabag_umum), at=clock.at)
    assert acting.audit_actor()["role"] == "plt:sekretaris,kabag"
    assert acting.jabatan_now == "Plt. Sekretaris DPRD"
    assert acting.jabatan_as({"kabag"}) == "Kepala Bagian Umum dan Keuangan"
    assert acting.jabatan_as({"sekretaris"}) == "Plt. Sekretaris DPRD"
    later = queries.acting_person(again(office.kabag_umum), at=clock.at + timedelta(days=7))
    assert later.audit_actor()["role"] == "kabag"
    assert later.mandate is None


def test_who_holds_a_post_himself_needs_no_mandate_for_it(office, clock):
    sekretaris = again(office.sekretaris)
    sekretaris.assume([mandate(id=9, post=Role.KABAG, title="Kepala Bagian Umum dan Keuangan")], at=clock.at)
    assert sekretaris.mandate is not None
    assert sekretaris.mandate_for({Role.SEKRETARIS}) is None
    assert sekretaris.mandate_for({Role.KABAG}) == sekretaris.mandate


def test_inside_the_window_the_acts_of_the_post_are_open_and_outside_they_name_it(client, office, clock):
    appoint(office.kabag_umum, by=office.admin, at=clock.at, starts_on=date(2026, 11, 24))
    client.sign_in(office.kabag_umum)
    early = client.get("/runs/new")
    assert early.status_code == 403
    assert "berlaku 24 November 2026 sampai 27 November 2026, jadi sekarang belum mulai" in early.text
    clock.set(wita("2026-11-24 08.00"))
    inside = client.get("/runs/new")
    assert inside.status_code == 200
    assert "Plh. Sekretaris DPRD" in inside.text
    clock.set(wita("2026-11-28 08.00"))
    assert "jadi sekarang sudah berakhir" in client.get("/runs/new").text


def test_a_mandate_that_is_ended_loses_its_force_at_once(client, office, clock):
    row = appoint(office.kabag_umum, by=office.admin, at=clock.at)
    client.sign_in(office.kabag_umum)
    assert client.get("/runs/new").status_code == 200
    with writing():
        actions.end_acting(db.session.merge(row), reason="Sekretaris kembali", by=office.admin, at=clock.at)
    answer = client.get("/runs/new")
    assert answer.status_code == 403
    assert "sudah diakhiri pada 23 November 2026: Sekretaris kembali." in answer.text


def test_a_step_of_the_post_is_sahkan_as_acting_and_refused_after_the_window(app, office, clock):
    story = run_at(1, clock=clock)
    appoint(office.kabag_umum, by=office.admin, at=clock.at, ends_on=TODAY)
    with pytest.raises(Exception, match="jadi sekarang sudah berakhir"):
        story.complete(1, "kabag_umum", wita("2026-11-24 07.31"), late_reason="rapat")
    story.complete(1, "kabag_umum", clock.at)
    completion = events(Tag.STEP_COMPLETED)[-1]
    assert completion["data"]["completed_as"] == "Plh. Sekretaris DPRD (Sekretaris DPRD)"
    assert completion["actor"]["role"] == "plh:sekretaris,kabag"


def test_an_acting_kabag_reports_for_his_bagian(app, office, clock):
    story = run_at(5, clock=clock)
    with pytest.raises(Exception, match="Kabag/Kasubag"):
        story.report(5, "tim", clock.at)
    appoint(office.tim, post=Role.KABAG, by=office.admin, at=clock.at)
    story.report(5, "tim", clock.at)
    assert events(Tag.STEP_UNIT_REPORTED)[-1]["actor"]["role"] == "plh:kabag,tim"


# --- What is shown, and what it costs -------------------------------------------------------------


def test_everybody_sees_who_acts_now_on_the_permission_map(client, office, clock):
    assert "Sekarang tidak ada pejabat pengganti." in client.sign_in(office.inspektur).get("/izin").text
    appoint(office.kabag_umum, by=office.admin, at=clock.at)
    page = client.get("/izin").text
    assert office.kabag_umum.name in page
    assert "Plh. Sekretaris DPRD · 23 November 2026 sampai 27 November 2026" in page


def test_the_people_page_links_to_who_acts(admin, office, clock):
    appoint(office.kabag_umum, by=office.admin, at=clock.at)
    assert f'href="/pengguna/{office.kabag_umum.id}/penugasan"' in admin.get("/pengguna").text
    assert f'href="/pengguna/{office.tim.id}/penugasan"' in admin.get(f"/pengguna/{office.tim.id}").text


def test_ones_own_profile_names_the_mandate(client, office, clock):
    appoint(office.kabag_umum, by=office.admin, at=clock.at)
    page = client.sign_in(office.kabag_umum).get("/profil").text
    assert "Plh. Sekretaris DPRD</b> 23 November 2026 sampai 27 November 2026" in page


def test_the_person_of_a_session_costs_one_statement_with_mandates_or_without(app, office, clock):
    appoint(office.kabag_umum, by=office.admin, at=clock.at)
    for person_id, acting in ((office.kabag_umum.id, True), (office.kabag_fasilitasi.id, False)):
        db.session.rollback()
        db.session.expunge_all()
        with statements() as asked:
            person = queries.person_of_session(person_id, digest="", at=clock.at)
            assert person is not None
            assert (Role.SEKRETARIS in person.roles) is acting
            assert person.audit_actor()["id"] == person_id
        assert len(asked) == 1, asked


def test_the_admin_is_not_told_of_a_vacancy_that_a_plt_fills(admin, office, clock):
    admin.post(f"/pengguna/{office.sekretaris.id}/penonaktifan", data={"reason": "pensiun"})
    vacant = "Belum ada pengguna aktif berperan Sekretaris DPRD."
    assert vacant in admin.get("/").text
    appoint(office.kabag_umum, kind="plt", by=office.admin, at=clock.at)
    assert vacant not in admin.get("/").text
    clock.set(wita("2026-11-28 08.00"))
    assert vacant in admin.get("/").text


def test_the_deactivated_do_not_act(app, office, clock):
    appoint(office.kabag_umum, by=office.admin, at=clock.at)
    assert [person.id for person, _mandate in queries.acting_in(Role.SEKRETARIS, at=clock.at)] == [office.kabag_umum.id]
    with writing():
        actions.deactivate(again(office.kabag_umum), reason="mutasi", by=office.admin, at=clock.at)
    assert queries.acting_in(Role.SEKRETARIS, at=clock.at) == []


def test_the_tim_is_no_post_to_act_in(app, office, clock):
    with pytest.raises(Invalid, match="tidak dapat digantikan"):
        appoint(office.kabag_umum, post=Role.TIM, by=office.admin, at=clock.at)
