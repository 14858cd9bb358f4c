"""Figures are defined and entered by the right people, and every change stands in the log."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import FileRef
from app.audit.models import AuditEvent
from app.audit.present import sentence
from app.extensions import db
from app.performance.accumulation import Accumulation
from app.performance.actions import enter_realisasi, set_target
from app.performance.capaian import Formula
from app.performance.definition import Definition
from app.performance.definition_actions import add_indicator, add_sasaran, change_indicator, change_sasaran
from app.performance.errors import CodeTaken, FigureMoved, FigureNotAllowed, UnusableFigure
from app.performance.models import Indicator, Realisasi, Target
from app.performance.period import Period
from app.web.transaction import writing
from tests.performance.conftest import EARLIER

YEAR = Period(2025)


def definition_of(indicator: Indicator, **changes: object) -> Definition:
    own = Definition(
        code=indicator.code, name=indicator.name, satuan=indicator.satuan, formula=indicator.kind,
        accumulation=indicator.accumulates, source=indicator.source, unit_id=indicator.unit_id,
        renstra_target=indicator.renstra_target.replace(".", ","), renstra_year=indicator.renstra_year,
    )  # fmt: skip
    return replace(own, **changes)


def last_event() -> dict:
    row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    return json.loads(row.body)


def test_the_kabag_enters_his_own_bagians_realisasi(figures, indicator):
    with writing():
        enter_realisasi(
            indicator("1.2"), period=YEAR, value="76,5", source="Rekap Propemperda",
            by=figures.kabag_persidangan, at=EARLIER,
        )  # fmt: skip
    event = last_event()
    assert event["act"] == "realisasi:entered"
    assert event["actor"]["name"] == figures.kabag_persidangan.name
    assert event["data"] == {
        "indicator": "1.2", "year": 2025, "quarter": None, "value": "76.5", "before": "75.00",
        "source": "Rekap Propemperda",
    }  # fmt: skip
    assert event["object"] == f"indicator:{indicator('1.2').id}/realisasi:2025"


def test_another_bagians_realisasi_is_not_his(figures, indicator):
    with pytest.raises(FigureNotAllowed, match="milik bagian lain"), writing():
        enter_realisasi(
            indicator("1.1"), period=YEAR, value="90", source="Rekap", by=figures.kabag_persidangan, at=EARLIER
        )


@pytest.mark.parametrize("who", ["sekretaris", "staf", "inspektur", "admin"])
def test_who_does_not_measure_enters_no_realisasi(figures, indicator, who):
    with pytest.raises(FigureNotAllowed), writing():
        enter_realisasi(indicator("1.1"), period=YEAR, value="1", source="x", by=getattr(figures, who), at=EARLIER)


@pytest.mark.parametrize("who", ["kabag_umum", "staf", "inspektur", "admin"])
def test_who_does_not_plan_sets_no_target_and_defines_nothing(figures, indicator, who):
    person, given = getattr(figures, who), indicator("1.1")
    acts = (
        lambda: set_target(given, period=YEAR, value="1", by=person, at=EARLIER),
        lambda: add_sasaran(code="3", name="Baru", by=person, at=EARLIER),
        lambda: change_sasaran(given.sasaran, code="9", name="Lain", by=person, at=EARLIER),
        lambda: add_indicator(given.sasaran, definition_of(given, code="9"), by=person, at=EARLIER),
        lambda: change_indicator(given, definition_of(given), sasaran=given.sasaran, by=person, at=EARLIER),
    )
    for act in acts:
        with pytest.raises(FigureNotAllowed, match="ditetapkan oleh Tim"), writing():
            act()


@pytest.mark.parametrize("typed", ["", "delapan", "86.52", "1e3"])
def test_a_number_that_is_none_is_refused_at_its_field(figures, indicator, typed):
    with pytest.raises(UnusableFigure) as caught, writing():
        enter_realisasi(indicator("1.1"), period=YEAR, value=typed, source="Rekap", by=figures.tim, at=EARLIER)
    assert (caught.value.status, caught.value.field) == (422, "value")


def test_a_realisasi_names_its_document(figures, indicator):
    with pytest.raises(UnusableFigure, match="dokumen sumber"), writing():
        enter_realisasi(indicator("1.1"), period=YEAR, value="1", source="  ", by=figures.tim, at=EARLIER)


def test_a_qualitative_realisasi_is_words(figures, indicator):
    with writing():
        kept = enter_realisasi(
            indicator("2.4"), period=YEAR, value="  Terlambat  3 hari", source="Perda", by=figures.tim, at=EARLIER
        )
    assert kept.value == "Terlambat 3 hari"
    with pytest.raises(UnusableFigure, match="nilai kualitatif"), writing():
        enter_realisasi(indicator("2.4"), period=YEAR, value=" ", source="Perda", by=figures.tim, at=EARLIER)


def test_nobody_overwrites_a_colleague_unknowingly(figures, indicator):
    with pytest.raises(FigureMoved, match="Rina Maharani, S.AP. baru saja mengubah angka ini menjadi 75,00"), writing():
        enter_realisasi(
            indicator("1.2"), period=YEAR, value="76", source="Rekap", seen="", by=figures.kabag_persidangan, at=EARLIER
        )
    with writing():
        enter_realisasi(
            indicator("1.2"), period=YEAR, value="76", source="Rekap", seen="75.00",
            by=figures.kabag_persidangan, at=EARLIER,
        )  # fmt: skip


def test_entering_the_same_again_writes_nothing(figures, indicator):
    events = db.session.query(AuditEvent).count()
    with writing():
        same = "Rekapitulasi Propemperda 2025 (contoh)"
        enter_realisasi(indicator("1.2"), period=YEAR, value="75,00", source=same, by=figures.tim, at=EARLIER)
        set_target(indicator("1.2"), period=YEAR, value="90,00", by=figures.tim, at=EARLIER)
    assert db.session.query(AuditEvent).count() == events


def test_evidence_stays_with_the_figure_and_in_its_event(figures, indicator):
    digest = "ab" * 32
    with writing():
        enter_realisasi(
            indicator("1.2"), period=YEAR, value="77", source="Rekap", by=figures.tim, at=EARLIER,
            evidence=FileRef(digest, 214, "sumber"),
        )  # fmt: skip
    assert last_event()["files"] == [{"sha256": digest, "size": 214, "role": "sumber"}]
    with writing():
        kept = enter_realisasi(indicator("1.2"), period=YEAR, value="78", source="Rekap", by=figures.tim, at=EARLIER)
    assert kept.evidence_sha256 == digest


def test_a_quarter_and_the_year_are_figures_of_their_own(figures, indicator):
    with writing():
        for period in (Period(2025, 1), Period(2025, 2)):
            enter_realisasi(indicator("1.2"), period=period, value="50", source="Rekap", by=figures.tim, at=EARLIER)
    rows = db.session.scalars(select(Realisasi).where(Realisasi.indicator_id == indicator("1.2").id)).all()
    assert {row.period.slug for row in rows} == {"2024", "2025", "2025-1", "2025-2"}


def test_the_database_holds_one_yearly_figure_an_indikator(figures, indicator):
    with pytest.raises(IntegrityError), writing():
        db.session.add(
            Target(indicator=indicator("1.1"), year=2025, quarter=None, value="1", set_by=figures.tim, set_at=EARLIER)
        )


def test_an_indikator_outside_its_years_takes_no_figures(figures, indicator):
    given = indicator("1.1")
    with writing():
        change_indicator(given, definition_of(given, last_year=2025), sasaran=given.sasaran, by=figures.tim, at=EARLIER)
    with pytest.raises(UnusableFigure, match="tidak diukur pada tahun 2026"), writing():
        set_target(given, period=Period(2026), value="1", by=figures.tim, at=EARLIER)


def test_a_changed_indikator_keeps_its_figures_and_the_log_says_what_changed(figures, indicator):
    given = indicator("1.1")
    with writing():
        change_indicator(
            given, definition_of(given, code="1.9", name="Kepuasan Anggota"), sasaran=given.sasaran,
            by=figures.sekretaris, at=EARLIER,
        )  # fmt: skip
    data = last_event()["data"]
    assert data["changes"]["kode"] == {"before": "1.1", "after": "1.9"}
    assert set(data["changes"]) == {"kode", "nama"}
    kept = select(Realisasi.value).where(Realisasi.indicator_id == given.id, Realisasi.year == 2025)
    assert db.session.scalar(kept) == "86.52"


def test_the_log_names_a_moved_indikators_bagian_in_words(figures, indicator):
    given = indicator("1.1")
    with writing():
        change_indicator(
            given, definition_of(given, unit_id=figures.fasilitasi.id, formula=Formula.LOWER), sasaran=given.sasaran,
            by=figures.tim, at=EARLIER,
        )  # fmt: skip
    changes = last_event()["data"]["changes"]
    assert changes["bagian"] == {"before": figures.umum.name, "after": figures.fasilitasi.name}
    assert changes["formula"]["after"] == "(2T − R)/T × 100"


def test_the_log_reads_as_the_office_writes(figures, indicator):
    with writing():
        enter_realisasi(indicator("1.2"), period=YEAR, value="76,50", source="Rekap", by=figures.tim, at=EARLIER)
    assert sentence(last_event()) == (
        "Rina Maharani, S.AP. mengisi realisasi indikator 1.2 Tahun 2025: 76,50 (sebelumnya 75,00) dari Rekap."
    )


def test_numbers_and_words_do_not_replace_each_other(figures, indicator):
    given = indicator("1.1")
    changed = definition_of(given, formula=Formula.QUALITATIVE, renstra_target="Baik")
    with pytest.raises(UnusableFigure, match="Buat indikator baru"), writing():
        change_indicator(given, changed, sasaran=given.sasaran, by=figures.tim, at=EARLIER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"code": ""}, "code"),
        ({"satuan": ""}, "satuan"),
        ({"source": ""}, "source"),
        ({"accumulation": Accumulation.SUM}, "accumulation"),
        ({"first_year": 2026, "last_year": 2025}, "last_year"),
        ({"renstra_year": None}, "renstra_year"),
        ({"renstra_target": "tinggi"}, "renstra_target"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_at_its_field(figures, indicator, changes, field):
    given = indicator("1.1")
    with pytest.raises(UnusableFigure) as caught, writing():
        change_indicator(given, definition_of(given, **changes), sasaran=given.sasaran, by=figures.tim, at=EARLIER)
    assert caught.value.field == field


def test_a_code_is_used_once(figures, indicator):
    given = indicator("1.1")
    with pytest.raises(CodeTaken, match="Kode 1.2 sudah dipakai"), writing():
        change_indicator(given, definition_of(given, code="1.2"), sasaran=given.sasaran, by=figures.tim, at=EARLIER)
    with pytest.raises(CodeTaken), writing():
        add_sasaran(code="1", name="Lain", by=figures.tim, at=EARLIER)


def test_a_renamed_sasaran_is_recorded_once(figures, indicator):
    sasaran = indicator("1.1").sasaran
    with writing():
        change_sasaran(sasaran, code="1", name="Nama baru", by=figures.sekretaris, at=EARLIER)
    assert last_event()["data"]["changes"]["nama"]["after"] == "Nama baru"
    events = db.session.query(AuditEvent).count()
    with writing():
        change_sasaran(sasaran, code="1", name="Nama baru", by=figures.sekretaris, at=EARLIER)
    assert db.session.query(AuditEvent).count() == events
