"""On a phone: what is one link and nothing else is as tall as a finger, and long sentences have the whole width."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

FINGER = 44


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/pemeriksaan/temuan", "table.data tbody th a"),
        ("/pemeriksaan/temuan/1", ".recommendation h3 a"),
        ("/pemeriksaan/temuan/pemantauan", "table.matrix td > a"),
        ("/pemeriksaan/sampel", ".lines a"),
        ("/pemeriksaan/sampel", ".crumb a"),
        ("/", ".lines small a"),
    ],
)
def test_a_link_on_a_phone_is_as_tall_as_a_finger(
    sit_down: Callable[..., Desk], busy_office: str, path: str, link: str
) -> None:
    page = sit_down(busy_office, "inspektur", width=390).page
    page.goto(path)
    box = page.locator(link).first.bounding_box()

    assert box is not None and box["height"] >= FINGER


def test_a_reading_on_a_phone_is_a_card_as_wide_as_the_list(sit_down: Callable[..., Desk], busy_office: str) -> None:
    page = sit_down(busy_office, "inspektur", width=390).page
    page.goto("/pemeriksaan/akses/bacaan")
    sentence, table = page.locator(".as-cards tbody td").first.bounding_box(), page.locator(".as-cards").bounding_box()

    assert sentence is not None and table is not None
    assert sentence["width"] > 0.85 * table["width"]
