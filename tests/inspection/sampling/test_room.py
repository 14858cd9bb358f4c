"""The room of samples: recorded before it is shown, the same when it is drawn again, and honest about its limits."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.queries import bodies, head
from app.audit.verify.sample import Samples
from app.demo.people import Office
from app.extensions import db
from app.inspection.fold import acts
from app.inspection.reconcile import reconcile
from app.inspection.sampling.draw import Question
from app.inspection.sampling.queries import draw_again, find_sample, population
from tests.conftest import OutsideClient

ASKED = {"jenis": "steps", "lingkup": "log", "ukuran": "3", "benih": "dadu 4-2-6", "tujuan": "uji petik"}


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


def take(client: OutsideClient, **changed: str) -> Any:
    return client.post("/pemeriksaan/sampel", data=ASKED | changed)


def drawn_events() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "sample:drawn").order_by(AuditEvent.seq)))


def test_a_sample_is_recorded_and_then_shown(app: Flask, inspector: OutsideClient) -> None:
    upto = head().size  # type: ignore[union-attr]
    answer = take(inspector)
    assert answer.status_code == 303
    (event,) = drawn_events()
    assert event.data["upto"] == upto
    assert event.data["members"] == sorted(event.data["members"])
    text = inspector.get(answer.location).text
    for seq in event.data["members"]:
        assert f"rekaman {seq}" in text
    assert "mengesahkan langkah" in text
    assert "uji petik" in text


def test_nothing_but_the_log_holds_a_sample(app: Flask, inspector: OutsideClient) -> None:
    take(inspector)
    assert reconcile(acts(bodies())) == []


def test_the_population_of_steps_is_every_completion(app: Flask) -> None:
    completed = db.session.scalars(select(AuditEvent.seq).where(AuditEvent.act == "step:completed")).all()
    upto = head().size  # type: ignore[union-attr]
    assert list(population(Question("steps", "log", "x", upto))) == sorted(completed)


def test_a_run_and_a_period_narrow_the_population(app: Flask) -> None:
    upto = head().size  # type: ignore[union-attr]
    rows = db.session.execute(
        select(AuditEvent.seq, AuditEvent.root, AuditEvent.at).where(AuditEvent.act == "step:completed")
    ).all()
    of_run = [row.seq for row in rows if row.root == "run:2"]
    assert list(population(Question("steps", "run:2", "x", upto))) == of_run
    assert 0 < len(of_run) < len(rows)
    day = "period:2026-11-24..2026-11-24"
    inside = [row.seq for row in rows if row.at.isoformat() >= "2026-11-23T16" and row.at.isoformat() < "2026-11-24T16"]
    assert list(population(Question("steps", day, "x", upto))) == inside


def test_records_after_the_border_are_no_part_of_the_population(app: Flask) -> None:
    upto = head().size  # type: ignore[union-attr]
    whole = list(population(Question("evidence", "log", "x", upto)))
    cut = list(population(Question("evidence", "log", "x", whole[3])))
    assert cut == whole[:4]


def test_evidence_without_a_file_is_not_drawn(app: Flask) -> None:
    upto = head().size  # type: ignore[union-attr]
    for seq in population(Question("evidence", "log", "x", upto)):
        assert db.session.get_one(AuditEvent, seq).fields["files"]


def test_drawing_again_gives_the_same_although_the_log_has_grown(app: Flask, inspector: OutsideClient) -> None:
    take(inspector)
    take(inspector, benih="lain")
    first = find_sample(1)
    assert draw_again(first) == first.drawn
    text = inspector.get("/pemeriksaan/sampel/1/ulang").text
    assert "Sama." in text


def test_a_record_that_was_taken_away_by_sql_shows_when_it_is_drawn_again(
    app: Flask, inspector: OutsideClient, insider: Any
) -> None:
    take(inspector)
    gone = find_sample(1).drawn.members[0]
    insider(f"DELETE FROM audit_event WHERE seq = {gone}")
    text = inspector.get("/pemeriksaan/sampel/1/ulang").text
    assert "Tidak sama." in text
    assert "Periksa keutuhan log." in text


def test_the_offline_verifier_draws_the_same_although_it_shares_no_code(app: Flask, inspector: OutsideClient) -> None:
    take(inspector)
    take(inspector, jenis="evidence", lingkup="run", pelaksanaan="2", benih="ärger & ñandú €")
    take(inspector, jenis="figures", benih="")
    take(inspector, lingkup="period", dari="2026-11-23", sampai="2026-11-24", ukuran="2")
    watching = Samples()
    for body in bodies():
        event = json.loads(body)
        watching.watch(event["seq"], event)
    assert [sample.seq for sample in watching.agreed] == [event.seq for event in drawn_events()]
    assert len(watching.agreed) == 4


def test_an_empty_seed_becomes_a_random_one_that_is_told(app: Flask, inspector: OutsideClient) -> None:
    take(inspector, benih="")
    take(inspector, benih="  ")
    first, second = (event.data["seed"] for event in drawn_events())
    assert len(first) == 16 and first != second
    assert first in inspector.get("/pemeriksaan/sampel/1").text


def test_every_draw_is_numbered_and_listed(app: Flask, inspector: OutsideClient) -> None:
    for seed in ("a", "b", "c"):
        take(inspector, benih=seed)
    assert [event.root for event in drawn_events()] == ["sample:1", "sample:2", "sample:3"]
    text = inspector.get("/pemeriksaan/sampel").text
    assert "Sampel 1" in text and "Sampel 3" in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ukuran": "0"}, "antara 1 dan 200"),
        ({"ukuran": "201"}, "antara 1 dan 200"),
        ({"ukuran": "-3"}, "antara 1 dan 200"),
        ({"ukuran": "lima"}, "bilangan bulat"),
        ({"ukuran": "190"}, "Perkecil ukurannya"),
        ({"tujuan": " "}, "untuk apa sampel ini"),
        ({"jenis": "orang"}, "Pilihan ini tidak ada"),
        ({"lingkup": "run"}, "Pilih pelaksanaan"),
        ({"lingkup": "run", "pelaksanaan": "99"}, "Pilihan ini tidak ada"),
        ({"lingkup": "period", "dari": "2026-11-01"}, "Isi tanggal ini"),
        ({"lingkup": "period", "dari": "2026-11-02", "sampai": "2026-11-01"}, "mendahului tanggal awal"),
        ({"lingkup": "period", "dari": "kemarin", "sampai": "2026-11-01"}, "tidak dapat dibaca"),
        ({"lingkup": "period", "dari": "1999-01-01", "sampai": "1999-12-31"}, "Tidak ada langkah yang disahkan"),
        ({"lingkup": "run", "pelaksanaan": "2", "jenis": "figures"}, "Tidak ada angka realisasi"),
        ({"benih": "x" * 65}, "Paling banyak 64"),
        ({"benih": "a\x00b"}, "huruf, angka, dan tanda baca"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence_and_no_record(
    app: Flask, inspector: OutsideClient, changed: dict[str, str], sentence: str
) -> None:
    answer = take(inspector, **changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "uji petik" in answer.text or "tujuan" in changed
    assert drawn_events() == []


def test_every_error_of_a_sample_shows_at_once(inspector: OutsideClient) -> None:
    period = {"lingkup": "period", "dari": "2026-11-02", "sampai": "2026-11-01"}
    text = take(inspector, ukuran="0", tujuan="", **period).text
    for sentence in ("antara 1 dan 200", "untuk apa sampel ini", "mendahului tanggal awal"):
        assert text.count(sentence) == 2, "in the summary and beside the field"


@pytest.mark.parametrize("who", ["sekretaris", "kabag_umum", "tim", "staf", "admin"])
def test_the_room_is_the_inspektorats_alone(client: OutsideClient, office: Office, who: str) -> None:
    client.sign_in(getattr(office, who))
    assert client.get("/pemeriksaan/sampel").status_code == 403
    assert take(client).status_code == 403
    assert drawn_events() == []


@pytest.mark.parametrize("path", ["7", "0", "7/ulang", "7.docx", "99999999999999999999"])
def test_a_sample_that_was_never_drawn_is_not_found(inspector: OutsideClient, path: str) -> None:
    assert inspector.get(f"/pemeriksaan/sampel/{path}").status_code == 404


def test_figures_and_evidence_lead_to_their_source(app: Flask, inspector: OutsideClient) -> None:
    take(inspector, jenis="evidence", ukuran="2")
    take(inspector, jenis="figures", ukuran="2")
    assert "/runs/2/files/" in inspector.get("/pemeriksaan/sampel/1").text
    assert "Buka angkanya" in inspector.get("/pemeriksaan/sampel/2").text


def test_the_codes_that_draw_it_again_stand_behind_the_offices_words(inspector: OutsideClient) -> None:
    take(inspector, jenis="evidence", lingkup="run", pelaksanaan="2", ukuran="1")

    page = inspector.get("/pemeriksaan/sampel/1").text
    paper = Document(BytesIO(inspector.get("/pemeriksaan/sampel/1.docx").data))

    assert '<dd>berkas bukti <code class="muted">evidence</code></dd>' in page
    assert '<dd>Pengukuran Kinerja Triwulan III 2026 <code class="muted">run:2</code></dd>' in page
    asked = "jenis berkas bukti (kode evidence); lingkup Pengukuran Kinerja Triwulan III 2026 (kode run:2)"
    assert any(asked in paragraph.text for paragraph in paper.paragraphs)


def test_the_checklist_has_empty_columns_for_the_examiner(app: Flask, inspector: OutsideClient) -> None:
    take(inspector)
    answer = inspector.get("/pemeriksaan/sampel/1.docx")
    paper = Document(BytesIO(answer.data))
    (table,) = paper.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["No.", "Rekaman", "Anggota sampel", "Sesuai / tidak", "Catatan pemeriksa"]
    assert [row[1] for row in rows[1:]] == [str(seq) for seq in find_sample(1).drawn.members]
    assert {(row[3], row[4]) for row in rows[1:]} == {("", "")}
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "dadu 4-2-6" in words


def test_reading_the_room_is_in_the_log_once_an_hour(app: Flask, inspector: OutsideClient) -> None:
    take(inspector)
    for _ in range(3):
        inspector.get("/pemeriksaan/sampel/1")
    read = list(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "log:read")))
    assert [event.data["filter"] for event in read].count("sampel 1") == 1
