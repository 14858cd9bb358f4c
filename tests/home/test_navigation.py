"""The menu: what each role may open, where one stands, and how many tasks wait."""

from __future__ import annotations

import re

from app.demo.story import wita
from app.runs.counting import turns_of
from app.runs.turns import Turn
from tests.runs.stories import DAY, report_all, run_at
from tests.statements import statements


def menu(text: str) -> list[str]:
    nav = text.partition('<nav class="nav-wide"')[2].partition("</nav>")[0]
    return [re.sub(r"<[^>]+>", "", link).strip() for link in re.findall(r"<a .*?</a>", nav)]


def counted(text: str) -> int:
    found = re.search(r'Tugas saya <span class="count">(\d+)</span>', text)
    return int(found[1]) if found else 0


def test_each_role_sees_the_pages_that_it_may_open(client, office):
    tim = menu(client.sign_in(office.tim).get("/").text)
    admin = menu(client.sign_in(office.admin).get("/").text)
    assert tim[:5] == ["Beranda", "Tugas saya", "Pelaksanaan", "Kinerja", "SOP"]
    assert "Pengguna" in admin
    assert "Kalender" in admin
    assert "Tugas saya" not in admin
    assert "Pengguna" not in tim


def test_every_page_of_the_menu_can_be_opened_by_who_sees_it(app, office):
    for person in office.people():
        client = app.test_client().sign_in(person)
        text = client.get("/").text
        nav = text.partition('<nav class="nav-wide"')[2].partition("</nav>")[0]
        for url in re.findall(r'href="([^"]+)"', nav):
            assert client.get(url).status_code == 200, (person.name, url)


def test_the_menu_says_where_one_stands(client, office, clock):
    story = run_at(2, clock=clock)
    client.sign_in(office.tim)
    for path, label in (("/", "Beranda"), ("/tugas", "Tugas saya"), (f"/runs/{story.run_id}/steps/1", "Pelaksanaan")):
        assert re.search(rf'aria-current="page">{label}', client.get(path).text), path


def test_the_logs_own_rooms_stand_under_pemeriksaan_for_who_has_the_rooms(client, office):
    for person, label in (
        (office.inspektur, "Pemeriksaan"),
        (office.kabag_umum, "Pemeriksaan"),
        (office.staf, "Jejak"),
    ):
        text = client.sign_in(person).get("/jejak/saksi").text
        assert re.search(rf'aria-current="page">{label}', text), person.name
        assert text.count('aria-current="page"') == 2, "once in the wide menu, once in the narrow one"
        assert re.search(rf'<nav class="crumb"[^>]*><a [^>]*>{label}', text), person.name
    assert re.search(r'aria-current="page">Pemeriksaan', client.sign_in(office.inspektur).get("/jejak/paket").text)
    assert re.search(r'aria-current="page">Jejak', client.get("/jejak").text)


def test_the_rooms_are_introduced_to_the_kabag_as_what_is_read_of_her_office(client, office):
    kabag = client.sign_in(office.kabag_umum).get("/pemeriksaan/").text
    inspector = client.sign_in(office.inspektur).get("/pemeriksaan/").text
    assert "temuan yang perlu Anda jawab" in kabag and "Membaca di sini tercatat" not in kabag
    assert "Membaca di sini tercatat" in inspector


def test_who_is_signed_out_sees_no_menu_and_asks_nothing_of_the_runs(client, office, clock):
    run_at(2, clock=clock)
    with statements() as asked:
        text = client.get("/masuk").text
    assert 'class="nav-wide"' not in text
    assert not [sql for sql in asked if "FROM run" in sql]


def test_the_menu_counts_what_waits_for_the_person(client, office, clock):
    run_at(2, clock=clock, quarter=1)
    run_at(2, clock=clock, quarter=2)
    assert counted(client.sign_in(office.kabag_umum).get("/sop").text) == 2
    assert counted(client.sign_in(office.tim).get("/sop").text) == 0


def test_the_count_and_the_start_page_agree_at_every_step_for_every_role(client, office, clock, app):
    for no, quarter in ((1, 1), (2, 2), (4, 3), (5, 4), (7, None)):
        run_at(no, clock=clock, quarter=quarter)
    for person in office.people():
        text = client.sign_in(person).get("/").text
        assert counted(text) == len(re.findall(r'<li class="turn[^"]*">', text)), person.name


def test_a_kabag_of_whom_no_report_is_missing_has_no_turn(app, office, clock):
    story = run_at(5, clock=clock)
    assert turns_of(office.kabag_umum) == [Turn.REPORT]
    story.report(5, "kabag_umum", wita(f"{DAY} 11.10"))
    assert turns_of(office.kabag_umum) == []
    assert turns_of(office.kabag_fasilitasi) == [Turn.REPORT]


def test_the_sekretaris_has_his_turn_at_step_5_when_all_have_reported(app, office, clock):
    story = run_at(5, clock=clock)
    assert turns_of(office.sekretaris) == []
    report_all(story)
    assert turns_of(office.sekretaris) == [Turn.COMPLETE]


def test_a_cancelled_run_waits_for_nobody(app, office, clock):
    from app.runs import actions, queries
    from app.web.transaction import writing

    story = run_at(2, clock=clock)
    with writing():
        actions.cancel_run(
            queries.find_run(story.run_id), reason="Salah periode.", by=office.sekretaris, at=wita(f"{DAY} 10.00")
        )
    assert turns_of(office.kabag_umum) == []


def test_the_count_costs_few_statements(app, office, clock):
    run_at(5, clock=clock)
    person = office.kabag_umum
    assert person.roles and person.unit_id
    with statements() as asked:
        turns_of(person)
    assert len(asked) <= 2


def test_the_tasks_page_tells_whose_turn_it_is_and_what_one_did(client, office, clock):
    run_at(3, clock=clock)
    text = client.sign_in(office.kabag_umum).get("/tugas").text
    assert "Pada orang lain" in text
    assert "Tim Penyusun" in text
    assert "Ahmad Fauzi, S.Sos. mengesahkan" in text


def test_a_demo_says_so_on_every_page(client, office):
    assert "DATA CONTOH – BUKAN DATA RESMI" in client.get("/masuk").text
    assert "DATA CONTOH – BUKAN DATA RESMI" in client.sign_in(office.tim).get("/").text
