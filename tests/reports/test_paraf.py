"""Paraf: given on the PDF that was read, withdrawn with a reason, void after a thaw, and awaited from whom."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.audit.models import AuditEvent
from app.demo.people import PASSWORD, find_office
from app.extensions import db
from app.reports import paraf_policies as policies
from app.reports.actions import thaw_report
from app.reports.errors import NotReady
from app.reports.models import Paraf, ReportVersion
from app.reports.queries import report_of
from app.reports.seats import awaited_of, check_complete, seats_of
from app.runs.errors import AlreadyDone, NotYourStep
from app.web.transaction import writing
from tests.reports.offices import FROZEN_AT, RUN, story_of_the_run
from tests.runs.desk import Desk

WHERE = f"/runs/{RUN}/report"
AT = FROZEN_AT
KABAG = ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi")


def desk(app: Flask, who: str) -> Desk:
    person = getattr(find_office(), who)
    return Desk(app.test_client().sign_in(person), person)


def version() -> ReportVersion:
    db.session.rollback()
    db.session.expire_all()
    return report_of(RUN).versions[-1]


def given() -> list[Paraf]:
    return list(version().parafs)


def events(act: str) -> list[dict[str, Any]]:
    db.session.rollback()
    found = db.session.scalars(select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.seq))
    return [event.fields for event in found]


def give(app: Flask, who: str = "kabag_umum", **changed: Any) -> Any:
    form = {"sha256": version().to_sign.sha256, "statement": "y", "password": PASSWORD} | changed
    return desk(app, who).post(f"{WHERE}/paraf", form)


def withdraw(app: Flask, who: str = "kabag_umum", **changed: Any) -> Any:
    form = {"reason": "Lampiran 2 belum terbaca.", "password": PASSWORD} | changed
    return desk(app, who).post(f"{WHERE}/paraf/withdrawal", form)


def under(app: Flask, rule: str) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"paraf": rule})


def appoint(who: str, post: Role, *, days: int = 1) -> None:
    with writing():
        office, day = find_office(), AT.date()
        accounts.appoint_acting(
            getattr(office, who), kind="plh", post=post, sk_number="800/7", sk_date=day, starts_on=day,
            ends_on=day + timedelta(days=days - 1), by=office.admin, at=AT,
        )  # fmt: skip


def missing() -> list[str]:
    return [seat.unit.short_name for seat in seats_of(version(), at=AT).missing]


# --- Given ----------------------------------------------------------------------------------------


def test_the_page_shows_the_pdf_its_digest_and_who_is_awaited(awaiting):
    answer = desk(awaiting, "kabag_umum").get(f"{WHERE}/paraf")
    assert answer.status_code == 200
    assert f"SHA-256 {version().to_sign.sha256}" in answer.text
    assert f'data="{WHERE}/versions/1/frozen.pdf#navpanes=0&amp;view=FitH"' in answer.text
    assert "Kepala Bagian Umum dan Keuangan" in answer.text
    assert answer.text.count("menunggu</span>") == 3
    assert "object-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_paraf_is_recorded_with_the_digest_that_was_read(awaiting):
    assert give(awaiting).status_code == 303
    (paraf,) = given()
    assert (paraf.user.name, paraf.unit.short_name, paraf.stands) == ("Ahmad Fauzi, S.Sos.", "Umum", True)
    (event,) = events("report:paraf-given")
    assert event["data"] == {
        "version": 1, "sha256": version().frozen_sha256, "unit": paraf.unit_id,
        "jabatan": "Kepala Bagian Umum dan Keuangan", "form": "recorded",
    }  # fmt: skip
    assert event["files"][0]["sha256"] == version().frozen_sha256
    page = desk(awaiting, "inspektur").get(WHERE).text
    assert "diparaf" in page
    assert "paraf Ahmad Fauzi, S.Sos." in page
    assert missing() == ["Persidangan", "Fasilitasi"]


def test_the_paraf_is_for_the_pdf_that_was_read_and_no_other(awaiting):
    answer = give(awaiting, sha256="0" * 64)
    assert answer.status_code == 409
    assert "Laporan sudah berubah sejak Anda membacanya. Baca versi yang baru, lalu centang lagi." in answer.text
    assert given() == []


def test_the_paraf_of_a_version_that_was_opened_since_has_to_be_ticked_again(awaiting):
    read = version().to_sign.sha256
    with writing():
        thaw_report(report_of(RUN), reason="Tabel 3.2 keliru.", by=find_office().tim, at=AT)
    story_of_the_run().freeze(AT + timedelta(minutes=1))
    answer = give(awaiting, sha256=read)
    assert answer.status_code == 409
    said = "Versi 1 dibuka kembali (alasan: Tabel 3.2 keliru). Ini versi 2; baca dahulu, lalu centang lagi."
    assert said in answer.text
    assert not re.search(r'<input[^>]*\bchecked\b[^>]*name="statement"', answer.text)
    assert given() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": ""}, "Isi kata sandi Anda untuk memberi paraf."),
        ({"password": "bukan ini"}, "Kata sandi tidak cocok."),
        ({"statement": ""}, "Centang pernyataan bahwa Anda sudah membaca laporan."),
    ],
)
def test_without_statement_or_password_nothing_is_given(awaiting, changed, sentence):
    answer = give(awaiting, **changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert given() == []


@pytest.mark.parametrize("who", ["sekretaris", "tim", "staf", "inspektur", "admin"])
def test_only_a_kabag_gives_paraf(awaiting, who):
    assert give(awaiting, who).status_code == 403
    assert desk(awaiting, who).get(f"{WHERE}/paraf").status_code == 403
    assert given() == []


def test_it_is_given_once(awaiting):
    give(awaiting)
    answer = give(awaiting)
    assert answer.status_code == 409
    assert "Anda sudah memberi paraf pada" in answer.text
    assert len(given()) == 1


def test_one_paraf_a_bagian_is_enough(awaiting):
    with writing():
        office = find_office()
        accounts.change_person(
            office.staf, name=office.staf.name, jabatan="Kasubag Keuangan", pangkat="", unit=office.umum,
            roles={Role.KABAG}, by=office.admin, at=AT,
        )  # fmt: skip
    assert "Umum: Ahmad Fauzi, S.Sos. (Kepala Bagian Umum dan Keuangan) atau Budi" in seats_of(version(), at=AT).advice
    give(awaiting, "staf")
    answer = give(awaiting)
    assert answer.status_code == 409
    assert "Paraf Bagian Umum dan Keuangan sudah diberikan oleh Budi Hartono, A.Md." in answer.text


def test_before_freezing_there_is_nothing_to_approve(awaiting):
    with writing():
        thaw_report(report_of(RUN), reason="angka keliru", by=find_office().tim, at=AT)
    kabag = desk(awaiting, "kabag_umum")
    answer = kabag.get(f"{WHERE}/paraf")
    assert (answer.status_code, answer.location) == (303, WHERE)
    said = "Rina Maharani, S.AP. membuka bekuan versi 1 pada Sen 23 Nov 2026, 14.00 WITA: angka keliru."
    assert f"{said} Paraf diberikan setelah laporan dibekukan lagi." in kabag.get(WHERE).text
    assert give(awaiting).status_code == 303
    assert given() == []


def test_a_kabag_who_is_asked_again_is_told_why(awaiting):
    give(awaiting)
    assert "Paraf yang sudah diberikan (1) batal." in desk(awaiting, "tim").get(WHERE).text
    with writing():
        thaw_report(report_of(RUN), reason="Tabel 3.2 keliru.", by=find_office().tim, at=AT)
    story_of_the_run().freeze(AT)
    said = "Paraf Anda pada versi 1 batal karena bekuannya dibuka: Tabel 3.2 keliru."
    assert said in desk(awaiting, "kabag_umum").get(f"{WHERE}/paraf").text
    assert said not in desk(awaiting, "kabag_fasilitasi").get(f"{WHERE}/paraf").text
    give(awaiting)
    assert said not in desk(awaiting, "kabag_umum").get(f"{WHERE}/paraf").text


# --- Taken back, and void -------------------------------------------------------------------------


def test_a_paraf_is_withdrawn_with_a_reason_and_may_be_given_again(awaiting):
    give(awaiting)
    assert withdraw(awaiting).status_code == 303
    assert events("report:paraf-withdrawn")[0]["data"] == {
        "version": 1, "sha256": version().frozen_sha256, "reason": "Lampiran 2 belum terbaca.",
    }  # fmt: skip
    page = desk(awaiting, "tim").get(WHERE).text
    assert "<s>paraf Ahmad Fauzi, S.Sos." in page
    assert "karena Lampiran 2 belum terbaca." in page
    assert missing() == ["Umum", "Persidangan", "Fasilitasi"]
    assert give(awaiting).status_code == 303
    assert [paraf.stands for paraf in given()] == [False, True]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "Tuliskan alasannya."),
        ({"reason": "   "}, "alasan"),
        ({"password": "bukan ini"}, "Kata sandi tidak cocok."),
        ({"password": ""}, "Isi kata sandi Anda untuk menarik paraf."),
    ],
)
def test_a_withdrawal_needs_reason_and_password(awaiting, changed, sentence):
    give(awaiting)
    answer = withdraw(awaiting, **changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert given()[0].stands


def test_nobody_withdraws_the_paraf_of_another(awaiting):
    give(awaiting)
    answer = withdraw(awaiting, "kabag_fasilitasi")
    assert answer.status_code == 409
    assert "Anda belum memberi paraf pada versi ini" in answer.text
    assert given()[0].stands


def test_a_thaw_voids_them_visibly_and_the_next_version_has_none(awaiting):
    story_of_the_run().paraf(AT)
    check_complete(version(), at=AT)
    with writing():
        thaw_report(report_of(RUN), reason="Tabel 3.2 keliru", by=find_office().tim, at=AT)
    assert [paraf.stands for paraf in given()] == [False, False, False]
    page = desk(awaiting, "sekretaris").get(WHERE).text
    assert page.count("<s>paraf ") == 3
    assert "batal: bekuan dibuka Sen 23 Nov 2026, 14.00 WITA karena Tabel 3.2 keliru" in page
    story_of_the_run().freeze(AT)
    assert missing() == ["Umum", "Persidangan", "Fasilitasi"]
    with pytest.raises(NotReady, match="Menunggu paraf Umum: Ahmad"):
        check_complete(version(), at=AT)


def plain(**changed: Any) -> SimpleNamespace:
    facts = {"no": 1, "signed_at": None, "thawed_at": None, "parafs": [], "to_sign": SimpleNamespace(kind="frozen")}
    return SimpleNamespace(**facts | changed)


def person(*roles: str, unit: bool = True) -> SimpleNamespace:
    bagian = SimpleNamespace(open=True, name="Bagian Umum")
    return SimpleNamespace(
        id=1, roles=set(roles), unit_id=1 if unit else None, unit=bagian, outside_window=lambda _: ""
    )


@pytest.mark.parametrize(
    ("version_now", "who", "sentence"),
    [
        (plain(signed_at=AT), person("kabag"), "sudah ditandatangani; parafnya tidak berubah lagi"),
        (plain(thawed_at=AT), person("kabag"), "Bekuan versi 1 sudah dibuka"),
        (plain(), person("sekretaris"), "Anda menandatangani laporan ini"),
        (plain(), person("kabag", "sekretaris"), "Anda menandatangani laporan ini"),
        (plain(), person("tim"), "Yang memberi paraf: Kabag/Kasubag"),
        (plain(), person("kabag", unit=False), "belum tercatat pada satu bagian"),
    ],
)
def test_who_may_not_and_when_not(version_now, who, sentence):
    with pytest.raises((NotReady, NotYourStep), match=sentence):
        policies.check_can_give(version_now, who)


def test_after_the_signature_no_paraf_is_taken_back():
    own = SimpleNamespace(stands=True, user_id=1, unit_id=1, given_at=AT)
    assert policies.check_can_withdraw(plain(parafs=[own]), person("kabag")) is own
    with pytest.raises(NotReady, match="sudah ditandatangani"):
        policies.check_can_withdraw(plain(parafs=[own], signed_at=AT), person("kabag"))
    with pytest.raises(NotReady, match="menjadi tanda tangan di dalam berkas"):
        policies.check_can_withdraw(plain(parafs=[own], to_sign=SimpleNamespace(kind="paraf")), person("kabag"))
    with pytest.raises(AlreadyDone, match="Anda sudah memberi paraf"):
        policies.check_can_give(plain(parafs=[own]), person("kabag"))


# --- Whose is needed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "who", "waited_for"),
    [
        ("none", (), 0),
        ("one", (), 3),
        ("one", ("kabag_fasilitasi",), 0),
        ("every-unit", ("kabag_fasilitasi",), 2),
        ("every-unit", KABAG, 0),
    ],
)
def test_the_offices_rule_says_how_many_are_enough(awaiting, rule, who, waited_for):
    under(awaiting, rule)
    if who:
        story_of_the_run().paraf(AT, *who)
    seats = seats_of(version(), at=AT)
    assert len(seats.missing) == waited_for
    assert seats.complete is (waited_for == 0)


def test_where_one_is_enough_the_sentence_says_so(awaiting):
    under(awaiting, "one")
    assert seats_of(version(), at=AT).advice.startswith("Cukup satu paraf, dari Umum: Ahmad Fauzi")


def test_a_bagian_that_nobody_leads_owes_no_paraf(awaiting):
    with writing():
        office = find_office()
        accounts.deactivate(office.kabag_fasilitasi, reason="pensiun", by=office.admin, at=AT)
    assert missing() == ["Umum", "Persidangan"]


def test_a_plh_kabag_gives_it_for_the_bagian_in_his_own_name(awaiting):
    assert give(awaiting, "tim").status_code == 403
    appoint("tim", Role.KABAG)
    page = desk(awaiting, "tim").get(f"{WHERE}/paraf").text
    assert "Plh. Kepala Bagian Umum dan Keuangan" in page
    assert give(awaiting, "tim").status_code == 303
    assert given()[0].jabatan == "Plh. Kepala Bagian Umum dan Keuangan"
    assert events("report:paraf-given")[0]["actor"] == {
        "id": find_office().tim.id, "name": "Rina Maharani, S.AP.", "role": "plh:kabag,tim",
    }  # fmt: skip
    assert missing() == ["Persidangan", "Fasilitasi"]


def test_the_day_after_his_window_he_gives_none(awaiting):
    appoint("tim", Role.KABAG)
    awaiting.config["CLOCK"].set(AT + timedelta(days=1))
    answer = give(awaiting, "tim")
    assert answer.status_code == 403
    assert "Penugasan Anda sebagai Plh. Kepala Bagian Umum dan Keuangan" in answer.text
    assert "berlaku pada 23 November 2026 saja, jadi sekarang sudah berakhir" in answer.text
    assert given() == []


def test_who_acts_for_the_sekretaris_signs_and_gives_no_paraf(awaiting):
    appoint("kabag_umum", Role.SEKRETARIS)
    assert missing() == ["Persidangan", "Fasilitasi"]
    answer = give(awaiting)
    assert answer.status_code == 403
    assert "Anda menandatangani laporan ini, jadi tidak memberi paraf padanya." in answer.text
    appoint("tim", Role.KABAG)
    assert missing() == ["Umum", "Persidangan", "Fasilitasi"]


# --- At home --------------------------------------------------------------------------------------


def test_each_kabag_finds_it_at_home_until_he_has_given_it(awaiting):
    for who in KABAG:
        for path in ("/", "/tugas"):
            page = desk(awaiting, who).get(path).text
            assert "Laporan menunggu paraf Anda" in page, (who, path)
            assert f'href="{WHERE}/paraf"' in page
    give(awaiting)
    page = desk(awaiting, "kabag_umum").get("/").text
    assert "Laporan menunggu paraf Anda" not in page
    assert "Laporan menunggu paraf Anda" in desk(awaiting, "kabag_fasilitasi").get("/").text


def test_nobody_else_is_asked_for_it(awaiting):
    for who in ("sekretaris", "tim", "staf", "inspektur", "admin"):
        assert "menunggu paraf Anda" not in desk(awaiting, who).get("/").text, who


@pytest.mark.parametrize(("rule", "asked"), [("none", 0), ("one", 0), ("every-unit", 1)])
def test_who_is_asked_follows_the_rule(awaiting, rule, asked):
    story_of_the_run().paraf(AT, "kabag_fasilitasi")
    under(awaiting, rule)
    assert len(awaited_of(find_office().kabag_umum)) == asked
    assert awaited_of(find_office().kabag_fasilitasi) == []


def test_the_report_says_who_has_and_who_has_not(awaiting):
    give(awaiting)
    page = desk(awaiting, "sekretaris").get(WHERE).text
    assert "belum lengkap" in page
    assert page.count("menunggu</span>") == 2
    assert "Baca dan beri paraf" not in page
    assert "Baca dan beri paraf" in desk(awaiting, "kabag_fasilitasi").get(WHERE).text
