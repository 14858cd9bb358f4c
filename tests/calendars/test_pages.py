"""The calendar's pages: everybody reads, the admin edits a draft, and bad input gets a sentence."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.calendars import queries
from app.calendars.models import CalendarVersion
from app.demo.people import Office
from app.extensions import db
from tests.conftest import OutsideClient

LOCAL_DAY = {"day": "2026-04-08", "name": "Hari Jadi  Kabupaten Balangan"}


@pytest.fixture
def admin(client: OutsideClient, office: Office, calendar: CalendarVersion) -> OutsideClient:
    return client.sign_in(office.admin)


@pytest.fixture
def drafting(admin: OutsideClient) -> OutsideClient:
    assert admin.post("/calendars/draft").status_code == 303
    return admin


def hours_fields(**changed: str) -> dict[str, str]:
    """The hours form as the browser would send it back."""
    db.session.expire_all()
    draft = queries.draft()
    fields = {"revision": str(draft.revision)}
    for number, row in enumerate(draft.timetable.hours):
        for name in ("opens", "closes", "break_from", "break_until"):
            value = getattr(row, name)
            fields[f"rows-{number}-{name}"] = value.isoformat("minutes") if value else ""
        fields[f"rows-{number}-weekday"] = str(row.weekday)
        fields[f"rows-{number}-valid_from"] = row.valid_from.isoformat()
        if row.ramadan:
            fields[f"rows-{number}-ramadan"] = "y"
    return {**fields, **{key.replace("__", "-"): value for key, value in changed.items()}}


def test_everybody_reads_this_years_holidays_and_the_hours(
    client: OutsideClient, office: Office, calendar: CalendarVersion
) -> None:
    for person in office.people():
        page = client.sign_in(person).get("/calendars")

        assert page.status_code == 200
        assert "Hari libur dan cuti bersama 2026" in page.text
        assert "Jumat, 16 Januari 2026" in page.text
        assert "07.30–16.00" in page.text
        assert "Selama Ramadan" in page.text


def test_only_the_admin_is_offered_to_edit(client: OutsideClient, office: Office, calendar: CalendarVersion) -> None:
    assert "Ubah kalender" not in client.sign_in(office.tim).get("/calendars").text
    assert "Ubah kalender" in client.sign_in(office.admin).get("/calendars").text


def test_nobody_else_edits(client: OutsideClient, office: Office, calendar: CalendarVersion) -> None:
    for person in office.people():
        if person is not office.admin:
            assert client.sign_in(person).post("/calendars/draft").status_code == 403
    assert queries.find_draft() is None


def test_another_year_can_be_read_and_a_year_outside_is_brought_back_inside(admin: OutsideClient) -> None:
    assert "Rabu, 19 Juli 2023" in admin.get("/calendars?year=2023").text
    assert "Hari libur dan cuti bersama 2028" in admin.get("/calendars?year=9999").text
    assert admin.get("/calendars?year=abc").status_code == 200


def test_a_year_without_ramadan_says_so(admin: OutsideClient) -> None:
    assert "Masa Ramadan 2027 belum diisi" in admin.get("/calendars?year=2027").text
    assert "belum diisi" not in admin.get("/calendars?year=2026").text


def test_seeded_ramadan_is_shown_as_unconfirmed(admin: OutsideClient) -> None:
    assert "Belum dikonfirmasi" in admin.get("/calendars").text


def test_a_version_that_does_not_exist_is_not_found(admin: OutsideClient) -> None:
    page = admin.get("/calendars/versions/7")

    assert page.status_code == 404
    assert "Kalender kerja versi 7 tidak ada." in page.text


def test_without_a_draft_its_page_says_what_to_do(admin: OutsideClient) -> None:
    page = admin.get("/calendars/draft")

    assert page.status_code == 404
    assert "Buat draf perubahan lebih dahulu" in page.text


def test_a_second_draft_is_refused(drafting: OutsideClient) -> None:
    assert drafting.post("/calendars/draft").status_code == 409


def test_from_draft_to_published_version(drafting: OutsideClient) -> None:
    drafting.post("/calendars/draft/holidays", data=LOCAL_DAY)
    page = drafting.get("/calendars/draft").text
    assert "Hari libur Rabu 8 April 2026: ditambahkan, Hari Jadi Kabupaten Balangan" in page

    fields = {"publication-note": "Perbup libur daerah", "publication-revision": str(queries.draft().revision)}
    assert drafting.post("/calendars/draft/publication", data=fields).status_code == 303

    assert "Kalender kerja versi 2 berlaku sejak sekarang" in drafting.get("/calendars").text
    old = drafting.get("/calendars/versions/1").text
    assert "Ini versi lama" in old
    assert "Hari Jadi Kabupaten Balangan" not in old


def test_a_holiday_is_taken_out(drafting: OutsideClient) -> None:
    answer = drafting.post("/calendars/draft/holidays/2026-12-24/removal")

    assert answer.status_code == 303
    assert date(2026, 12, 24) not in queries.draft().timetable.holidays


@pytest.mark.parametrize(("day", "status"), [("2026-12-23", 404), ("kemarin", 422)])
def test_what_is_no_holiday_cannot_be_taken_out(drafting: OutsideClient, day: str, status: int) -> None:
    assert drafting.post(f"/calendars/draft/holidays/{day}/removal").status_code == status


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "", "name": "Libur"}, "Isi bagian ini."),
        ({"day": "2026-04-08", "name": "  "}, "Isi bagian ini."),
        ({"day": "8 April", "name": "Libur"}, "Tanggal tidak dapat dibaca."),
        ({"day": "2031-04-08", "name": "Libur"}, "Tambah tahunnya lebih dahulu."),
        ({"day": "2026-04-08", "name": "x" * 121}, "Paling panjang 120 huruf."),
    ],
)
def test_a_bad_holiday_is_refused_beside_its_field_and_kept(
    drafting: OutsideClient, fields: dict[str, str], sentence: str
) -> None:
    page = drafting.post("/calendars/draft/holidays", data=fields)

    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{fields["day"]}"' in page.text
    assert queries.draft().revision == 1


def test_ramadan_is_entered_and_confirmed(drafting: OutsideClient) -> None:
    fields = {
        "ramadan-first": "2027-02-08", "ramadan-last": "2027-03-09",
        "ramadan-note": "Sidang isbat", "ramadan-confirmed": "y",
    }  # fmt: skip
    assert drafting.post("/calendars/draft/ramadan", data=fields).status_code == 303

    period = queries.draft().timetable.ramadan_of(2027)[0]
    assert (period.last, period.confirmed, period.note) == (date(2027, 3, 9), True, "Sidang isbat")

    drafting.post("/calendars/draft/ramadan/2027-02-08/removal")
    db.session.expire_all()
    assert queries.draft().timetable.ramadan_of(2027) == []


def test_a_ramadan_that_runs_backwards_is_refused(drafting: OutsideClient) -> None:
    fields = {"ramadan-first": "2027-03-09", "ramadan-last": "2027-02-08"}
    page = drafting.post("/calendars/draft/ramadan", data=fields)

    assert page.status_code == 422
    assert "mendahului hari pertamanya" in page.text


def test_the_hours_are_edited_in_one_table(drafting: OutsideClient) -> None:
    assert 'value="07.30"' in drafting.get("/calendars/draft/hours").text

    changed = hours_fields(rows__0__closes="15:30", rows__4__remove="y")
    assert drafting.post("/calendars/draft/hours", data=changed).status_code == 303

    hours = queries.draft().timetable.hours
    assert hours[0].closes == time(15, 30)
    assert [row.weekday for row in hours if not row.ramadan] == [0, 1, 2, 3]


def test_a_new_row_of_hours_holds_from_its_date(drafting: OutsideClient) -> None:
    added = {
        "rows__10__weekday": "0", "rows__10__opens": "08.00", "rows__10__closes": "14.00",
        "rows__10__valid_from": "2027-01-04",
    }  # fmt: skip
    drafting.post("/calendars/draft/hours", data=hours_fields(**added))

    calendar = queries.draft().timetable.calendar("Draf")
    assert calendar.day(date(2026, 12, 28)).minutes == 450
    assert calendar.day(date(2027, 1, 4)).minutes == 360


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rows__0__closes": "07:00"}, "Senin: Jam pulang harus sesudah jam masuk."),
        ({"rows__0__opens": ""}, "Senin: Isi jam masuk, jam pulang, dan tanggal berlakunya."),
        ({"rows__0__opens": "pagi"}, "Senin: Jam tidak dapat dibaca."),
        ({"rows__4__break_until": ""}, "Jumat: Isi awal dan akhir istirahat"),
        ({"rows__0__valid_from": ""}, "Senin: Isi jam masuk, jam pulang, dan tanggal berlakunya."),
    ],
)
def test_bad_hours_are_refused_with_the_rows_day(
    drafting: OutsideClient, changed: dict[str, str], sentence: str
) -> None:
    page = drafting.post("/calendars/draft/hours", data=hours_fields(**changed))

    assert page.status_code == 422
    assert sentence in page.text
    assert queries.draft().revision == 1


def test_hours_of_a_draft_that_moved_on_are_refused(drafting: OutsideClient) -> None:
    stale = hours_fields(rows__0__closes="15:30")
    drafting.post("/calendars/draft/holidays", data=LOCAL_DAY)

    page = drafting.post("/calendars/draft/hours", data=stale)

    assert page.status_code == 409
    assert "sudah berubah sejak Anda membukanya" in page.text


def test_a_stale_publication_is_refused(drafting: OutsideClient) -> None:
    drafting.post("/calendars/draft/holidays", data=LOCAL_DAY)

    fields = {"publication-note": "Perbup", "publication-revision": "1"}
    assert drafting.post("/calendars/draft/publication", data=fields).status_code == 409
    assert queries.current_version().no == 1


def test_a_publication_without_a_note_is_refused(drafting: OutsideClient) -> None:
    drafting.post("/calendars/draft/holidays", data=LOCAL_DAY)

    page = drafting.post("/calendars/draft/publication", data={"publication-revision": "2"})

    assert page.status_code == 422
    assert "Keterangan perubahan: Isi bagian ini." in page.text


def test_an_unchanged_draft_offers_no_publication_and_accepts_none(drafting: OutsideClient) -> None:
    assert "Draf ini belum mengubah apa pun." in drafting.get("/calendars/draft").text

    fields = {"publication-note": "Tanpa isi", "publication-revision": "1"}
    page = drafting.post("/calendars/draft/publication", data=fields)

    assert page.status_code == 422
    assert "Draf ini belum mengubah apa pun." in page.text


def test_the_next_year_comes_from_the_library(drafting: OutsideClient) -> None:
    assert drafting.post("/calendars/draft/years").status_code == 303

    timetable = queries.draft().timetable
    assert timetable.last == date(2029, 12, 31)
    assert date(2029, 8, 17) in timetable.holidays


def test_a_draft_is_thrown_away(drafting: OutsideClient) -> None:
    assert drafting.post("/calendars/draft/removal").status_code == 303
    assert queries.find_draft() is None


def test_names_are_shown_as_text(drafting: OutsideClient) -> None:
    drafting.post("/calendars/draft/holidays", data={"day": "2026-04-08", "name": "<script>alert(1)</script>"})

    page = drafting.get("/calendars/draft").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
