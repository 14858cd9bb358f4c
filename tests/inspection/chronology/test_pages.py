"""The room of the chronology: its pages, its files, its reading in the log, and an SOP that SQL has changed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.inspection.chronology.chronology import as_text, chronology
from app.inspection.chronology.reading import case_of, listed_runs, sop_of
from app.inspection.documents.pairs import joined
from app.runs.errors import RunNotFound
from tests.conftest import OutsideClient
from tests.inspection.stories import SIGNED_RUN

ROOM = "/pemeriksaan/kronologi"
PAGE = f"{ROOM}/{SIGNED_RUN}"


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


def readings() -> list[str]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value).order_by(AuditEvent.seq)
    return [event.data["filter"] for event in db.session.scalars(query)]


def test_the_room_lists_every_run_of_the_log_with_its_state(inspector: OutsideClient) -> None:
    page = inspector.get(ROOM).text

    assert [run.state for run in listed_runs()] == ["Berjalan", "Selesai", "Dibatalkan"]
    assert page.index("Triwulan IV 2026") < page.index("Triwulan III 2026") < page.index("Tahun 2025")


def test_each_sentence_leads_to_its_record(inspector: OutsideClient) -> None:
    first = case_of(SIGNED_RUN).started.seq
    page = inspector.get(PAGE).text

    assert f'<a href="/jejak/{first}">rekaman {first}</a>' in page
    assert "Langkah 5 dikembalikan ke langkah 4" in page
    assert "SOP 175/188/SETWAN-BLG/2023 langkah 2: 1 jam" in page


@pytest.mark.parametrize("ending", ["", ".txt", ".pdf", ".docx"])
def test_reading_it_in_any_form_is_noted(inspector: OutsideClient, ending: str) -> None:
    assert inspector.get(PAGE + ending).status_code == 200

    assert readings()[-1] == "kronologi: Pengukuran Kinerja Triwulan III 2026"


@pytest.mark.parametrize("ending", ["", ".txt", ".pdf", ".docx"])
def test_a_run_that_never_was_is_not_found_and_not_noted(inspector: OutsideClient, ending: str) -> None:
    before = readings()

    assert inspector.get(f"{ROOM}/999{ending}").status_code == 404
    assert readings() == before


def test_the_reading_is_noted_before_the_text_says_up_to_which_record(inspector: OutsideClient) -> None:
    text = inspector.get(f"{PAGE}.txt").text

    assert f"sampai rekaman {case_of(SIGNED_RUN).upto}, " in text


def test_the_offices_staff_does_not_enter(client: OutsideClient, office: Office) -> None:
    assert client.sign_in(office.staf).get(PAGE).status_code == 403


def test_the_text_works_alone_and_leaves_the_cause_empty(inspector: OutsideClient) -> None:
    answer = inspector.get(f"{PAGE}.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.startswith("DATA CONTOH – BUKAN DATA RESMI\n\nKRONOLOGI PENGUKURAN KINERJA TRIWULAN III 2026\n")
    causes = [line for line in answer.text.splitlines() if line.strip().startswith(("Sebab", "Simpulan"))]
    assert causes and all(set(line.partition(":")[2].strip()) == {"."} for line in causes)


def test_page_text_paper_and_docx_hold_the_same_sentences(inspector: OutsideClient, tmp_path: Path) -> None:
    lines = [line.partition(". ")[2] for line in inspector.get(f"{PAGE}.txt").text.splitlines() if "Pada hari" in line]
    pdf = inspector.get(f"{PAGE}.pdf")
    docx = inspector.get(f"{PAGE}.docx")
    (tmp_path / "kronologi.pdf").write_bytes(pdf.data)
    said = subprocess.run(["pdftotext", tmp_path / "kronologi.pdf", "-"], capture_output=True, check=True).stdout
    on_paper = "".join(said.decode().split())
    in_docx = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx.data)).paragraphs)

    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert len(lines) > 30
    assert all(joined(line) in in_docx for line in lines if line)
    # A page's foot may stand inside a sentence that runs on, so each record is looked for.
    records = [line.rpartition("(rekaman ")[2] for line in lines if line]
    assert all(f"(rekaman{record}" in on_paper for record in records)


def test_the_same_log_gives_the_same_text(app: Flask) -> None:
    def told() -> str:
        case = case_of(SIGNED_RUN)
        return as_text(
            chronology(case.acts, sop_of(case), office="K", demo=False, upto=case.upto, root=case.root, at=case.at)
        )

    assert told() == told()
    assert "DATA CONTOH" not in told()


def test_words_of_the_sop_are_vouched_for_by_the_log(app: Flask) -> None:
    assert sop_of(case_of(SIGNED_RUN)).vouched


def test_an_sop_that_was_changed_by_sql_is_told(inspector: OutsideClient, insider: Callable[..., None]) -> None:
    insider("UPDATE sop_step SET allowance_amount = 20 WHERE no = 4")

    assert not sop_of(case_of(SIGNED_RUN)).vouched
    assert "Perhatian: isi versi SOP ini" in inspector.get(PAGE).text


def test_a_run_that_no_event_began_is_not_found(app: Flask) -> None:
    with pytest.raises(RunNotFound):
        case_of(999)
