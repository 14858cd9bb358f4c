"""The pages of a working paper, as the inspector fills it in, and as the office never sees it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.inspection.review.models import Review
from tests.conftest import OutsideClient
from tests.inspection.review.story import LKE, REVIU

PAPERS = "/pemeriksaan/kertas-kerja"
OPEN, FINISHED = f"{PAPERS}/{LKE}", f"{PAPERS}/{REVIU}"
FRESH = f"{PAPERS}/3"
SAID = {"version": "0", "status": "ya", "result": "Sesuai.", "cause": "", "recommendation": ""}


@pytest.fixture
def fresh(inspector: OutsideClient) -> OutsideClient:
    """The inspector has just opened the reviu of the run that goes on."""
    answer = inspector.post(PAPERS, data={"about": "run:3"})
    assert answer.status_code == 303 and answer.location == FRESH
    return inspector


def stored(paper: int, code: str) -> dict[str, str] | None:
    db.session.rollback()
    answer = db.session.get_one(Review, paper).answer_to(code)
    return answer.said if answer else None


def test_the_list_says_how_far_each_paper_is(inspector: OutsideClient) -> None:
    page = inspector.get(PAPERS).text
    assert "23 dari 23" in page and "Selesai" in page
    assert "1 dari 4" in page and "Terbuka" in page


def test_only_what_has_no_paper_yet_can_be_opened(inspector: OutsideClient) -> None:
    page = inspector.get(PAPERS).text
    assert 'value="run:3"' in page
    assert 'value="run:2"' not in page, "it has one"
    assert 'value="run:1"' not in page, "it was cancelled"
    assert 'value="year:2026"' not in page


@pytest.mark.parametrize("about", ["", "run:2", "run:1", "year:1999", "tidak ada"])
def test_what_is_not_offered_is_refused_on_the_form(inspector: OutsideClient, about: str) -> None:
    answer = inspector.post(PAPERS, data={"about": about})
    assert answer.status_code == 422
    assert "Belum dapat dibuka." in answer.text


def test_a_fresh_form_is_empty_whatever_the_application_knows(fresh: OutsideClient) -> None:
    page = fresh.get(f"{FRESH}/kriteria/F2").text
    assert "Yang diketahui aplikasi" in page
    assert "checked" not in page
    assert all(text == "" for text in re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page))


def test_each_line_says_how_much_is_known_and_what_is_not_there(fresh: OutsideClient) -> None:
    line = fresh.get(FRESH).text.partition('<tr id="F2">')[2].partition("</tr>")[0]
    assert "0 keterangan, 2 belum ada" in line


def test_saving_leads_to_the_next_criterion_or_back_to_the_paper(fresh: OutsideClient) -> None:
    onward = fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"lanjut": "1"})
    back = fresh.post(f"{FRESH}/kriteria/F2", data=SAID)
    last = fresh.post(f"{FRESH}/kriteria/S10", data=SAID | {"lanjut": "1"})
    assert (onward.status_code, onward.location) == (303, f"{FRESH}/kriteria/F2")
    assert back.location == f"{FRESH}#F2" and last.location == f"{FRESH}#S10"
    assert "3 dari 23" in fresh.get(FRESH).text


def test_notes_are_kept_before_there_is_a_status(fresh: OutsideClient) -> None:
    fresh.post(f"{FRESH}/kriteria/M3", data={"version": "0", "result": "Tanyakan kepada Kabag."})
    assert stored(3, "M3") == {"status": "", "result": "Tanyakan kepada Kabag.", "cause": "", "recommendation": ""}
    assert "0 dari 23" in fresh.get(FRESH).text


def test_who_comes_second_gets_back_what_he_typed_and_sees_what_stands(fresh: OutsideClient) -> None:
    fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"result": "Dari yang pertama."})

    second = fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"result": "Dari yang kedua.", "status": "tidak"})

    assert second.status_code == 409
    assert "Dari yang kedua." in second.text and "Dari yang pertama." in second.text
    assert stored(3, "F1")["result"] == "Dari yang pertama."  # type: ignore[index]
    assert 'name="version" type="hidden" value="1"' in second.text
    again = fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"result": "Dari yang kedua.", "version": "1"})
    assert again.status_code == 303
    assert stored(3, "F1")["result"] == "Dari yang kedua."  # type: ignore[index]


@pytest.mark.parametrize("version", ["x", "-1", "99999999999999", "1"])
def test_a_version_that_no_answer_had_is_stale(fresh: OutsideClient, version: str) -> None:
    answer = fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"version": version})
    assert answer.status_code == 409
    assert stored(3, "F1") is None


@pytest.mark.parametrize("wrong", [{"status": "bagus sekali"}, {"result": "x" * 5001}, {"recommendation": "y" * 5001}])
def test_bad_input_comes_back_with_a_sentence(fresh: OutsideClient, wrong: dict[str, str]) -> None:
    answer = fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"cause": "Ini tetap ada."} | wrong)
    assert answer.status_code == 422
    assert "Belum dapat disimpan." in answer.text and "Ini tetap ada." in answer.text
    assert stored(3, "F1") is None


@pytest.mark.parametrize(
    "path", [f"{FRESH}/kriteria/F7", f"{FRESH}/kriteria/3.a", f"{PAPERS}/99", f"{PAPERS}/99/kriteria/F1"]
)
def test_a_paper_or_criterion_that_is_not_there_is_not_found(fresh: OutsideClient, path: str) -> None:
    assert fresh.get(path).status_code == 404
    if "kriteria" in path:
        assert fresh.post(path, data=SAID).status_code == 404


def test_finishing_with_gaps_is_refused_and_names_them(fresh: OutsideClient) -> None:
    answer = fresh.post(f"{FRESH}/penyelesaian")
    assert answer.status_code == 422
    assert "Kriteria yang belum berstatus: F1, F2, F3" in answer.text and "S9, S10." in answer.text


def test_a_paper_is_finished_and_shows_what_was_known_then(fresh: OutsideClient) -> None:
    for code in [*(f"F{n}" for n in range(1, 7)), *(f"M{n}" for n in range(1, 8)), *(f"S{n}" for n in range(1, 11))]:
        assert fresh.post(f"{FRESH}/kriteria/{code}", data=SAID).status_code == 303
    assert "Selesaikan kertas kerja" in fresh.get(FRESH).text

    assert fresh.post(f"{FRESH}/penyelesaian").status_code == 303

    page = fresh.get(FRESH).text
    assert "bukti tersimpan tetap" in page and "Buka kembali" in page
    assert fresh.post(f"{FRESH}/penyelesaian").status_code == 409
    assert fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"version": "1", "result": "Lain."}).status_code == 409
    assert "Sebagaimana tampil saat kertas kerja diselesaikan." in fresh.get(f"{FRESH}/kriteria/F1").text


def test_opening_again_takes_a_reason(inspector: OutsideClient) -> None:
    refused = inspector.post(f"{FINISHED}/pembukaan", data={"reason": "  "})
    assert refused.status_code == 422 and "Tuliskan alasan membuka kembali." in refused.text
    assert inspector.post(f"{FINISHED}/pembukaan", data={"reason": "Bukti baru."}).status_code == 303
    assert "Dibuka kembali" in inspector.get(FINISHED).text
    assert inspector.post(f"{FINISHED}/pembukaan", data={"reason": "Sekali lagi."}).status_code == 409


def test_the_history_tells_who_did_what_but_not_what_he_found(inspector: OutsideClient) -> None:
    page = inspector.get(FINISHED).text
    assert "mengisi kriteria F2 pada kertas kerja 1." in page
    assert "membuka kembali kertas kerja 1: Ada bukti baru." in page
    assert "menyelesaikan kertas kerja 1, 23 kriteria terisi." in page


@pytest.mark.parametrize("who", ["sekretaris", "kabag_umum", "tim"])
def test_for_the_office_there_are_no_papers(app: Flask, office: Office, who: str) -> None:
    for path in (FINISHED, f"{FINISHED}/kriteria/F1", f"{FINISHED}/cetak", f"{FINISHED}/unduhan/docx", OPEN):
        assert app.test_client().sign_in(getattr(office, who)).get(path).status_code == 404  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["sekretaris", "kabag_umum", "tim", "staf", "admin"])
def test_nobody_else_lists_or_writes_them(app: Flask, office: Office, who: str) -> None:
    client = app.test_client().sign_in(getattr(office, who))  # type: ignore[attr-defined]
    assert client.get(PAPERS).status_code == 403
    for path in (PAPERS, f"{OPEN}/kriteria/3.a", f"{OPEN}/penyelesaian", f"{FINISHED}/pembukaan"):
        assert client.post(path, data=SAID | {"reason": "x", "about": "run:3"}).status_code == 403


def test_the_log_that_the_office_reads_does_not_tell_what_was_found(client: OutsideClient, office: Office) -> None:
    events = select(AuditEvent).where(AuditEvent.subject == "review")
    bodies = b"".join(event.body for event in db.session.scalars(events))
    assert b"Terlambat ditetapkan" not in bodies and b"sebagian" not in bodies
    page = client.sign_in(office.tim).get("/jejak?kelompok=review").text
    assert "mengisi kriteria F2" in page and "Terlambat" not in page


def test_the_inspector_s_own_reading_stands_in_the_log(inspector: OutsideClient, office: Office) -> None:
    inspector.get(FINISHED)
    inspector.get(f"{FINISHED}/kriteria/F2")
    inspector.get(f"{FINISHED}/unduhan/docx")
    db.session.rollback()
    read = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value, AuditEvent.actor_id == office.inspektur.id)
    said = [event.data["filter"] for event in db.session.scalars(read)]
    title = "kertas kerja Reviu LKj Pengukuran Kinerja Triwulan III 2026"
    assert said[-2:] == [title, f"{title} sebagai docx"]


def test_what_the_reviewer_types_is_never_markup(fresh: OutsideClient) -> None:
    fresh.post(f"{FRESH}/kriteria/F1", data=SAID | {"result": "<script>alert(1)</script>"})
    for path in (FRESH, f"{FRESH}/kriteria/F1", f"{FRESH}/cetak"):
        assert "<script>alert" not in fresh.get(path).text


def test_what_needs_more_than_a_line_becomes_a_finding(inspector: OutsideClient) -> None:
    page = inspector.get(f"{FINISHED}/kriteria/F2").text
    (address,) = re.findall(r'href="(/pemeriksaan/temuan/baru[^"]*)"', page)
    assert address.replace("&amp;", "&") in (f"/pemeriksaan/temuan/baru?review_id={REVIU}&run_id=2",)
    assert inspector.get(address.replace("&amp;", "&")).status_code == 200
