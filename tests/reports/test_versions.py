"""A signed report that is replaced: opened with a reason, frozen, let go, signed; the old one counts until then."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any

import pytest

from app.audit.integrity import check_log
from app.demo.people import find_office
from app.evidence import store
from app.evidence.errors import FileMissing
from app.inspection.verification import verify
from app.reports.actions import add_file, open_revision
from app.reports.actions.files import check_begins_with
from app.reports.errors import NotABeginning, NotReady
from app.reports.jobs import store_pdf
from app.reports.queries import current_versions
from app.signing.queries import issued_under
from app.web.background import work_off
from app.web.transaction import writing
from tests.reports.desks import WHERE, acts, desk, fresh, sign
from tests.reports.offices import RUN, SIGNED_AT, story_of_the_run
from tests.reports.reading import words_of
from tests.runs.desk import log_of, run_of

REASON = "Realisasi indikator 1.3 salah baris."


def open_replacement(app: Any, reason: str = REASON) -> Any:
    return desk(app, "tim").post(f"{WHERE}/revisions", {"reason": reason})


def replaced(app: Any) -> None:
    """Opened, frozen by the worker, let go by every Kabag, signed."""
    open_replacement(app)
    desk(app, "tim").post(f"{WHERE}/freezing")
    work_off(app)
    story_of_the_run().paraf(SIGNED_AT)
    assert sign(app).status_code == 303


# --- Opened and given up -----------------------------------------------------------------------------


def test_the_tim_opens_a_replacement_with_a_reason_and_may_write_again(signed):
    assert "Ganti laporan bertanda tangan" in desk(signed, "tim").get(WHERE).text
    assert open_replacement(signed).status_code == 303
    tim = desk(signed, "tim")
    text = tim.get(WHERE).text
    assert REASON in text
    assert "Pengganti versi 1 belum dibekukan" in text
    assert "Laporan sudah ditandatangani" in text
    assert tim.post(f"{WHERE}/narrative", {"ikhtisar": "Ikhtisar yang diperbaiki."}).status_code == 303
    assert "report:revision-opened" in acts()


@pytest.mark.parametrize("reason, words", [("", "Tuliskan alasannya."), ("ya", "kalimat pendek"), ("x" * 501, "500")])
def test_a_replacement_needs_a_reason_that_says_something(signed, reason, words):
    response = open_replacement(signed, reason)
    assert response.status_code == 422
    assert words in response.text
    assert reason in response.text
    assert fresh().revision is None


def test_a_second_replacement_waits_for_the_first(signed):
    open_replacement(signed)
    again = open_replacement(signed, "Ada salah ketik lain.")
    assert again.status_code == 409
    assert "Penggantian sudah dibuka oleh Rina Maharani, S.AP." in again.text


def test_an_unsigned_report_is_not_replaced(frozen):
    response = open_replacement(frozen)
    assert response.status_code == 409
    assert "Belum ada versi bertanda tangan" in response.text
    assert "Ganti laporan bertanda tangan" not in desk(frozen, "tim").get(WHERE).text


def test_only_the_tim_opens_and_gives_up_a_replacement(signed):
    for who in ("sekretaris", "kabag_umum", "staf", "inspektur", "admin"):
        assert desk(signed, who).post(f"{WHERE}/revisions", {"reason": REASON}).status_code == 403, who
        assert desk(signed, who).post(f"{WHERE}/revisions/cancellation").status_code == 403, who


def test_a_replacement_that_is_given_up_leaves_the_signed_version_as_it_was(signed):
    before = fresh().current.newest.sha256
    open_replacement(signed)
    tim = desk(signed, "tim")
    assert tim.post(f"{WHERE}/revisions/cancellation").status_code == 303
    report = fresh()
    assert report.revision is None
    assert report.current.newest.sha256 == before
    assert tim.post(f"{WHERE}/narrative", {"ikhtisar": "x"}).status_code == 409
    assert tim.post(f"{WHERE}/freezing").status_code == 409
    assert tim.post(f"{WHERE}/revisions/cancellation").status_code == 409


def test_a_replacement_is_not_given_up_while_its_frozen_version_waits(signed):
    open_replacement(signed)
    tim = desk(signed, "tim")
    tim.post(f"{WHERE}/freezing")
    work_off(signed)
    refused = tim.post(f"{WHERE}/revisions/cancellation")
    assert refused.status_code == 409
    assert "Buka dulu bekuannya." in refused.text
    assert tim.post(f"{WHERE}/thawing", {"reason": "Batal diganti."}).status_code == 303
    assert tim.post(f"{WHERE}/revisions/cancellation").status_code == 303
    assert verify().ok


# --- Frozen and signed -------------------------------------------------------------------------------


def test_the_new_version_names_the_one_it_replaces_on_its_cover_and_at_its_signature(signed):
    former = fresh().current
    open_replacement(signed)
    desk(signed, "tim").post(f"{WHERE}/freezing")
    work_off(signed)
    version = fresh().pending
    pdf = SimpleNamespace(pdf=store.read(version.frozen_sha256, folder=signed.config["SETTINGS"].files_folder))
    cover = words_of(pdf, page=1)
    assert "menggantikan versi 1" in cover
    assert former.code in cover
    assert REASON in words_of(pdf)
    page = desk(signed, "sekretaris").get(f"{WHERE}/signature").text
    assert "versi 2 menggantikan versi 1" in page
    assert "menutup pelaksanaan" not in page


def test_the_old_version_counts_until_the_new_one_is_signed(signed):
    former = fresh().current
    open_replacement(signed)
    desk(signed, "tim").post(f"{WHERE}/freezing")
    work_off(signed)
    report = fresh()
    assert report.current.id == former.id
    assert report.pending.no == 2
    assert all(document.superseded_at is None for document in issued_under(former.code))
    assert "Sampai saat itu versi 1 tetap berlaku." in desk(signed, "inspektur").get(WHERE).text


def test_the_signature_of_the_new_version_replaces_the_old_and_completes_no_step_again(signed):
    former_code, closed_at = fresh().current.code, run_of(RUN).closed_at
    steps = log_of(RUN).count("step:completed")
    replaced(signed)
    report = fresh()
    old, new = report.versions
    assert (old.superseded_at, new.signed_at) == (new.signed_at, SIGNED_AT)
    assert report.current.id == new.id
    assert report.revision is None
    assert run_of(RUN).closed_at == closed_at
    assert log_of(RUN).count("step:completed") == steps
    assert log_of(RUN).count("run:closed") == 1
    assert acts()[-2:] == ["report:signed", "report:superseded"]
    for document in issued_under(former_code):
        assert (document.successor, document.superseded_reason) == (new.code, REASON)
    assert check_log().ok
    assert verify().ok


def test_both_versions_stay_to_be_downloaded_and_the_page_says_which_one_counts(signed):
    old_bytes = desk(signed, "tim").get(f"{WHERE}/versions/1/signed.pdf").data
    replaced(signed)
    tim = desk(signed, "tim")
    assert tim.get(f"{WHERE}/versions/1/signed.pdf").data == old_bytes
    assert tim.get(f"{WHERE}/versions/2/signed.pdf").data.startswith(tim.get(f"{WHERE}/versions/2/frozen.pdf").data)
    text = tim.get(WHERE).text
    assert "digantikan pada" in text
    assert f"menggantikan versi 1: {REASON}" in text
    assert "versi 2" in text


def test_the_inspectorate_is_shown_the_version_that_counts_and_no_other(signed):
    replaced(signed)
    assert [(version.no, version.report.run_id) for version in current_versions()] == [(2, RUN)]
    home = desk(signed, "inspektur").get("/").text
    assert f"{WHERE}/versions/2/signed.pdf" in home
    assert f"{WHERE}/versions/1/signed.pdf" not in home


def test_a_replacement_is_not_signed_before_its_own_paraf(signed):
    open_replacement(signed)
    desk(signed, "tim").post(f"{WHERE}/freezing")
    work_off(signed)
    response = sign(signed)
    assert response.status_code == 409
    assert "paraf" in response.text
    assert fresh().current.no == 1


def test_a_replacement_can_be_replaced_in_turn(signed):
    replaced(signed)
    assert open_replacement(signed, "Satu angka lagi salah.").status_code == 303
    assert fresh().revision.replaces == 2
    assert verify().ok


def test_an_open_replacement_without_a_frozen_version_cannot_be_signed(signed):
    open_replacement(signed)
    response = sign(signed)
    assert response.status_code == 409
    assert "Belum ada versi baru yang dibekukan." in response.text


# --- The chain of files ------------------------------------------------------------------------------


def test_each_file_of_a_version_begins_with_the_one_before_and_is_registered(signed):
    version, folder = fresh().current, signed.config["SETTINGS"].files_folder
    assert [file.kind for file in version.files] == ["frozen", "signed"]
    before = b""
    for file in version.files:
        data = store.read(file.sha256, folder=folder)
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert data.startswith(before)
        before = data
    registered = {document.sha256 for document in issued_under(version.code)}
    assert registered == {file.sha256 for file in version.files}


def test_what_is_signed_is_the_newest_file_before_the_signature(signed):
    version = fresh().current
    assert version.to_sign.kind == "frozen"
    assert version.newest.kind == "signed"
    assert version.sha256 == version.signed_sha256


@pytest.mark.parametrize(
    "change", [lambda pdf: pdf, lambda pdf: pdf[:-1], lambda pdf: b"%" + pdf, lambda _pdf: b"%PDF-1.7\n"]
)
def test_a_file_that_does_not_begin_with_the_one_before_is_refused(signed, change):
    version, folder = fresh().current, signed.config["SETTINGS"].files_folder
    file = store_pdf(change(store.read(version.sha256, folder=folder)), name="lain.pdf")
    with pytest.raises(NotABeginning), writing():
        add_file(fresh().current, kind="extended", file=file, by=None, at=SIGNED_AT)
    assert len(fresh().current.files) == 2


def test_a_file_behind_one_that_is_gone_is_refused(signed):
    with pytest.raises(FileMissing):
        check_begins_with(fresh().current.sha256, "0" * 64)


def test_a_download_is_named_after_what_it_is(signed):
    tim = desk(signed, "tim")
    names = [
        tim.get(f"{WHERE}/versions/1/{kind}.pdf?unduh=1").headers["Content-Disposition"]
        for kind in ("frozen", "signed")
    ]
    assert names[0].endswith("-v1.pdf")
    assert names[1].endswith("-v1-bertanda-tangan.pdf")
    for kind in ("sealed", "paraf", "extended", "draft"):
        assert tim.get(f"{WHERE}/versions/1/{kind}.pdf").status_code == 404


def test_the_action_itself_refuses_a_replacement_of_what_nobody_signed(frozen):
    with pytest.raises(NotReady), writing():
        open_revision(fresh(), reason=REASON, by=find_office().tim, at=SIGNED_AT)
