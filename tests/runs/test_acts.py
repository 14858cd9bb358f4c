"""Reports of bagian, returns, orders, cancelling, corrections and downloads, as people send them."""

from __future__ import annotations

import pytest

from app.demo.people import PASSWORD
from app.demo.story import wita
from tests.runs.desk import log_of, paper, run_of, step_of
from tests.runs.stories import DAY, KABAG, report_all, run_at


def test_each_bagian_reports_once_and_the_sekretaris_then_accepts(desk, clock):
    run_id = run_at(5, clock=clock).run_id
    for who in KABAG:
        assert desk(who).report(run_id).status_code == 303
    again = desk("kabag_umum").report(run_id)
    assert again.status_code == 409
    assert "sudah disahkan oleh Ahmad Fauzi, S.Sos." in again.text
    assert desk("sekretaris").complete(run_id, 5).status_code == 303
    assert step_of(run_id, 6).state == "ready"


def test_a_report_of_a_bagian_needs_file_and_password(desk, clock):
    run_id = run_at(5, clock=clock).run_id
    empty = desk("kabag_umum").report(run_id, report=None)
    assert empty.status_code == 422
    assert "Pilih berkas laporan bagian Anda." in empty.text
    wrong = desk("kabag_umum").report(run_id, password="bukan ini")
    assert wrong.status_code == 422
    assert step_of(run_id, 5).handed_over.unit_reports == []
    assert desk("tim").report(run_id).status_code == 403


def test_the_sekretaris_cannot_accept_before_all_have_reported(desk, clock):
    story = run_at(5, clock=clock)
    story.report(5, "kabag_umum", wita(f"{DAY} 11.10"))
    sekretaris = desk("sekretaris")
    assert "Sahkan langkah 5" not in sekretaris.get(f"/runs/{story.run_id}/steps/5").text
    response = sekretaris.complete(story.run_id, 5)
    assert response.status_code == 422
    assert "Laporan bagian belum masuk: Bagian Persidangan" in response.text


def test_work_is_sent_back_with_a_reason(desk, clock):
    story = run_at(6, clock=clock)
    kabag = desk("kabag_umum")
    nothing = kabag.send_back(story.run_id, 6, 3, reason="")
    assert nothing.status_code == 422
    assert "Tuliskan alasan pengembalian." in nothing.text
    elsewhere = kabag.send_back(story.run_id, 6, 5)
    assert elsewhere.status_code == 422
    assert kabag.send_back(story.run_id, 6, 3).status_code == 303
    assert [step.state for step in run_of(story.run_id).steps][2:] == ["ready", *["waiting"] * 4]
    assert desk("tim").send_back(story.run_id, 3, 1).status_code == 403


def test_the_order_begins_a_run_once_a_period(desk, clock):
    sekretaris = desk("sekretaris")
    assert sekretaris.post("/runs", {"quarter": "3", "year": "2026"}).status_code == 303
    taken = sekretaris.post("/runs", {"quarter": "3", "year": "2026"})
    assert taken.status_code == 409
    assert "sudah diperintahkan oleh H. Contoh Sekretaris" in taken.text
    assert sekretaris.post("/runs", {"year": "2026"}).status_code == 422
    assert sekretaris.post("/runs", {"quarter": "3", "year": "1999"}).status_code == 422
    assert desk("kabag_umum").post("/runs", {"quarter": "1", "year": "2026"}).status_code == 403


def test_a_run_is_cancelled_by_the_sekretaris_with_reason_and_password(desk, clock):
    run_id = run_at(3, clock=clock).run_id
    sekretaris, where = desk("sekretaris"), f"/runs/{run_id}/cancellation"
    assert sekretaris.post(where, {"reason": "", "password": ""}).status_code == 422
    assert sekretaris.post(where, {"reason": "Periode salah.", "password": "bukan ini"}).status_code == 422
    assert sekretaris.post(where, {"reason": "Periode salah.", "password": PASSWORD}).status_code == 303
    assert "Dibatalkan oleh H. Contoh Sekretaris" in sekretaris.get(f"/runs/{run_id}").text
    assert desk("tim").complete(run_id, 3).status_code == 409
    assert desk("kabag_umum").get(where).status_code == 403


def test_a_correction_stands_beside_what_was_recorded(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    tim, where = desk("tim"), f"/runs/{run_id}/steps/3/correction"
    assert tim.get(where).status_code == 200
    empty = tim.post(where, {"what": "alasan", "reason": "Salah ketik.", "password": PASSWORD})
    assert empty.status_code == 422
    assert "Tuliskan yang benar" in empty.text
    form = {"what": "berkas", "before": "draf.docx", "reason": "Berkas tertukar.", "password": PASSWORD}
    done = tim.post(where, form | {"file": paper("draf-benar.pdf")}, content_type="multipart/form-data")
    assert done.status_code == 303
    assert (
        "memperbaiki catatan: draf.docx menjadi draf-benar.pdf (Berkas tertukar.)"
        in tim.get(f"/runs/{run_id}/steps/3").text
    )
    assert desk("kabag_umum").get(where).status_code == 403
    assert tim.get(f"/runs/{run_id}/steps/4/correction").status_code == 409


def test_a_download_is_logged_and_runs_nothing_in_our_name(desk, clock):
    run_id = run_at(4, clock=clock).run_id
    fill = step_of(run_id, 3).handed_over.fills[0]
    response = desk("inspektur").get(f"/runs/{run_id}/files/{fill.evidence.sha256}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert log_of(run_id)[-1] == "evidence:downloaded"


@pytest.mark.parametrize("sha256", ["0" * 64, "..", "%2e%2e%2fpapan.db", "x"])
def test_only_files_of_the_run_can_be_fetched(desk, clock, sha256):
    run_id = run_at(2, clock=clock).run_id
    assert desk("tim").get(f"/runs/{run_id}/files/{sha256}").status_code == 404


def test_a_file_of_another_run_is_not_found(desk, clock):
    other = run_at(4, clock=clock, quarter=1).run_id
    run_id = run_at(1, clock=clock, quarter=2).run_id
    foreign = step_of(other, 3).handed_over.fills[0].evidence.sha256
    assert desk("tim").get(f"/runs/{run_id}/files/{foreign}").status_code == 404
    assert desk("admin").get(f"/runs/{other}/files/{foreign}").status_code == 403


def test_what_does_not_exist_is_not_found(desk, clock):
    run_id = run_at(1, clock=clock).run_id
    for path in ("/runs/99", f"/runs/{run_id}/steps/9", "/runs/99/sop", "/runs/99/trail", "/runs/99/board"):
        assert desk("tim").get(path).status_code == 404, path
    assert desk("sekretaris").post(f"/runs/{run_id}/steps/1/items/999/removal").status_code == 404


def test_the_inspektorat_and_the_admin_write_nothing(desk, clock):
    story = run_at(5, clock=clock)
    report_all(story)
    before = log_of(story.run_id)
    for who in ("inspektur", "admin"):
        someone = desk(who)
        for no in range(1, 8):
            for act in ("start", "completion", "items", "unit-report", "return", "correction"):
                answer = someone.post(f"/runs/{story.run_id}/steps/{no}/{act}", {"attempt": 1})
                assert answer.status_code == 403, (who, no, act)
        assert someone.post("/runs", {"quarter": "1", "year": "2026"}).status_code == 403
        assert someone.post(f"/runs/{story.run_id}/cancellation").status_code == 403
    assert log_of(story.run_id) == before
