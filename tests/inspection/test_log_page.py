"""The log's page: sentences, filters, paging, and the Inspektorat's own reading."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.audit.queries import groups, head
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.inspection.forms import GROUPS
from tests.conftest import OutsideClient
from tests.instances import ON_POSTGRESQL

NUMBER = re.compile(r'id="rekaman-(\d+)"')


@pytest.fixture
def tim(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.tim)


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


def numbers(page: str) -> list[int]:
    return [int(number) for number in NUMBER.findall(page)]


def readings(person: User) -> list[str]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value, AuditEvent.actor_id == person.id)
    return [event.data["filter"] for event in db.session.scalars(query.order_by(AuditEvent.seq))]


def test_the_newest_sentence_stands_first_with_number_and_time(tim: OutsideClient) -> None:
    page = tim.get("/jejak")

    newest = head().size  # type: ignore[union-attr]
    assert page.status_code == 200
    assert numbers(page.text) == list(range(newest, newest - 50, -1))
    assert "mengesahkan langkah 1 pada Pengukuran Kinerja Triwulan IV 2026 terlambat" in page.text
    assert "Rab 25 Nov 2026, 14.30 WITA" in page.text


def test_the_head_says_how_far_the_log_reaches(tim: OutsideClient) -> None:
    page = tim.get("/jejak").text

    assert head().root in page  # type: ignore[union-attr]
    assert "Checkpoint terakhir" in page


def test_paging_reaches_the_first_record_and_comes_back(tim: OutsideClient) -> None:
    address, seen = "/jejak", []
    while address:
        page = tim.get(address).text
        seen += numbers(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""

    assert seen == list(range(head().size, 0, -1))  # type: ignore[union-attr]
    newer = re.search(r'rel="prev" href="([^"]+)"', page)
    assert newer is not None
    assert numbers(tim.get(newer[1].replace("&amp;", "&")).text)[-1] > seen[-1]


@pytest.mark.parametrize(
    ("query", "has", "has_not"),
    [
        ("pelaksanaan=1", "Pengukuran Kinerja Tahun 2025", "mengesahkan"),
        ("kelompok=calendar", "menerbitkan kalender kerja versi 2", "mengesahkan"),
        ("orang=8&kelompok=user", "menambahkan akun Contoh Baru", "Sistem menambahkan akun"),
        ("dari=2026-11-25", "Triwulan IV 2026", "menandatangani laporan"),
        ("sampai=2026-11-24&kelompok=step", "Triwulan III 2026", "Triwulan IV 2026 terlambat"),
        ("dari=2026-11-24&sampai=2026-11-24&kelompok=report", "menandatangani laporan", "Rab 25 Nov"),
    ],
)
def test_filters_narrow(tim: OutsideClient, query: str, has: str, has_not: str) -> None:
    page = tim.get(f"/jejak?{query}")

    entries = page.text[page.text.index('<ol class="trail">') :]
    assert page.status_code == 200
    assert has in entries
    assert has_not not in entries
    assert "Hapus saringan" in page.text


def test_filters_stay_while_paging(tim: OutsideClient) -> None:
    page = tim.get("/jejak?kelompok=step&dari=2026-11-23").text

    (older,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "kelompok=step" in older
    assert "dari=2026-11-23" in older


def test_nothing_found_is_said(tim: OutsideClient) -> None:
    page = tim.get("/jejak?dari=2030-01-01")

    assert page.status_code == 200
    assert "Tidak ada rekaman yang cocok dengan saringan ini." in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("dari=kemarin", "Tanggal tidak dapat dibaca. Tulis seperti 2026-11-24."),
        ("dari=2026-11-25&sampai=2026-11-24", "Tanggal akhir mendahului tanggal awal."),
        ("pelaksanaan=99", "Pilihan ini tidak ada. Pilih dari daftar."),
        ("pelaksanaan=x", "Pilihan ini tidak ada. Pilih dari daftar."),
        ("kelompok=sihir", "Pilihan ini tidak ada. Pilih dari daftar."),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_at_its_field(tim: OutsideClient, query: str, sentence: str) -> None:
    page = tim.get(f"/jejak?{query}")

    assert page.status_code == 422
    assert sentence in page.text
    assert numbers(page.text) == []


@pytest.mark.parametrize("place", ["sebelum=-1", "sebelum=99999999999999999999", "sesudah=abc", "sebelum=0"])
def test_a_place_that_is_none_is_no_error(tim: OutsideClient, place: str) -> None:
    assert tim.get(f"/jejak?{place}").status_code == 200


def test_an_entry_links_to_the_page_of_what_it_is_about(tim: OutsideClient) -> None:
    assert 'href="/runs/3/steps/1">Buka langkahnya' in tim.get("/jejak?kelompok=step").text
    assert 'href="/runs/2/report">Buka laporannya' in tim.get("/jejak?kelompok=report").text
    assert 'href="/calendars/versions/2">Buka kalendernya' in tim.get("/jejak?kelompok=calendar").text


def test_a_file_is_called_by_what_it_is_to_its_record(tim: OutsideClient) -> None:
    page = tim.get("/jejak?kelompok=step").text

    assert "· laporan bagian</p>" in page
    assert "laporan-bagian" not in page


def test_only_who_may_open_an_account_is_sent_there(client: OutsideClient, office: Office) -> None:
    assert "/pengguna/9" not in client.sign_in(office.tim).get("/jejak?kelompok=user").text
    assert "/pengguna/9" in client.sign_in(office.admin).get("/jejak?kelompok=user").text


def test_a_stated_time_is_labelled(tim: OutsideClient) -> None:
    page = tim.get("/jejak?kelompok=step&sampai=2026-11-23").text

    assert "dicatat belakangan 20 menit" in page
    assert "kejadian dinyatakan Sen 23 Nov 2026, 09.30 WITA" in page


def test_every_group_of_acts_has_its_word() -> None:
    assert tuple(sorted(GROUPS)) == groups()


def test_the_groups_stand_in_the_order_of_their_words_after_what_leaves_readings_out(tim: OutsideClient) -> None:
    chosen = re.search(r'<select[^>]*name="kelompok".*?</select>', tim.get("/jejak").text, re.DOTALL)
    assert chosen is not None
    first, second, *words = re.findall(r"<option[^>]*>([^<]+)", chosen[0])
    assert (first, second) == ("Semua", "Tanpa bacaan dan masuk")
    assert words == sorted(words, key=str.casefold)


def test_ones_own_readings_and_sign_ins_can_be_left_out(inspector: OutsideClient) -> None:
    for seq in range(1, 4):
        inspector.get(f"/jejak/{seq}")
    assert "membaca log (rekaman 3)" in inspector.get("/jejak").text
    page = inspector.get("/jejak?kelompok=perubahan")
    entries = page.text[page.text.index('<ol class="trail">') :]
    assert "membaca log" not in entries and " masuk." not in entries
    assert "mengesahkan langkah 1 pada Pengukuran Kinerja Triwulan IV 2026" in entries
    assert "kelompok=perubahan" in entries, "the choice stays while paging"


# --- The Inspektorat's own reading ----------------------------------------------------------------


def test_an_inspectors_reading_is_an_event_before_it_happens(inspector: OutsideClient, office: Office) -> None:
    page = inspector.get("/jejak?pelaksanaan=2&kelompok=step")

    assert page.status_code == 200
    assert readings(office.inspektur) == ["Pengukuran Kinerja Triwulan III 2026; Langkah"]
    assert "membaca log (Pengukuran Kinerja Triwulan III 2026; Langkah)" in inspector.get("/jejak").text


def test_the_same_filter_is_recorded_once_an_hour(inspector: OutsideClient, office: Office, clock: SetClock) -> None:
    for place in ("", "&sebelum=90", "&sebelum=40"):
        inspector.get(f"/jejak?kelompok=step{place}")
    assert readings(office.inspektur) == ["Langkah"]

    inspector.get("/jejak")
    assert readings(office.inspektur) == ["Langkah", ""]

    clock.set(clock.at + timedelta(minutes=61))
    inspector.get("/jejak?kelompok=step")
    assert readings(office.inspektur) == ["Langkah", "", "Langkah"]


def test_a_refused_filter_is_no_reading(inspector: OutsideClient, office: Office) -> None:
    inspector.get("/jejak?dari=kemarin")
    assert readings(office.inspektur) == []


def test_who_does_not_inspect_reads_without_a_trace_and_without_the_lock(
    app: Flask, client: OutsideClient, office: Office
) -> None:
    before = head().size  # type: ignore[union-attr]
    with db.engine.connect() as other:
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("SELECT id FROM audit_head FOR UPDATE" if ON_POSTGRESQL else "BEGIN IMMEDIATE")
        for person in (office.sekretaris, office.kabag_umum, office.tim, office.staf, office.admin):
            assert client.sign_in(person).get("/jejak").status_code == 200
        other.exec_driver_sql("ROLLBACK")
    assert head().size == before  # type: ignore[union-attr]
