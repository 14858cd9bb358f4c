"""The Inspektorat's tables on an upright A4 sheet: no column is cut off, no rule is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

SHEET = {"width": 688, "height": 1000}
"""What the margins leave of A4, in CSS pixels."""


@pytest.fixture
def paper(busy_office: str, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=busy_office, viewport=SHEET)
    page = context.new_page()
    Desk(page).sign_in("inspektur").page.wait_for_url(busy_office + "/")
    page.emulate_media(media="print")
    yield page
    context.close()


def test_every_column_of_the_process_table_is_on_the_sheet(paper: Page) -> None:
    paper.goto("/pemeriksaan/proses/1")
    last = paper.get_by_role("columnheader", name="Terhadap mutu baku").bounding_box()

    assert last is not None
    assert last["x"] + last["width"] <= SHEET["width"]
    assert paper.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]


def test_the_weekly_sheet_has_all_its_rules_and_a_whole_cell_to_sign_in(paper: Page) -> None:
    paper.goto("/jejak/saksi/lembar")
    cell, table = paper.locator("td.by-hand").first.bounding_box(), paper.locator("table.witness-sheet").bounding_box()

    assert cell is not None and table is not None
    assert cell["x"] + cell["width"] == pytest.approx(table["x"] + table["width"], abs=2)
    # A sticking cell paints over the rules that it shares with its neighbours.
    assert paper.locator("table.witness-sheet tbody th").first.evaluate("(e) => getComputedStyle(e).position") == (
        "static"
    )
