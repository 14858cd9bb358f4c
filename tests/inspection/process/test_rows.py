"""The CSV export: RFC 4180, letters that Excel reads, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.chronology.reading import cases
from app.inspection.process import export, rows
from app.inspection.process.events import ProcessEvent
from tests.inspection.stories import SIGNED_RUN

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix(rows.BOM), newline=""), strict=True))


def test_the_file_begins_with_a_mark_that_excel_knows_and_a_head(app: Flask) -> None:
    text = "".join(export.as_csv(cases([SIGNED_RUN])))
    table = read(text)

    assert text.startswith("\ufeffcase_id,judul,aktivitas,")
    assert text.endswith("\r\n") and text.count("\r\n") >= len(table)
    assert {len(row) for row in table} == {len(rows.HEAD)}
    assert {row[0] for row in table[1:]} == {f"run:{SIGNED_RUN}"}


def test_a_time_stands_in_utc_and_as_the_office_reads_it() -> None:
    event = ProcessEvent("Langkah 1", "complete", AT, 7)

    (row,) = read(next(rows.lines("run:1", "Contoh", [event])))

    assert row[4:7] == ["2026-11-23T01:00:00.000+00:00", "2026-11-23 09:00:00", "7"]


@pytest.mark.parametrize("typed", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(typed: str) -> None:
    (cells,) = read(rows.line([typed]))

    assert cells == [f"'{typed}"]


def test_a_number_stays_a_number() -> None:
    assert read(rows.line([-5, 12])) == [["-5", "12"]]


@given(cells=st.lists(st.text(alphabet=st.characters(codec="utf-8")), min_size=2, max_size=4))
def test_every_cell_comes_back_whatever_was_typed(cells: list[str]) -> None:
    (again,) = read(rows.line(cells))

    assert [cell.removeprefix("'") for cell in again] == [cell.removeprefix("'") for cell in cells]
