"""Chapters are numbered as they exist; what nobody wrote has no number."""

from __future__ import annotations

from dataclasses import replace

from app.reports.context import Budget, Narrative
from app.reports.outline import outline
from tests.reports.sample import quarterly_context, sample_context


def test_yearly_report_has_the_four_chapters_of_the_regulation() -> None:
    assert [chapter.heading for chapter in outline(sample_context()).chapters] == [
        "BAB I Pendahuluan",
        "BAB II Perencanaan Kinerja",
        "BAB III Akuntabilitas Kinerja",
        "BAB IV Penutup",
    ]


def test_numbers_close_up_where_a_chapter_is_empty() -> None:
    told = Narrative(penutup="Selesai.", pendahuluan="   ")
    found = outline(replace(quarterly_context(), narrative=told))
    assert [chapter.heading for chapter in found.chapters] == ["BAB I Akuntabilitas Kinerja", "BAB II Penutup"]
    assert found.front == ()


def test_budget_part_is_there_only_with_lines_or_words() -> None:
    context = quarterly_context()
    assert outline(context).entry("anggaran") is None
    assert outline(replace(context, budget=Budget(lines=()))).entry("anggaran") is None
    assert outline(replace(context, narrative=Narrative(anggaran="Belum ada."))).entry("anggaran") is not None
    assert outline(replace(context, budget=sample_context().budget)).entry("anggaran") is not None


def test_appendices_are_numbered_without_gaps() -> None:
    context = sample_context()
    bare = replace(context, measurement=replace(context.measurement, sasaran=()))
    assert [entry.label for entry in outline(context).appendices] == [f"Lampiran {place}" for place in (1, 2, 3, 4)]
    assert [entry.title for entry in outline(bare).appendices][-1] == "Jejak Audit dan Verifikasi Dokumen"
    assert outline(bare).entry("sumber-data") is None
    assert outline(bare).appendices[-1].label == "Lampiran 3"


def test_planning_table_belongs_to_the_year_alone() -> None:
    yearly = replace(sample_context(), narrative=Narrative())
    assert outline(yearly).entry("perencanaan") is not None
    assert outline(replace(yearly, quarter=2)).entry("perencanaan") is None
