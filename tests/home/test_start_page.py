"""The start page: each role finds first what waits for it, and what is late is marked."""

from __future__ import annotations

import pytest

from app.demo.story import wita
from app.extensions import db
from app.home.routes import greeting
from app.signing.preflight import NO_KEY
from tests.runs.stories import DAY, run_at
from tests.statements import statements


def home(client, person):
    return client.sign_in(person).get("/").text


def waiting(text: str) -> str:
    """The part of the page that lists what waits for the person."""
    return text.partition('id="menunggu-anda"')[2].partition("</section>")[0]


def test_who_is_signed_out_is_sent_to_the_login(client):
    response = client.get("/")
    assert response.status_code == 303
    assert response.location.startswith("/masuk")


def test_an_office_without_runs_says_what_will_come_here(client, office):
    text = home(client, office.tim)
    assert "Tidak ada yang menunggu Anda sekarang" in text
    assert "muncul di sini setelah diperintahkan Sekretaris DPRD" in text
    assert "Tidak ada langkah terbuka yang lewat tenggat." in text


@pytest.mark.parametrize(
    "no, who, words",
    [
        (1, "sekretaris", "Sahkan langkah 1"),
        (2, "kabag_fasilitasi", "Sahkan langkah 2"),
        (3, "tim", "Sahkan langkah 3"),
        (5, "kabag_persidangan", "Sahkan laporan bagian Anda"),
        (7, "tim", "Siapkan laporan"),
    ],
)
def test_the_one_whose_turn_it_is_finds_the_step_with_its_due_time(client, office, clock, no, who, words):
    run_at(no, clock=clock)
    mine = waiting(home(client, getattr(office, who)))
    assert words in mine
    assert "tenggat" in mine
    assert "sisa" in mine


def test_the_others_find_nothing_to_do_at_that_step(client, office, clock):
    run_at(3, clock=clock)
    for who in ("sekretaris", "kabag_umum", "staf"):
        assert "Tidak ada yang menunggu Anda sekarang" in home(client, getattr(office, who))


def test_staf_is_offered_to_help_where_the_sop_says_so(client, office, clock):
    run_at(4, clock=clock)
    text = home(client, office.staf)
    assert "Dapat Anda bantu" in text
    assert "Bantu lengkapi langkah 4" in text


def test_a_kabag_who_has_reported_waits_for_the_others(client, office, clock):
    story = run_at(5, clock=clock)
    story.report(5, "kabag_umum", wita(f"{DAY} 11.10"))
    assert "Tidak ada yang menunggu Anda sekarang" in home(client, office.kabag_umum)
    assert "Kabag Persidangan, Fasilitasi" in home(client, office.sekretaris)


def test_the_sekretaris_is_called_to_step_5_once_every_bagian_has_reported(client, office, clock):
    story = run_at(5, clock=clock)
    assert "Sahkan langkah 5" not in home(client, office.sekretaris)
    for who in ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi"):
        story.report(5, who, wita(f"{DAY} 11.10"))
    assert "Sahkan langkah 5" in waiting(home(client, office.sekretaris))


def test_what_is_late_stands_first_and_is_told_to_everybody(client, office, clock):
    run_at(3, clock=clock, quarter=2)
    run_at(3, clock=clock, quarter=3)
    clock.set(wita("2026-11-25 10.00"))
    mine = waiting(home(client, office.tim))
    assert mine.count('class="turn late"') == 2
    assert "terlambat" in mine
    office_wide = home(client, office.inspektur).partition("Terlambat di kantor ini")[2]
    assert "Langkah 3, Triwulan II 2026" in office_wide
    assert "Langkah 3, Triwulan III 2026" in office_wide


def test_the_one_that_is_due_first_stands_above(client, office, clock):
    run_at(2, clock=clock, quarter=3)
    run_at(1, clock=clock, quarter=4)
    mine = home(client, office.inspektur).partition("Sedang berjalan")[2]
    assert "Triwulan III 2026" in mine
    late = home(client, office.sekretaris)
    assert "Pengukuran Kinerja Triwulan IV 2026" in waiting(late)


def test_the_inspektorat_finds_reports_and_the_log_but_no_task(client, office, clock):
    run_at(2, clock=clock)
    text = home(client, office.inspektur)
    assert "Laporan untuk dibaca" in text
    assert "Akar log" in text
    assert "menunggu checkpoint" in text
    assert "segel" not in text
    assert "Menunggu Anda" not in text
    assert "Tugas saya" not in text


def test_the_admin_finds_what_the_office_lacks(client, office, app):
    text = home(client, office.admin)
    assert "Perlu diurus" in text
    assert "Belum pernah ada cadangan" in text
    assert "sel pelaksana SOP masih simpulan" in text


def test_the_sekretaris_is_told_that_he_has_no_key_yet(client, office):
    assert NO_KEY in home(client, office.sekretaris)


def test_a_kabag_is_asked_for_a_key_only_where_his_paraf_is_a_signature(client, office, app):
    assert NO_KEY not in home(client, office.kabag_umum)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"paraf_form": "cryptographic"})
    assert NO_KEY in home(client, office.kabag_umum)
    assert NO_KEY not in home(client, office.tim)


def test_the_start_page_costs_the_same_with_more_runs(client, office, clock):
    run_at(5, clock=clock, quarter=1)
    client.sign_in(office.kabag_umum)
    client.get("/")
    with statements() as few:
        client.get("/")
    run_at(5, clock=clock, quarter=2)
    run_at(7, clock=clock, quarter=3)
    with statements() as many:
        client.get("/")
    assert len(many) <= len(few) <= 22, "\n".join(few)


def test_the_greeting_goes_with_the_hour():
    assert [greeting(hour) for hour in (0, 7, 12, 16, 20)] == [
        "Selamat malam", "Selamat pagi", "Selamat siang", "Selamat sore", "Selamat malam",
    ]  # fmt: skip


def test_nothing_is_written_by_looking(client, office, clock):
    run_at(2, clock=clock)
    home(client, office.sekretaris)
    assert not db.session.dirty
    assert not db.session.new
