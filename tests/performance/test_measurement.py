"""The measurement of a period is what the office would print, and says what is missing."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.audit.models import AuditEvent
from app.extensions import db
from app.performance.accumulation import Accumulation
from app.performance.actions import enter_realisasi, set_target
from app.performance.definition_actions import change_indicator
from app.performance.models import Realisasi
from app.performance.period import Period
from app.performance.queries import budget, code_order, measurement, measurement_row
from app.web.transaction import writing
from tests.performance.conftest import EARLIER
from tests.performance.test_actions import definition_of

PRINTED = {
    "1.1": ("84,00", "86,52", "103,00", "Sangat Tinggi", "83,10", "88,00"),
    "1.2": ("90,00", "75,00", "83,33", "Tinggi", "81,82", "95,00"),
    "1.3": ("80,00", "78,40", "98,00", "Sangat Tinggi", "74,00", "85,00"),
    "1.4": ("5", "6", "80,00", "Tinggi", "7", "4"),
    "2.1": ("70,50", "71,25", "101,06", "Sangat Tinggi", "68,40", "75,00"),
    "2.2": ("100", "100", "100,00", "Sangat Tinggi", "87,50", "100"),
    "2.3": ("0", "0", "100,00", "Sangat Tinggi", "1", "0"),
    "2.4": ("Tepat waktu", "Tepat waktu", "100,00", "Sangat Tinggi", "Tepat waktu", "Tepat waktu"),
}


def test_the_year_2025_prints_the_offices_table(figures):
    rows = {row.code: row for row in measurement(2025).rows}
    assert {
        code: (
            row.target_text, row.realisasi_text, row.capaian.printed, row.rating_label,
            row.previous_text, row.renstra_text,
        )
        for code, row in rows.items()
    } == PRINTED  # fmt: skip


def test_a_complete_year_misses_nothing_and_explains_its_zero_target(figures):
    made = measurement(2025)
    assert (made.missing, made.has_figures) == ((), True)
    assert "target 0 dan realisasi 0" in made.rows[6].notes[0]


def test_indikator_stand_under_their_sasaran_with_the_average_of_each(figures):
    first, second = measurement(2025).sasaran
    assert [row.code for row in first.rows] == ["1.1", "1.2", "1.3", "1.4"]
    assert first.average.printed == "90,33"  # 100 (capped), 83.33…, 98, 80
    assert second.average.printed == "100,00"
    assert measurement(2025).average.printed == "95,17"


def test_every_figure_leads_back_to_its_document_its_person_and_its_time(figures):
    entry = measurement(2025).rows[1].entries[0]
    assert (entry.source, entry.entered_by, entry.entered_at) == (
        "Rekapitulasi Propemperda 2025 (contoh)", figures.tim.name, EARLIER,
    )  # fmt: skip


def test_the_legend_names_each_formula_once_with_its_indikator(figures):
    legend = measurement(2025).formulas
    assert legend[0].startswith("R/T × 100 (makin tinggi makin baik): 1.1, 1.2, 1.3, 2.1, 2.2")
    assert legend[1].endswith(": 1.4, 2.3")
    assert len(legend) == 3
    assert "Sangat Tinggi: lebih dari 90" in measurement(2025).rating_rule


@pytest.mark.parametrize(("year", "quarter"), [(2023, 2), (2026, 1), (2026, None), (2025, 3)])
def test_other_periods_omit_their_figures_visibly(figures, year, quarter):
    made, label = measurement(year, quarter), Period(year, quarter).label
    assert not made.has_figures
    assert made.missing == (f"Target dan realisasi {label} belum diisi; tabel ini tidak memuat angka.",)
    assert {row.capaian.printed for row in made.rows} == {"n/a"}
    assert budget(year, quarter).missing == (f"Anggaran {label} belum diisi.",)


def test_the_year_after_shows_2025_as_the_year_before(figures):
    row = measurement(2026).rows[0]
    assert (row.realisasi, row.previous_text, row.previous_capaian.printed) == (None, "86,52", "103,00")


def test_one_missing_realisasi_is_named_and_is_not_a_zero(figures, indicator):
    with writing():
        set_target(indicator("1.2"), period=Period(2026), value="92,00", by=figures.tim, at=EARLIER)
    made = measurement(2026)
    assert "1.2: realisasi belum diisi." in made.missing
    assert "1.1: target dan realisasi belum diisi." in made.missing
    assert made.rows[1].capaian.note == "n/a: realisasi belum diisi"


def test_a_year_without_its_own_figure_is_made_of_its_quarters(figures, indicator):
    counted = indicator("1.1")
    with writing():
        change_indicator(
            counted, definition_of(counted, satuan="dokumen", accumulation=Accumulation.SUM),
            sasaran=counted.sasaran, by=figures.tim, at=EARLIER,
        )  # fmt: skip
        for quarter, (target, reached) in enumerate(((2, 1), (2, 3), (2, 2), (2, 3)), start=1):
            period = Period(2026, quarter)
            set_target(counted, period=period, value=str(target), by=figures.tim, at=EARLIER)
            enter_realisasi(counted, period=period, value=str(reached), source="Arsip", by=figures.tim, at=EARLIER)
    year, half = measurement_row(counted, Period(2026)), measurement_row(counted, Period(2026, 2))
    assert (year.target, year.realisasi, year.capaian.printed, len(year.entries)) == ("8", "9", "112,50", 4)
    assert (half.target, half.realisasi, half.capaian.printed) == ("4", "4", "100,00")
    assert "realisasi: jumlah triwulan I sampai IV" in year.notes


def test_the_number_of_queries_does_not_grow_with_the_indikator(figures):
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    measurement(2025)
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 6


def test_one_row_alone_is_the_row_of_the_whole_table(figures, indicator):
    assert measurement_row(indicator("1.4"), Period(2025)) == measurement(2025).rows[3]


def test_codes_are_ordered_as_numbers():
    assert sorted(["1.10", "1.2", "2.1", "1.a"], key=code_order) == ["1.2", "1.10", "1.a", "2.1"]


def test_every_demo_figure_has_its_event(figures):
    acts = [row.act for row in db.session.query(AuditEvent)]
    assert acts.count("realisasi:entered") == db.session.query(Realisasi).count() == 16
    assert acts.count("indicator:added") == acts.count("target:set") == 8
    assert acts.count("sasaran:added") == 2
    assert acts.count("budget:entered") == 16
