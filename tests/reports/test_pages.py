"""The report's pages: written, drafted, frozen, opened again and signed; each refusal in its words."""

from __future__ import annotations

import hashlib
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.audit.integrity import check_log
from app.audit.models import AuditCheckpoint, AuditEvent
from app.demo.story import PASSPHRASE, wita
from app.evidence import store
from app.extensions import db
from app.reports import jobs
from app.reports.errors import ForbiddenResource
from app.reports.models import RenderJob
from app.reports.queries import report_of
from app.reports.sections import LONGEST
from app.web.background import work_off
from tests.reports.desks import WHERE, acts, desk, sign, standing
from tests.reports.offices import RUN, story_of_the_run
from tests.reports.reading import words_of
from tests.runs.desk import log_of, run_of, step_of
from tests.runs.stories import DAY

# --- Written and drafted -----------------------------------------------------------------------------


def test_before_freezing_each_role_sees_what_it_can_do(unfrozen):
    tim = desk(unfrozen, "tim").get(WHERE).text
    assert "Belum dibekukan" in tim
    assert "Bekukan laporan" in tim
    assert "Susun draf" in tim
    for who in ("sekretaris", "kabag_umum", "staf", "inspektur", "admin"):
        text = desk(unfrozen, who).get(WHERE).text
        assert '<button type="submit" class="btn primary"' not in text, who
        assert "Susun draf" not in text, who


def test_the_tim_writes_the_narrative_and_the_others_read_it(unfrozen):
    tim = desk(unfrozen, "tim")
    sent = tim.post(f"{WHERE}/narrative", {"ikhtisar": "Kinerja terjaga.\r\n\r\nSemua tepat waktu."})
    assert sent.status_code == 303
    assert "Kinerja terjaga." in tim.get(f"{WHERE}/narrative").text
    inspektur = desk(unfrozen, "inspektur")
    text = inspektur.get(f"{WHERE}/narrative").text
    assert "Semua tepat waktu." in text
    assert "<textarea" not in text
    assert inspektur.post(f"{WHERE}/narrative", {"ikhtisar": "Diubah."}).status_code == 403
    assert acts().count("narrative:written") == 1


def test_a_text_that_is_too_long_comes_back_as_it_was_typed(unfrozen):
    long = "a" * (LONGEST + 1)
    response = desk(unfrozen, "tim").post(f"{WHERE}/narrative", {"ikhtisar": long, "penutup": "Demikian."})
    assert response.status_code == 422
    assert f"Teks paling panjang {LONGEST} huruf" in response.text
    assert long in response.text
    assert "Demikian." in response.text
    assert report_of(RUN).text_of("penutup") == ""


def test_the_same_text_again_is_no_event(unfrozen):
    tim = desk(unfrozen, "tim")
    for _ in range(2):
        tim.post(f"{WHERE}/narrative", {"penutup": "Demikian."})
    assert acts().count("narrative:written") == 1


def test_a_draft_is_made_by_the_worker_and_shown_when_it_is_done(unfrozen):
    tim = desk(unfrozen, "tim")
    assert tim.post(f"{WHERE}/drafts").status_code == 303
    going = tim.get(WHERE).text
    assert "sedang disusun" in going
    assert f'data-poll-url="{WHERE}/progress"' in going
    assert tim.post(f"{WHERE}/drafts").status_code == 409
    assert work_off(unfrozen) == 1
    done = tim.get(WHERE).text
    assert "data-poll-url" not in done
    link = re.search(rf'href="({WHERE}/drafts/\d+\.pdf)"', done)
    assert link is not None
    pdf = tim.get(link[1])
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "DRAF" in words_of(SimpleNamespace(pdf=pdf.data))
    assert standing() is None
    assert run_of(RUN).is_open
    assert tim.get(f"{WHERE}/drafts/99.pdf").status_code == 404


def test_a_job_that_fails_says_so_and_leaves_the_report_as_it_was(unfrozen, monkeypatch):
    def fail(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "render_report", fail)
    tim = desk(unfrozen, "tim")
    tim.post(f"{WHERE}/freezing")
    work_off(unfrozen)
    text = tim.get(WHERE).text
    assert jobs.FAILED in text
    assert "Bekukan laporan" in text
    assert standing() is None


def test_a_refusal_of_the_renderer_is_told_in_its_own_words(unfrozen, monkeypatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ForbiddenResource("Gambar dari luar aplikasi tidak dapat dicetak.")

    monkeypatch.setattr(jobs, "render_report", refuse)
    tim = desk(unfrozen, "tim")
    tim.post(f"{WHERE}/drafts")
    work_off(unfrozen)
    assert "Gambar dari luar aplikasi tidak dapat dicetak." in tim.get(WHERE).text


def test_a_job_is_performed_once_however_often_the_queue_calls_it(unfrozen, monkeypatch):
    monkeypatch.setattr(jobs, "_render", lambda _job: (_ for _ in ()).throw(ZeroDivisionError))
    desk(unfrozen, "tim").post(f"{WHERE}/drafts")
    work_off(unfrozen)
    job = db.session.scalars(select(RenderJob)).one()
    monkeypatch.setattr(jobs, "_render", lambda _job: pytest.fail("performed again"))
    jobs.perform_render(job.id)
    assert job.state == "failed"


# --- Frozen and opened again -------------------------------------------------------------------------


def test_freezing_asks_the_worker_and_fills_the_kelengkapan(unfrozen):
    tim = desk(unfrozen, "tim")
    tim.post(f"{WHERE}/freezing")
    work_off(unfrozen)
    version = standing()
    assert version is not None
    assert version.frozen_by.name == "Rina Maharani, S.AP."
    fills = step_of(RUN, 7).handed_over.fills
    assert [(fill.item.kind, fill.document) for fill in fills] == [("kelengkapan", version.audit_ref)]
    data = store.read(version.frozen_sha256, folder=unfrozen.config["SETTINGS"].files_folder)
    assert hashlib.sha256(data).hexdigest() == version.frozen_sha256
    assert "DRAF" not in words_of(SimpleNamespace(pdf=data), page=1)
    assert "Baca laporan" in desk(unfrozen, "sekretaris").get("/").text
    assert check_log().ok


def test_only_the_tim_drafts_and_freezes(unfrozen):
    for who in ("sekretaris", "kabag_umum", "staf", "inspektur", "admin"):
        for act in ("drafts", "freezing", "thawing"):
            assert desk(unfrozen, who).post(f"{WHERE}/{act}").status_code == 403, (who, act)


def test_a_frozen_report_can_be_read_and_every_download_is_in_the_log(frozen):
    response = desk(frozen, "inspektur").get(f"{WHERE}/versions/1/frozen.pdf")
    assert response.data.startswith(b"%PDF-")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert acts()[-1] == "report:downloaded"
    assert desk(frozen, "tim").get(f"{WHERE}/versions/1/signed.pdf").status_code == 404
    assert desk(frozen, "tim").get(f"{WHERE}/versions/2/frozen.pdf").status_code == 404


def test_a_frozen_report_is_not_written_or_frozen_again(frozen):
    tim = desk(frozen, "tim")
    assert tim.post(f"{WHERE}/narrative", {"penutup": "Diubah."}).status_code == 409
    again = tim.post(f"{WHERE}/freezing")
    assert again.status_code == 409
    assert "Versi 1 sudah dibekukan oleh Rina Maharani, S.AP. pada" in again.text
    assert tim.post(f"{WHERE}/drafts").status_code == 409


def test_opening_a_frozen_report_needs_a_reason_and_empties_the_kelengkapan(frozen):
    tim = desk(frozen, "tim")
    nothing = tim.post(f"{WHERE}/thawing", {"reason": ""})
    assert nothing.status_code == 422
    assert "Tuliskan alasannya." in nothing.text
    assert tim.post(f"{WHERE}/thawing", {"reason": "Tabel 1.3 salah baris."}).status_code == 303
    assert standing() is None
    assert [fill for fill in step_of(RUN, 7).handed_over.fills if fill.stands] == []
    text = tim.get(WHERE).text
    assert "dibuka kembali: Tabel 1.3 salah baris." in text
    assert "Bekukan laporan" in text
    assert tim.post(f"{WHERE}/thawing", {"reason": "Sekali lagi."}).status_code == 409
    assert check_log().ok


# --- Signed ------------------------------------------------------------------------------------------


def test_the_signature_page_shows_what_is_signed_and_what_it_means(frozen):
    text = desk(frozen, "sekretaris").get(f"{WHERE}/signature").text
    version = standing()
    assert version is not None
    assert f'data="{WHERE}/versions/1/frozen.pdf#navpanes=0&amp;view=FitH"' in text
    assert version.frozen_sha256 in text
    assert "tidak tersertifikasi" in text
    assert "menutup pelaksanaan" in text
    assert "Tandatangani laporan</button>" in text


def test_without_a_frozen_report_there_is_nothing_to_sign(unfrozen):
    text = desk(unfrozen, "sekretaris").get(f"{WHERE}/signature").text
    assert "belum dibekukan oleh Tim Penyusun" in text
    assert "Tandatangani laporan</button>" not in text
    assert sign(unfrozen).status_code == 409


def test_only_the_sekretaris_signs(frozen):
    for who in ("kabag_umum", "tim", "staf", "inspektur", "admin"):
        assert sign(frozen, who).status_code == 403, who
        assert desk(frozen, who).get(f"{WHERE}/signature").status_code == 403, who


def test_a_signature_completes_step_7_closes_the_run_and_seals_the_log(frozen):
    assert sign(frozen).status_code == 303
    run, version = run_of(RUN), standing()
    assert version is not None
    assert run.closed_at == version.signed_at == run.steps[-1].completion.completed_at
    assert version.trust == "lokal"
    assert log_of(RUN)[-2:] == ["step:completed", "run:closed"]
    assert check_log().ok
    newest = db.session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc())).first()
    assert newest is not None
    assert newest.size == len(acts())


def test_the_signed_file_begins_with_the_frozen_bytes_and_is_registered(frozen):
    sign(frozen)
    version, folder = standing(), frozen.config["SETTINGS"].files_folder
    assert version is not None
    signed = store.read(version.signed_sha256, folder=folder)
    assert signed.startswith(store.read(version.frozen_sha256, folder=folder))
    page = desk(frozen, "inspektur").get(f"/v/{version.code}").text
    assert version.signed_sha256 in page
    shown = desk(frozen, "tim").get(WHERE).text
    assert "Laporan sudah ditandatangani" in shown
    assert "tidak tersertifikasi" in shown


def test_the_second_of_two_who_sign_reads_that_it_is_signed(frozen):
    read = standing().to_sign.sha256
    sign(frozen)
    response = sign(frozen, sha256=read)
    assert response.status_code == 409
    assert '<div class="verdict ok">' in response.text
    assert "H. Contoh Sekretaris, S.Sos., M.AP., Sen 23 Nov 2026, 14.00 WITA (versi 1)" in response.text
    assert f'href="{WHERE}">Buka laporan</a>' in response.text
    assert "error-summary" not in response.text


def test_who_comes_to_sign_what_was_opened_again_reads_by_whom_and_why(frozen):
    desk(frozen, "tim").post(f"{WHERE}/thawing", {"reason": "Tabel 1.3 salah baris."})
    text = desk(frozen, "sekretaris").get(f"{WHERE}/signature").text
    said = "Rina Maharani, S.AP. membuka bekuan versi 1 pada Sen 23 Nov 2026, 14.00 WITA: Tabel 1.3 salah baris."
    assert said in text
    assert f'href="{WHERE}">Kembali ke laporan</a>' in text


def test_a_signed_report_stays_as_it_is(frozen):
    sign(frozen)
    assert sign(frozen).status_code == 409
    tim = desk(frozen, "tim")
    for act in ("narrative", "drafts", "freezing"):
        assert tim.post(f"{WHERE}/{act}").status_code == 409, act
    assert tim.post(f"{WHERE}/thawing", {"reason": "Ada yang salah."}).status_code == 409
    assert "Selesai dan ditutup" in tim.get(f"/runs/{RUN}").text


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"passphrase": "salah sekali"}, "Frasa sandi"),
        ({"passphrase": ""}, "Isi frasa sandi kunci Anda."),
        ({"statement": ""}, "Centang pernyataan bahwa Anda sudah membaca laporan."),
    ],
)
def test_a_signature_that_fails_says_why_and_leaves_the_report_unsigned(frozen, changed, words):
    before = acts()
    response = sign(frozen, **changed)
    assert response.status_code == 422
    assert words in response.text
    assert "salah sekali" not in response.text
    assert acts() == before
    version = standing()
    assert version is not None
    assert version.signed_at is None
    assert run_of(RUN).is_open


def test_another_pdf_than_the_one_that_was_read_is_not_signed(frozen):
    response = sign(frozen, sha256="0" * 64)
    assert response.status_code == 409
    assert "Laporan sudah berubah sejak Anda membacanya." in response.text
    assert run_of(RUN).is_open


def test_what_was_ticked_for_an_older_version_is_not_ticked_for_the_new_one(frozen):
    read = standing().to_sign.sha256
    desk(frozen, "tim").post(f"{WHERE}/thawing", {"reason": "Tabel 1.3 salah baris."})
    story_of_the_run().freeze(wita(f"{DAY} 14.10")).paraf(wita(f"{DAY} 14.12"))
    ticked = r'<input[^>]*\bchecked\b[^>]*name="statement"'
    response = sign(frozen, sha256=read)
    assert response.status_code == 409
    said = "Versi 1 dibuka kembali (alasan: Tabel 1.3 salah baris). Ini versi 2; baca dahulu, lalu centang lagi."
    assert said in response.text
    assert not re.search(ticked, response.text)
    assert run_of(RUN).is_open
    assert re.search(ticked, sign(frozen, passphrase="salah sekali").text)


def test_a_late_signature_asks_for_the_reason_before_it_signs(frozen):
    frozen.extensions["clock"].set(wita("2026-12-01 10.00"))
    files = frozen.config["SETTINGS"].files_folder
    before = sum(1 for path in files.rglob("*") if path.is_file())
    assert "Alasan terlambat" in desk(frozen, "sekretaris").get(f"{WHERE}/signature").text
    refused = sign(frozen)
    assert refused.status_code == 422
    assert "Tuliskan alasan keterlambatan" in refused.text
    assert sum(1 for path in files.rglob("*") if path.is_file()) == before
    assert sign(frozen, late_reason="Sekretaris mendampingi rapat paripurna.").status_code == 303
    assert step_of(RUN, 7).completion.late_reason == "Sekretaris mendampingi rapat paripurna."


def test_the_passphrase_is_never_kept(frozen):
    sign(frozen)
    db.session.rollback()
    assert [
        seq for seq, body in db.session.execute(select(AuditEvent.seq, AuditEvent.body)) if PASSPHRASE.encode() in body
    ] == []
    for path in frozen.config["SETTINGS"].instance_folder.rglob("*"):
        if path.is_file():
            assert PASSPHRASE.encode() not in path.read_bytes(), path
