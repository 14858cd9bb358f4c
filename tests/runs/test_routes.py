"""The pages and forms of a run: what is accepted, what is refused with which words, and that nothing is lost."""

from __future__ import annotations

import re

from app.demo.story import wita
from tests.runs.desk import PDF, log_of, paper, step_of
from tests.runs.stories import DAY, run_at


def test_a_pengesahan_completes_the_step_and_opens_the_next(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    response = desk("tim").complete(run_id, 3)
    assert response.status_code == 303
    assert step_of(run_id, 3).state == "done"
    assert step_of(run_id, 4).state == "ready"
    assert log_of(run_id)[-1] == "step:completed"


def test_who_only_reads_sees_no_form(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    for who in ("inspektur", "admin", "kabag_umum", "staf"):
        text = desk(who).get(f"/runs/{run_id}/steps/3").text
        assert "Sahkan langkah 3" not in text, who
        assert 'name="password"' not in text, who
        assert "Yang dapat melengkapi langkah 3: Tim Penyusun." in text, who


def test_a_helper_may_attach_but_not_complete(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    staf = desk("staf")
    text = staf.get(f"/runs/{run_id}/steps/4").text
    assert "Simpan kelengkapan" in text
    assert "Sahkan langkah 4" not in text
    form = staf.documents(run_id, 4) | {"attempt": staf.attempt(run_id, 4)}
    assert staf.post(f"/runs/{run_id}/steps/4/items", form, content_type="multipart/form-data").status_code == 303
    assert {fill.filled_by.name for fill in step_of(run_id, 4).handed_over.fills} == {"Budi Hartono, A.Md."}
    assert staf.complete(run_id, 4).status_code == 403
    assert step_of(run_id, 4).state != "done"


def test_a_wrong_password_changes_nothing_and_keeps_what_was_sent(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    tim = desk("tim")
    response = tim.complete(run_id, 3, password="bukan ini", late_reason="Menunggu data.")
    assert response.status_code == 422
    assert "Kata sandi tidak cocok." in response.text
    assert "sudah diterima dan ikut terkirim" in response.text
    assert step_of(run_id, 3).state == "ready"
    assert step_of(run_id, 3).handed_over.fills == []
    kept = dict(re.findall(r'name="(item-\d+-kept)" value="([^"]+)"', response.text))
    assert len(kept) == 2
    nothing_again = dict.fromkeys(tim.documents(run_id, 3))
    assert tim.complete(run_id, 3, **nothing_again, **kept).status_code == 303
    assert [fill.name for fill in step_of(run_id, 3).handed_over.fills] == [
        f"{item.id}.pdf" for item in step_of(run_id, 3).items
    ]


def test_a_kept_file_serves_only_who_sent_it(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    refused = desk("tim").complete(run_id, 4, password="bukan ini")
    kept = dict(re.findall(r'name="(item-\d+-kept)" value="([^"]+)"', refused.text))
    staf = desk("staf")
    staf.post(f"/runs/{run_id}/steps/4/items", kept | {"attempt": staf.attempt(run_id, 4)})
    assert step_of(run_id, 4).handed_over.fills == []


def test_a_pengesahan_without_documents_says_which_are_missing(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    tim = desk("tim")
    response = tim.complete(run_id, 3, **dict.fromkeys(tim.documents(run_id, 3)))
    assert response.status_code == 422
    assert "Belum lengkap: tim, Draf pengukuran kinerja." in response.text
    assert step_of(run_id, 3).state == "ready"


def test_an_empty_form_names_every_field(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    response = desk("tim").complete(run_id, 3, statement=None, password=None)
    assert response.status_code == 422
    assert "Centang pernyataan bahwa langkah dapat dilanjutkan." in response.text
    assert "Isi kata sandi Anda untuk mengesahkan." in response.text
    assert "data-focus" in response.text


def test_a_wrong_kind_of_file_is_refused_beside_its_field(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    item = step_of(run_id, 3).items[0]
    response = desk("tim").complete(run_id, 3, **{f"item-{item.id}": paper("tim.exe", b"MZ\x90")})
    assert response.status_code == 422
    assert "Jenis berkas “tim.exe” tidak diterima." in response.text
    assert f'id="item-{item.id}-error"' in response.text
    assert step_of(run_id, 3).handed_over.fills == []


def test_a_file_that_is_no_pdf_is_told_from_its_content(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    item = step_of(run_id, 3).items[0]
    response = desk("tim").complete(run_id, 3, **{f"item-{item.id}": paper("tim.pdf", b"halo")})
    assert response.status_code == 422
    assert "Isi berkas “tim.pdf” bukan PDF." in response.text


def test_a_file_above_the_limit_is_refused_with_its_limit(desk, clock, app, monkeypatch):
    run_id = run_at(3, clock=clock).run_id
    item = step_of(run_id, 3).items[0]
    small = app.config["SETTINGS"].model_copy(update={"upload_max_bytes": 1024 * 1024})
    monkeypatch.setitem(app.config, "SETTINGS", small)
    large = paper("besar.pdf", PDF + b"\0" * 1024 * 1024)
    response = desk("tim").complete(run_id, 3, **{f"item-{item.id}": large})
    assert response.status_code == 422
    assert "melebihi 1 MB" in response.text


def test_a_request_far_too_large_is_413(desk, clock, app):
    run_id = run_at(3, clock=clock).run_id
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    item = step_of(run_id, 3).items[0]
    response = desk("tim").complete(run_id, 3, **{f"item-{item.id}": paper("besar.pdf", PDF + b"\0" * 20_000)})
    assert response.status_code == 413
    assert "Berkas terlalu besar" in response.text


def test_an_item_can_be_exempted_with_a_reason(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    item = step_of(run_id, 3).items[0]
    sent = {f"item-{item.id}": None, f"item-{item.id}-exempt": "Tim sama dengan triwulan lalu."}
    assert desk("tim").complete(run_id, 3, **sent).status_code == 303
    assert step_of(run_id, 3).handed_over.fills[0].exempt_reason == "Tim sama dengan triwulan lalu."


def test_a_document_can_be_taken_out_again_with_a_reason_and_stays_in_the_history(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    tim, item = desk("tim"), step_of(run_id, 3).items[0]
    form = tim.documents(run_id, 3) | {"attempt": tim.attempt(run_id, 3)}
    tim.post(f"/runs/{run_id}/steps/3/items", form, content_type="multipart/form-data")
    where = f"/runs/{run_id}/steps/3/items/{item.id}/removal"
    refused = tim.post(where, {"attempt": tim.attempt(run_id, 3)})
    assert refused.status_code == 422
    assert "Tuliskan alasan pengosongan" in refused.text
    taken = tim.post(where, {"attempt": tim.attempt(run_id, 3), f"item-{item.id}-removal": "Salah berkas."})
    assert taken.status_code == 303
    assert "dikeluarkan (Salah berkas.)" in tim.get(f"/runs/{run_id}/steps/3").text
    again = tim.post(where, {"attempt": tim.attempt(run_id, 3), f"item-{item.id}-removal": "Salah berkas."})
    assert again.status_code == 409


def test_what_was_attached_before_is_offered_but_not_assumed(desk, clock):
    story = run_at(5, clock=clock)
    sekretaris = desk("sekretaris")
    text = sekretaris.get(f"/runs/{story.run_id}/steps/5").text
    assert "disarankan: konsep-laporan" in text
    assert " selected>" not in text
    form = {"attempt": sekretaris.attempt(story.run_id, 5)}
    sekretaris.post(f"/runs/{story.run_id}/steps/5/items", form)
    assert step_of(story.run_id, 5).handed_over.fills == []
    sekretaris.post(f"/runs/{story.run_id}/steps/5/items", form | {"suggested": "1"})
    assert len(step_of(story.run_id, 5).handed_over.fills) == 3


def test_a_file_of_another_run_is_not_taken(desk, clock):
    other = run_at(4, clock=clock, quarter=1).run_id
    run_id = run_at(3, clock=clock, quarter=2).run_id
    foreign = step_of(other, 3).handed_over.fills[-1].evidence_id
    tim, item = desk("tim"), step_of(run_id, 3).items[0]
    tim.post(f"/runs/{run_id}/steps/3/items", {"attempt": tim.attempt(run_id, 3), f"item-{item.id}-from": foreign})
    assert step_of(run_id, 3).handed_over.fills == []


def test_a_late_pengesahan_asks_for_the_reason(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    clock.set(wita("2026-11-25 10.00"))
    tim = desk("tim")
    assert "Alasan terlambat" in tim.get(f"/runs/{run_id}/steps/3").text
    refused = tim.complete(run_id, 3)
    assert refused.status_code == 422
    assert "Tuliskan alasan keterlambatan" in refused.text
    kept = dict(re.findall(r'name="(item-\d+-kept)" value="([^"]+)"', refused.text))
    assert tim.complete(run_id, 3, **kept, late_reason="Data SIPD baru tersedia siang ini.").status_code == 303
    assert "Data SIPD baru tersedia siang ini." in tim.get(f"/runs/{run_id}/steps/3").text


def test_an_earlier_time_is_stated_with_a_reason_and_labelled(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    clock.set(wita(f"{DAY} 15.00"))
    tim = desk("tim")
    refused = tim.complete(run_id, 3, occurred=f"{DAY}T11:00")
    assert refused.status_code == 422
    assert "Tuliskan alasan pencatatan belakangan" in refused.text
    assert f'value="{DAY}T11:00"' in refused.text
    tim.complete(run_id, 3, occurred=f"{DAY}T11:00", stated_reason="Jaringan padam sejak pukul sebelas.")
    text = tim.get(f"/runs/{run_id}/steps/3").text
    assert "dicatat belakangan" in text
    assert "11.00 WITA" in text


def test_an_unreadable_time_keeps_the_form(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    response = desk("tim").complete(run_id, 3, occurred="kemarin siang")
    assert response.status_code == 422
    assert "Waktu tidak dapat dibaca" in response.text


def test_a_step_that_was_done_meanwhile_tells_who_was_first(desk, clock):
    run_id = run_at(2, clock=clock).run_id
    fauzi, dewi = desk("kabag_umum"), desk("kabag_persidangan")
    attempt = dewi.attempt(run_id, 2)
    assert fauzi.complete(run_id, 2).status_code == 303
    response = dewi.complete(run_id, 2, attempt=attempt)
    assert response.status_code == 409
    assert "Langkah 2 sudah disahkan oleh Ahmad Fauzi, S.Sos." in response.text


def test_a_form_of_an_older_attempt_is_refused(desk, clock):
    story = run_at(5, clock=clock)
    tim = desk("tim")
    old = step_of(story.run_id, 4).handed_over.id
    desk("sekretaris").send_back(story.run_id, 5, 4)
    response = tim.complete(story.run_id, 4, attempt=old)
    assert response.status_code == 409
    assert "sudah dibuka ulang sejak halaman ini Anda buka" in response.text


def test_the_last_step_has_no_form_but_leads_to_the_report(desk, clock):
    run_id = run_at(7, clock=clock).run_id
    text = desk("sekretaris").get(f"/runs/{run_id}/steps/7").text
    assert 'type="file"' not in text
    assert f'href="/runs/{run_id}/report"' in text
    refused = desk("sekretaris").complete(run_id, 7)
    assert refused.status_code == 409
    assert "selesai saat laporan ditandatangani" in refused.text
    tim = desk("tim")
    form = tim.documents(run_id, 7) | {"attempt": tim.attempt(run_id, 7)}
    stuffed = tim.post(f"/runs/{run_id}/steps/7/items", form, content_type="multipart/form-data")
    assert stuffed.status_code == 409
    assert step_of(run_id, 7).handed_over.fills == []


def test_enter_in_a_field_presses_the_main_button_of_the_form(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    tim = desk("tim")
    form = tim.documents(run_id, 4) | {"attempt": tim.attempt(run_id, 4)}
    tim.post(f"/runs/{run_id}/steps/4/items", form, content_type="multipart/form-data")
    work = tim.get(f"/runs/{run_id}/steps/4").text.partition(f'action="/runs/{run_id}/steps/4/completion"')[2]
    first = re.search(r'<button type="submit"[^>]*>', work)
    assert first is not None
    assert "formaction" not in first[0]
