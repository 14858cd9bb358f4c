"""What a machine reads inside the PDF is canonical, complete and harmless."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import rfc8785

from app.reports.attachments import attachments_of, data_json, figures_csv
from app.reports.context import RenderedReport, ReportContext
from tests.reports.reading import open_pdf
from tests.reports.sample import FIRST, quarterly_context, sample_context


def _with_row(**changes: Any) -> ReportContext:
    context = quarterly_context()
    row = replace(FIRST.rows[0], **changes)
    return replace(context, measurement=replace(context.measurement, sasaran=(replace(FIRST, rows=(row,)),)))


def _rows(context: ReportContext) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(figures_csv(context).decode())))


def test_data_are_canonical_json_with_decimals_as_strings() -> None:
    data = data_json(sample_context())
    told = json.loads(data)
    assert rfc8785.dumps(told) == data
    row = told["report"]["measurement"]["sasaran"][0]["rows"][0]
    assert (row["code"], row["target"], row["realisasi"], row["capaian"]) == ("1.1", "84.00", "86.52", "103.00")
    assert told["report"]["dated_at"] == "2026-01-21T01:00:00Z"


def test_drawings_are_left_out_and_a_missing_figure_is_null() -> None:
    data = data_json(quarterly_context())
    assert b'"flow"' not in data and '"duty":"●"'.encode() in data
    row = json.loads(data)["report"]["measurement"]["sasaran"][0]["rows"][1]
    assert row["realisasi"] is None and row["capaian"] is None


def test_table_has_a_line_for_each_indicator() -> None:
    rows = _rows(sample_context())
    assert [row["kode"] for row in rows] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"]
    assert (rows[1]["target"], rows[1]["realisasi"], rows[1]["capaian"]) == ("90.00", "75.00", "83.33")


def test_a_text_that_looks_like_a_formula_runs_nowhere_but_a_negative_number_stays_one() -> None:
    (row,) = _rows(_with_row(name='=HYPERLINK("http://x")', realisasi=Decimal("-1.5"), note="@SUM(A1)"))
    assert row["indikator"].startswith("'=") and row["catatan"].startswith("'@")
    assert row["realisasi"] == "-1.5"


def test_figures_beyond_exact_json_integers_become_strings() -> None:
    context = sample_context()
    assert context.budget is not None
    huge = replace(context.budget.lines[0], pagu=2**60)
    told = json.loads(data_json(replace(context, budget=replace(context.budget, lines=(huge,)))))
    assert told["report"]["budget"]["lines"][0]["pagu"] == str(2**60)


def test_the_same_instant_in_another_zone_is_the_same_data() -> None:
    context = sample_context()
    shifted = replace(context, dated_at=context.dated_at + timedelta(0))
    assert data_json(shifted) == data_json(context)


def test_without_checkpoint_there_is_no_empty_file() -> None:
    context = sample_context()
    bare = replace(context, audit=replace(context.audit, checkpoint=""))
    assert [found.name for found in attachments_of(bare)] == ["audit-head.json", "data.json", "figures.csv"]


def test_pdf_carries_each_file_once_and_whole(final: RenderedReport, yearly: ReportContext) -> None:
    pdf = open_pdf(final)
    wanted = {found.name: found.data for found in attachments_of(yearly)}
    assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == wanted
    assert len(pdf.Root.AF) == len(wanted)
    assert {str(spec.AFRelationship) for spec in pdf.Root.AF} == {"/Data", "/Supplement"}
    head = json.loads(wanted["audit-head.json"])
    assert head == {"log": yearly.audit.log, "root": yearly.audit.root, "size": yearly.audit.size}
