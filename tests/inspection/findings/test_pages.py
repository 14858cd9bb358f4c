"""The pages of findings as people use them: forms, refusals, files, filters, papers, and who sees what."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.clock.current import SetClock
from app.demo.papers import paper
from app.demo.people import Office
from app.evidence.store import path_of
from app.evidence.uploads import files_folder
from app.extensions import db
from app.inspection.findings.actions import issue_finding
from app.inspection.findings.matrix import UNANSWERED
from app.inspection.findings.models import Finding
from app.inspection.findings.states import Followup
from app.inspection.review.actions import open_lke
from app.inspection.verification import verify
from app.web.transaction import writing
from tests.conftest import OutsideClient
from tests.inspection.findings.acts import (
    AFTER_DUE,
    ANSWERED,
    TEXTS,
    TITLE,
    answered,
    draft,
    issued,
    judged,
    recommended,
)

ROOM = "/pemeriksaan/temuan"
FORM = {"title": TITLE, "run": "0", **TEXTS}
ANSWER = {"text": "Nota dinas sudah dikirim.", "done_on": "2026-11-25"}


@pytest.fixture(autouse=True)
def the_day_after(clock: SetClock) -> None:
    clock.set(ANSWERED)


@pytest.fixture
def inspector(app: Flask, office: Office) -> OutsideClient:
    return app.test_client().sign_in(office.inspektur)  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def kabag(app: Flask, office: Office) -> OutsideClient:
    return app.test_client().sign_in(office.kabag_umum)  # type: ignore[attr-defined,no-any-return]


def docx(name: str = "nota.docx") -> tuple[BytesIO, str]:
    stored = paper(name, "Nota dinas", "isi")
    return BytesIO(path_of(stored.sha256, folder=files_folder()).read_bytes()), name


def newest() -> Finding:
    return db.session.scalars(select(Finding).order_by(Finding.id.desc())).all()[0]


def test_a_finding_goes_from_the_form_to_the_office(app: Flask, inspector: OutsideClient, kabag: OutsideClient) -> None:
    answer = inspector.post(f"{ROOM}/baru", data=FORM)
    assert answer.status_code == 303
    address = answer.location
    assert kabag.get(address).status_code == 404
    assert TITLE not in kabag.get(ROOM).text
    text = inspector.get(address).text
    assert "belum punya rekomendasi" in text
    assert "Sampaikan kepada kantor" not in text
    data = {"text": "Minta data sejak langkah 1.", "due_on": "2026-12-04", "unit": "0"}
    assert inspector.post(f"{address}/rekomendasi", data=data).status_code == 303
    assert "Sampaikan kepada kantor" in inspector.get(address).text
    assert inspector.post(f"{address}/penyampaian").status_code == 303
    text = kabag.get(address).text
    for words in (TITLE, *TEXTS.values(), "Minta data sejak langkah 1.", "Jawab rekomendasi 1"):
        assert words in without_links(text)
    assert "Ubah temuan" not in text


@pytest.mark.parametrize("who", ["sekretaris", "kabag_umum", "tim"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "1"), ("GET", "1.docx"), ("GET", "1/rekomendasi/1"), ("POST", "1/rekomendasi/1/jawaban"),
        ("GET", "1/berkas/" + "0" * 64), ("GET", "999"), ("GET", "99999999999999999999"),
    ],
)  # fmt: skip
def test_a_draft_is_not_found_by_the_office_on_any_way(
    app: Flask, office: Office, client: OutsideClient, who: str, method: str, path: str
) -> None:
    recommended(draft())
    answer = client.sign_in(getattr(office, who)).open(f"{ROOM}/{path}", method=method, data=ANSWER)
    assert answer.status_code == 404
    assert TITLE not in answer.text


def test_the_log_page_leads_the_office_to_issued_findings_alone(app: Flask, kabag: OutsideClient) -> None:
    issued()
    draft()
    text = kabag.get("/jejak?kelompok=finding").text
    assert f'href="{ROOM}/1"' in text
    assert f'href="{ROOM}/2"' not in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Isi judul temuan"),
        ({"title": "abc"}, "satu kalimat pendek"),
        ({"title": "x" * 201}, "Paling banyak 200"),
        ({"kondisi": "x" * 8001}, "Paling banyak 8000"),
        ({"run": "77"}, "Pilihan ini tidak ada"),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed(
    app: Flask, inspector: OutsideClient, changed: dict[str, str], sentence: str
) -> None:
    answer = inspector.post(f"{ROOM}/baru", data=FORM | changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert TEXTS["sebab"] in answer.text
    assert db.session.scalar(select(Finding.id)) is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": "Sesuatu.", "due_on": ""}, "Isi tenggat"),
        ({"text": "Sesuatu.", "due_on": "besok"}, "tidak dapat dibaca"),
        ({"text": "Sesuatu.", "due_on": "2026-11-01"}, "sudah lewat"),
        ({"text": "", "due_on": "2026-12-04"}, "Isi rekomendasi"),
        ({"text": "Sesuatu.", "due_on": "2026-12-04", "unit": "99"}, "Pilihan ini tidak ada"),
    ],
)
def test_a_recommendation_that_cannot_be_used_comes_back(
    app: Flask, inspector: OutsideClient, data: dict[str, str], sentence: str
) -> None:
    draft()
    answer = inspector.post(f"{ROOM}/1/rekomendasi", data={"unit": "0"} | data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data["text"] in answer.text


def test_every_error_of_a_recommendation_shows_at_once(app: Flask, inspector: OutsideClient) -> None:
    draft()
    for text, sentence in (("", "Isi rekomendasi"), ("ok", "satu kalimat pendek")):
        sent = inspector.post(f"{ROOM}/1/rekomendasi", data={"text": text, "due_on": "2026-11-01", "unit": "99"})
        assert sent.status_code == 422
        for words in (sentence, "sudah lewat", "Pilihan ini tidak ada"):
            assert sent.text.count(words) == 2, "in the summary and beside the field"


def test_every_error_of_an_answer_shows_at_once(app: Flask, kabag: OutsideClient) -> None:
    issued()
    for text, sentence in (("", "Tulis yang sudah dilakukan"), ("ok", "satu kalimat pendek")):
        data = {"text": text, "done_on": "2026-12-24", "berkas-1": (BytesIO(b"bukan pdf"), "bukti.pdf")}
        sent = kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data=data)
        assert sent.status_code == 422
        for words in (sentence, "belum tiba", "bukan PDF"):
            assert sent.text.count(words) == 2, "in the summary and beside the field"


def test_a_due_day_that_has_passed_stays_while_the_words_change(
    app: Flask, inspector: OutsideClient, clock: SetClock
) -> None:
    one = issued().recommendations[0]
    clock.set(AFTER_DUE)
    data = {"text": "Bunyi yang lebih jelas.", "due_on": one.due_on.isoformat(), "unit": "0", "reason": "diperjelas"}
    assert inspector.post(f"{ROOM}/1/rekomendasi/1/perubahan", data=data).status_code == 303


def test_a_change_of_an_issued_finding_asks_for_its_reason_and_shows_both_texts(
    app: Flask, inspector: OutsideClient, kabag: OutsideClient
) -> None:
    issued()
    changed = FORM | {"akibat": "Laporan terlambat dua hari."}
    answer = inspector.post(f"{ROOM}/1/perubahan", data=changed)
    assert answer.status_code == 422
    assert "Laporan terlambat dua hari." in answer.text
    assert inspector.post(f"{ROOM}/1/perubahan", data=changed | {"reason": "salah hitung"}).status_code == 303
    history = kabag.get(f"{ROOM}/1").text.partition('id="riwayat"')[2]
    assert f"dari {TEXTS['akibat'].rstrip('.')}" in history
    assert "Laporan terlambat dua hari." in history


def test_withdrawing_asks_why_and_stays_readable(app: Flask, inspector: OutsideClient, kabag: OutsideClient) -> None:
    issued()
    assert inspector.post(f"{ROOM}/1/pencabutan", data={"reason": " "}).status_code == 422
    assert inspector.post(f"{ROOM}/1/pencabutan", data={"reason": "tidak terbukti"}).status_code == 303
    text = kabag.get(f"{ROOM}/1").text
    assert "Dicabut" in text and "tidak terbukti" in text
    assert kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data=ANSWER).status_code == 409
    assert inspector.post(f"{ROOM}/1/penyampaian").status_code == 409


def test_the_office_answers_with_a_file_that_both_can_download(
    app: Flask, inspector: OutsideClient, kabag: OutsideClient
) -> None:
    issued()
    answer = kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data=ANSWER | {"berkas-1": docx()})
    assert answer.status_code == 303
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "followup:answered"))
    digest = event.fields["files"][0]["sha256"]
    for client in (inspector, kabag):
        sent = client.get(f"{ROOM}/1/berkas/{digest}")
        assert sent.status_code == 200
        assert sent.headers["Content-Security-Policy"].startswith("sandbox")
    fetched = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "evidence:downloaded")).all()
    assert [(one.root, one.data["name"]) for one in fetched][-2:] == [("finding:1", "nota.docx")] * 2
    assert verify().ok


def test_a_file_of_an_answer_that_is_swapped_on_disk_is_found(app: Flask) -> None:
    file = answered(issued()).files[0].evidence
    path = path_of(file.sha256, folder=files_folder())
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b" ")
    assert [problem.sha256 for problem in verify().files] == [file.sha256]


def test_a_received_file_survives_a_refused_form(app: Flask, kabag: OutsideClient) -> None:
    issued()
    refused = kabag.post(
        f"{ROOM}/1/rekomendasi/1/jawaban", data={"text": "", "done_on": "2026-11-25", "berkas-2": docx("bukti.docx")}
    )
    assert refused.status_code == 422
    assert "bukti.docx sudah diterima" in refused.text
    token = refused.text.partition('name="berkas-2-kept" value="')[2].partition('"')[0]
    answer = kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data=ANSWER | {"berkas-2-kept": token})
    assert answer.status_code == 303
    assert "bukti.docx" in kabag.get(answer.location).text


def test_a_kept_file_is_of_no_use_to_somebody_else(app: Flask, office: Office, kabag: OutsideClient) -> None:
    issued()
    refused = kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data={"text": "", "berkas-1": docx("bukti.docx")})
    token = refused.text.partition('name="berkas-1-kept" value="')[2].partition('"')[0]
    other: Any = app.test_client()
    other.sign_in(office.tim).post(f"{ROOM}/1/rekomendasi/1/jawaban", data=ANSWER | {"berkas-1-kept": token})
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "followup:answered"))
    assert event.data["names"] == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Tulis yang sudah dilakukan"),
        ({"done_on": "2026-12-24"}, "belum tiba"),
        ({"done_on": "kemarin"}, "tidak dapat dibaca"),
        ({"berkas-1": (BytesIO(b"#!/bin/sh"), "bukti.sh")}, "tidak diterima"),
        ({"berkas-1": (BytesIO(b"bukan pdf"), "bukti.pdf")}, "bukan PDF"),
        ({"berkas-3": (BytesIO(b""), "kosong.pdf")}, "kosong"),
    ],
)
def test_an_answer_that_cannot_be_used_comes_back_and_records_nothing(
    app: Flask, kabag: OutsideClient, data: dict[str, Any], sentence: str
) -> None:
    issued()
    answer = kabag.post(f"{ROOM}/1/rekomendasi/1/jawaban", data=ANSWER | data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(AuditEvent.seq).where(AuditEvent.act == "followup:answered")) is None


def test_the_inspektorat_judges_and_the_office_reads_it(
    app: Flask, inspector: OutsideClient, kabag: OutsideClient
) -> None:
    answered(issued())
    address = f"{ROOM}/1/rekomendasi/1"
    assert inspector.post(f"{address}/penilaian", data={"status": "proses", "note": ""}).status_code == 422
    assert inspector.post(f"{address}/penilaian", data={"status": "beres", "note": "Cukup."}).status_code == 422
    sent = inspector.post(f"{address}/penilaian", data={"status": "proses", "note": "Baru satu bagian."})
    assert sent.status_code == 303
    assert "Baru satu bagian." in kabag.get(address).text
    assert kabag.post(f"{address}/penilaian", data={"status": "selesai", "note": "Beres."}).status_code == 403


def test_the_history_tells_every_act_with_its_record(app: Flask, inspector: OutsideClient) -> None:
    finding = issued()
    answered(finding)
    judged(finding, at=ANSWERED)
    history = inspector.get(f"{ROOM}/1").text.partition('id="riwayat"')[2]
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.root == "finding:1").order_by(AuditEvent.seq))
    assert [f"rekaman {event.seq}" in history for event in events] == [True] * 5
    assert "menjawab rekomendasi 1 temuan T-2026-001" in history


def test_the_list_and_the_matrix_are_narrowed(app: Flask, inspector: OutsideClient, clock: SetClock) -> None:
    first = issued(unit="umum")
    judged(first)
    issued(unit="persidangan")
    clock.set(AFTER_DUE)
    for query, wanted in (
        ("", {"T-2026-001", "T-2026-002"}), ("?status=selesai", {"T-2026-001"}), ("?status=lewat", {"T-2026-002"}),
        ("?bagian=1", {"T-2026-001"}), ("?tahun=2026", {"T-2026-001", "T-2026-002"}), ("?status=konsep", set()),
    ):  # fmt: skip
        for page in (ROOM, f"{ROOM}/pemantauan"):
            text = inspector.get(page + query).text
            assert {code for code in ("T-2026-001", "T-2026-002") if code in text} == wanted, (page, query)


@pytest.mark.parametrize("query", ["?status=beres", "?tahun=1999", "?tahun=x", "?bagian=77"])
def test_a_filter_that_does_not_exist_is_refused_with_a_sentence(inspector: OutsideClient, query: str) -> None:
    answer = inspector.get(ROOM + query)
    assert answer.status_code == 422
    assert "Saringan ini tidak dapat dipakai" in answer.text


def test_the_matrix_holds_no_draft_and_nothing_withdrawn(app: Flask, inspector: OutsideClient) -> None:
    recommended(draft())
    text = inspector.get(f"{ROOM}/pemantauan").text
    assert "T-2026-001" not in text
    assert "Belum ada rekomendasi yang disampaikan" in text


def test_the_papers_say_what_the_pages_say(app: Flask, inspector: OutsideClient) -> None:
    answered(issued(unit="umum"))
    form = Document(BytesIO(inspector.get(f"{ROOM}/1.docx").data))
    words = [paragraph.text for paragraph in form.paragraphs]
    for name in ("Kondisi", "Kriteria", "Sebab", "Akibat", "Rekomendasi"):
        assert name in words
    assert set(TEXTS.values()) <= set(words)
    rows = [[cell.text for cell in row.cells] for row in Document(_download(inspector, "docx")).tables[0].rows]
    assert rows[0] == ["Temuan", "Rekomendasi", "Tindak lanjut", "Status", "Tenggat"]
    assert "T-2026-001" in rows[1][0] and "nota-dinas.docx" in rows[1][2]
    sheet = load_workbook(_download(inspector, "xlsx")).active
    values = [value for row in sheet.iter_rows(values_only=True) for value in row if value]
    assert any("T-2026-001" in str(value) for value in values)
    assert "Tindak lanjut" in values


def test_a_judgement_stands_above_the_form_of_the_next(app: Flask, inspector: OutsideClient) -> None:
    finding = issued()
    answered(finding)
    judged(finding, note="Nota dinas sudah dilihat.")
    part = inspector.get(f"{ROOM}/1/rekomendasi/1").text.partition('id="penilaian"')[2]
    standing, form, _ = part.partition('id="nilai"')
    assert form and "<b>Selesai</b> menurut" in standing and "Nota dinas sudah dilihat." in standing


def test_a_judgement_without_the_offices_answer_is_marked_wherever_it_stands(
    app: Flask, inspector: OutsideClient, kabag: OutsideClient
) -> None:
    judged(issued())
    for path in ("1", "1/rekomendasi/1", "pemantauan"):
        assert tag_of_unanswered(kabag.get(f"{ROOM}/{path}").text), path
    made = [cells(inspector.get(f"{ROOM}/1.docx").data), cells(_download(inspector, "docx").read())]
    assert all(any(text.startswith(f"Selesai ({UNANSWERED})") for text in one) for one in made)
    sheet = load_workbook(_download(inspector, "xlsx")).active
    assert any(UNANSWERED in str(value) for row in sheet.iter_rows(values_only=True) for value in row)


@pytest.mark.parametrize("status", Followup)
def test_a_judgement_of_an_answer_is_not_marked(app: Flask, inspector: OutsideClient, status: Followup) -> None:
    finding = issued()
    answered(finding)
    judged(finding, status)
    assert not tag_of_unanswered(inspector.get(f"{ROOM}/pemantauan").text)
    assert UNANSWERED not in "".join(cells(inspector.get(f"{ROOM}/1.docx").data))


def test_every_paper_says_that_a_due_day_has_passed(app: Flask, inspector: OutsideClient, clock: SetClock) -> None:
    issued()
    assert "4 Desember 2026" in cells(inspector.get(f"{ROOM}/1.docx").data)
    clock.set(AFTER_DUE)
    for made in (inspector.get(f"{ROOM}/1.docx").data, _download(inspector, "docx").read()):
        assert "4 Desember 2026 (lewat tenggat)" in cells(made)


def tag_of_unanswered(text: str) -> bool:
    return f'<span class="tag soon">{UNANSWERED}</span>' in text


def without_links(text: str) -> str:
    return re.sub(r"</?a\b[^>]*>", "", text)


def cells(made: bytes) -> list[str]:
    return [cell.text for table in Document(BytesIO(made)).tables for row in table.rows for cell in row.cells]


def _download(client: OutsideClient, kind: str) -> BytesIO:
    return BytesIO(client.get(f"{ROOM}/pemantauan.{kind}").data)


def test_a_deviation_begins_a_finding_but_never_its_cause(app: Flask, inspector: OutsideClient) -> None:
    returned = select(AuditEvent.seq).where(AuditEvent.act == "step:returned", AuditEvent.root == "run:2")
    seq = db.session.scalars(returned).first()
    text = inspector.get(f"{ROOM}/baru?run_id=2&rekaman={seq}").text
    assert f"(rekaman {seq})." in _area(text, "kondisi")
    assert _area(text, "kriteria").startswith("SOP 175/188/SETWAN-BLG/2023")
    assert _area(text, "sebab") == _area(text, "akibat") == ""
    assert f"{ROOM}/baru?run_id=2&amp;rekaman={seq}" in inspector.get("/pemeriksaan/kronologi/2").text


def test_whoever_begins_a_finding_with_a_deviation_reads_it(app: Flask, inspector: OutsideClient) -> None:
    for query in ("", "?run_id=99", "?run_id=2&rekaman=1"):
        inspector.get(f"{ROOM}/baru{query}")

    read = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "log:read")).all()
    assert [one.data["filter"].partition(":")[0] for one in read] == ["penyimpangan"]


def _area(text: str, name: str) -> str:
    return text.partition(f'name="{name}"')[2].partition(">")[2].partition("<")[0].strip()


@pytest.mark.parametrize(
    "query",
    ["?run_id=99", "?run_id=x", "?run_id=-1", "?run_id=2&rekaman=1", "?run_id=9999999999", "?run_id=99&rekaman=5"],
)
def test_nonsense_gives_an_empty_form(inspector: OutsideClient, query: str) -> None:
    answer = inspector.get(f"{ROOM}/baru{query}")
    assert answer.status_code == 200
    assert _area(answer.text, "kondisi") == ""
    assert ("Penyimpangan itu tidak ditemukan; isi sendiri." in answer.text) == ("rekaman" in query)


def test_records_that_a_finding_names_lead_to_their_pages(app: Flask, kabag: OutsideClient) -> None:
    text = "Pada hari Rabu disahkan (rekaman 12).\n<b>Dikembalikan</b> (rekaman 13)."
    recommended(draft(texts=TEXTS | {"kondisi": text, "sebab": "Lihat rekaman 14 & rekaman 999999."}))
    with writing():
        issue_finding(newest(), by=newest().recorded_by, at=ANSWERED)
    part = kabag.get(f"{ROOM}/1").text.partition('id="rekomendasi"')[0]
    assert '<ol class="quoted"><li><span class="as-typed">Pada hari Rabu' in part
    assert [f'href="/jejak/{seq}"' in part for seq in (12, 13, 14, 999999)] == [True, True, True, False]
    assert "&lt;b&gt;Dikembalikan&lt;/b&gt;" in part and "&amp; rekaman 999999." in part


def test_reading_a_finding_is_noted_for_the_inspektorat_alone(
    app: Flask, inspector: OutsideClient, kabag: OutsideClient
) -> None:
    issued()
    for client in (inspector, kabag, inspector):
        client.get(f"{ROOM}/1")
    read = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "log:read")).all()
    assert [one.data["filter"] for one in read] == ["temuan T-2026-001"]


def test_a_finding_from_a_working_paper_leads_back_to_it_for_its_authors(
    app: Flask, inspector: OutsideClient, office: Office
) -> None:
    with writing():
        paper_id = open_lke(2031, by=office.inspektur, at=ANSWERED).id
    text = inspector.get(f"{ROOM}/baru?review_id={paper_id}").text
    assert f'action="{ROOM}/baru?review_id={paper_id}"' in text
    inspector.post(f"{ROOM}/baru?review_id={paper_id}", data=FORM)
    assert newest().review_id == paper_id
    assert f'href="/pemeriksaan/kertas-kerja/{paper_id}"' in inspector.get(f"{ROOM}/1").text
    inspector.post(f"{ROOM}/baru?review_id=99", data=FORM)
    assert newest().review_id is None


def test_whoever_was_second_is_told_and_overwrites_nothing_unseen(app: Flask, inspector: OutsideClient) -> None:
    draft()
    opened = inspector.get(f"{ROOM}/1/perubahan").text
    seen = opened.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert inspector.post(f"{ROOM}/1/perubahan", data=FORM | {"sebab": "Dari yang pertama."}).status_code == 303
    second = FORM | {"akibat": "Dari yang kedua.", "seen": seen}
    answer = inspector.post(f"{ROOM}/1/perubahan", data=second)
    assert answer.status_code == 409
    assert "diubah orang lain" in answer.text and "Dari yang kedua." in answer.text
    assert newest().sebab == "Dari yang pertama."
    again = answer.text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert inspector.post(f"{ROOM}/1/perubahan", data=second | {"seen": again}).status_code == 303
    assert newest().akibat == "Dari yang kedua."
