"""The board, the SOP table and the trail: what they show to whom, how fresh they are, and what they cost."""

from __future__ import annotations

import re

import pytest

from app.demo.story import wita
from tests.runs.desk import step_of
from tests.runs.stories import DAY, report_all, run_at
from tests.statements import statements

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def card(text: str, no: int) -> str:
    return text.partition(f'id="langkah-{no}"')[2].partition("</li>")[0]


def column(text: str, no: int) -> str:
    """The heading of the column in which the card stands."""
    before = text.partition(f'id="langkah-{no}"')[0]
    return re.findall(r'<div class="col"><h2>([^<]+?) <span>', before)[-1]


def test_the_board_sorts_steps_by_state(desk, clock):
    story = run_at(4, clock=clock)
    story.begin(4, "staf", wita(f"{DAY} 10.05"))
    text = desk("tim").get(f"/runs/{story.run_id}").text
    assert [column(text, no) for no in (1, 4, 5)] == ["Selesai", "Sedang dikerjakan", "Menunggu"]
    assert "3 dari 7 langkah selesai" in text
    assert "mutu baku 6 hari 200 menit" in text


def test_only_who_is_on_has_the_button(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    assert "Sahkan langkah 3" in card(desk("tim").get(f"/runs/{run_id}").text, 3)
    for who in ("sekretaris", "kabag_umum", "staf", "inspektur", "admin"):
        text = card(desk(who).get(f"/runs/{run_id}").text, 3)
        assert "btn" not in text, who
        assert "Tim Penyusun" in text, who


def test_the_card_of_step_5_says_which_bagian_are_missing(desk, clock):
    story = run_at(5, clock=clock)
    story.report(5, "kabag_umum", wita(f"{DAY} 11.10"))
    text = card(desk("sekretaris").get(f"/runs/{story.run_id}").text, 5)
    assert "Kabag Persidangan, Fasilitasi" in text
    assert "Persidangan belum" in text
    assert "Umum belum" not in text


def test_returned_work_is_marked_with_its_reason_until_it_is_done(desk, clock):
    story = run_at(6, clock=clock)
    story.send_back(6, 4, "kabag_umum", wita(f"{DAY} 13.30"), reason="Konsep belum memuat Pokir.")
    text = desk("tim").get(f"/runs/{story.run_id}").text
    assert "Konsep belum memuat Pokir." in card(text, 4)
    assert "pengerjaan ke-2" in card(text, 4)
    assert "menunggu perbaikan" in card(text, 5)
    assert "menunggu perbaikan" in card(text, 6)
    assert "menunggu perbaikan" not in card(text, 7)
    story.complete(4, "tim", wita(f"{DAY} 14.00"))
    again = desk("tim").get(f"/runs/{story.run_id}").text
    assert "menunggu perbaikan" not in card(again, 5)
    assert "Dikembalikan" not in card(again, 5)
    assert "menunggu perbaikan" in card(again, 6)


def test_a_late_step_says_by_how_much_and_why(desk, clock):
    story = run_at(3, clock=clock)
    story.complete(3, "tim", wita("2026-11-25 09.20"), late_reason="Data SIPD terlambat tersedia.")
    clock.set(wita("2026-11-25 09.20"))
    text = card(desk("staf").get(f"/runs/{story.run_id}").text, 3)
    assert "Terlambat 7 jam 30 menit" in text
    assert "Data SIPD terlambat tersedia." in text


def test_the_clock_of_a_cancelled_run_stands_still(desk, clock, office):
    from app.runs import actions, queries
    from app.web.transaction import writing

    story = run_at(3, clock=clock)
    with writing():
        run = queries.find_run(story.run_id)
        actions.cancel_run(run, reason="Periode salah.", by=office.sekretaris, at=wita(f"{DAY} 10.00"))
    clock.set(wita("2026-12-15 10.00"))
    text = desk("sekretaris").get(f"/runs/{story.run_id}").text
    assert "terhenti" in card(text, 3)
    assert "terlambat" not in card(text, 3)
    assert "data-poll-url" not in text
    assert "Terhenti" in desk("tim").get(f"/runs/{story.run_id}/steps/3").text


# --- Freshness ---------------------------------------------------------------------------------------


def poll(desk, run_id, tag):
    return desk.get(f"/runs/{run_id}/board", headers=HTMX | {"HX-PTag": tag})


def tag_of(text: str) -> str:
    found = re.search(r'data-poll-tag="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_an_unchanged_board_is_304_and_costs_two_reads(desk, clock):
    run_id = run_at(5, clock=clock).run_id
    tim = desk("tim")
    tag = tag_of(tim.get(f"/runs/{run_id}").text)
    with statements() as asked:
        answer = poll(tim, run_id, tag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert len(asked) <= 2


def test_another_s_act_or_the_next_minute_brings_a_new_board(desk, clock):
    story = run_at(3, clock=clock)
    tim = desk("tim")
    tag = tag_of(tim.get(f"/runs/{story.run_id}").text)
    story.begin(3, "tim", clock.at)
    fresh = poll(tim, story.run_id, tag)
    assert fresh.status_code == 200
    assert fresh.text.lstrip().startswith('<section id="board"')
    assert column(fresh.text, 3) == "Sedang dikerjakan"
    clock.set(wita(f"{DAY} 10.45"))
    assert poll(tim, story.run_id, tag_of(fresh.text)).status_code == 200


def test_mulai_answers_htmx_with_the_board_and_a_browser_without_with_the_step(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    staf, where = desk("staf"), f"/runs/{run_id}/steps/4/start"
    answer = staf.post(where, {"attempt": staf.attempt(run_id, 4)}, headers=HTMX)
    assert answer.status_code == 200
    assert column(answer.text, 4) == "Sedang dikerjakan"
    run_id = run_at(4, clock=clock, quarter=1).run_id
    plain = staf.post(f"/runs/{run_id}/steps/4/start", {"attempt": staf.attempt(run_id, 4)})
    assert (plain.status_code, plain.location) == (303, f"/runs/{run_id}/steps/4")


def test_an_old_board_gets_the_fresh_one_and_a_toast(desk, clock):
    story = run_at(4, clock=clock)
    tim, where = desk("tim"), f"/runs/{story.run_id}/steps/4/start"
    attempt = tim.attempt(story.run_id, 4)
    story.begin(4, "staf", clock.at)
    answer = tim.post(where, {"attempt": attempt}, headers=HTMX)
    assert answer.status_code == 409
    assert column(answer.text, 4) == "Sedang dikerjakan"
    toast = answer.text.partition('<hx-partial hx-target="#toast"')[2]
    assert "Langkah 4 sudah dimulai oleh Budi Hartono, A.Md. pada" in toast
    plain = tim.post(where, {"attempt": attempt})
    assert plain.status_code == 409
    assert "sudah dimulai oleh Budi Hartono" in plain.text
    assert "Kelengkapan dan keluaran" in plain.text


# --- Cost --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path, most", [("", 12), ("/sop", 14), ("/steps/5", 13), ("/steps/4", 13), ("/trail", 14)])
def test_a_page_costs_the_same_after_much_history(desk, clock, path, most):
    story = run_at(6, clock=clock)
    kabag = desk("kabag_umum")
    kabag.get(f"/runs/{story.run_id}{path}")
    with statements() as few:
        assert kabag.get(f"/runs/{story.run_id}{path}").status_code == 200
    for round_no in range(3):
        day = 24 + round_no
        story.send_back(6, 4, "kabag_umum", wita(f"2026-11-{day} 08.00"), reason="Konsep belum memuat Pokir.")
        story.complete(4, "tim", wita(f"2026-11-{day} 09.00"), late_reason="Diperbaiki lagi.")
        report_all(story, at=f"2026-11-{day} 09.30")
        story.complete(5, "sekretaris", wita(f"2026-11-{day} 10.00"), late_reason="Menunggu perbaikan.")
    clock.set(wita("2026-11-26 10.00"))
    with statements() as many:
        assert kabag.get(f"/runs/{story.run_id}{path}").status_code == 200
    assert len(many) <= len(few) <= most, "\n".join(few)


def test_the_list_of_runs_costs_the_same_with_more_of_them(desk, clock):
    run_at(5, clock=clock, quarter=1)
    tim = desk("tim")
    tim.get("/runs")
    with statements() as few:
        tim.get("/runs")
    run_at(3, clock=clock, quarter=2)
    run_at(6, clock=clock, quarter=3)
    with statements() as many:
        text = tim.get("/runs").text
    assert text.count("<article") == 3
    assert len(many) <= len(few)


# --- The other pages ---------------------------------------------------------------------------------


def test_the_sop_table_stands_beside_what_really_happened(desk, clock):
    story = run_at(3, clock=clock)
    text = desk("inspektur").get(f"/runs/{story.run_id}/sop").text
    assert text.count("<tr") == 2 + 7
    assert "Ahmad Fauzi, S.Sos." in text
    assert "belum dikonfirmasi" in text
    assert re.search(r'<tr class="now">\s*<td class="mid">3</td>', text)
    assert text.count('class="flow"') == 28


def test_the_strip_of_a_step_adds_up_to_its_total(desk, clock):
    story = run_at(4, clock=clock)
    story.complete(4, "tim", wita("2026-11-25 09.00"), late_reason="Menunggu data bagian.")
    text = desk("tim").get(f"/runs/{story.run_id}/steps/4").text
    strip = text.partition('<table class="strip">')[2].partition("</table>")[0]
    minutes = [int(number) for number in re.findall(r"(\d+) menit</td>", strip.partition("<tfoot>")[0])]
    total = re.search(r"(\d+) menit", strip.partition("<tfoot>")[2])
    assert total is not None
    assert sum(minutes) == int(total[1]) == step_of(story.run_id, 4).completion.used_minutes
    assert "Sen 23 Nov" in strip


def test_the_trail_tells_the_run_by_days_newest_first(desk, clock):
    story = run_at(4, clock=clock)
    story.complete(4, "tim", wita("2026-11-24 09.00"))
    text = desk("inspektur").get(f"/runs/{story.run_id}/trail").text
    assert re.findall(r"<h2>(\w+, \d+ November 2026)</h2>", text) == [
        "Selasa, 24 November 2026",
        "Senin, 23 November 2026",
    ]
    assert "mengesahkan langkah 4 pada Pengukuran Kinerja Triwulan III 2026 tepat waktu" in text
    assert "SHA-256" in text


def test_the_trail_goes_on_to_older_records_and_back(desk, clock):
    story = run_at(7, clock=clock)
    inspektur = desk("inspektur")
    first = re.search(r'id="catatan-(\d+)"', inspektur.get(f"/runs/{story.run_id}/trail").text)
    assert first is not None
    older = inspektur.get(f"/runs/{story.run_id}/trail?before={first[1]}").text
    assert f'id="catatan-{first[1]}"' not in older
    assert "Lebih baru" in older


def test_the_history_of_a_step_is_told_in_its_order(desk, clock):
    story = run_at(5, clock=clock)
    story.send_back(5, 4, "sekretaris", wita(f"{DAY} 11.20"), reason="Angka 1.3 belum cocok.")
    story.begin(4, "staf", wita(f"{DAY} 11.25"))
    story.complete(4, "tim", wita(f"{DAY} 13.30"))
    history = desk("tim").get(f"/runs/{story.run_id}/steps/4").text.partition("Riwayat langkah")[2]
    told = ["Diserahkan", "mengesahkan, tepat waktu", "mengembalikan langkah 5", "pengerjaan ke-2", "menandai mulai"]
    places = [history.index(words) for words in told]
    assert places == sorted(places)


def test_the_bar_of_a_run_is_red_where_the_open_step_is_late(desk, clock):
    story = run_at(3, clock=clock)
    assert 'class="seg now"' in desk("tim").get(f"/runs/{story.run_id}").text
    clock.set(wita("2026-11-25 10.00"))
    text = desk("tim").get(f"/runs/{story.run_id}").text
    assert 'class="seg now"' not in text
    assert text.count('class="seg late"') == 1
