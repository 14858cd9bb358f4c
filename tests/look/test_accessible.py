"""Every style page in both schemes and widths: axe finds nothing serious, nothing sticks out sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = ("/look/board", "/look/step?wrong", "/look/marks?said", "/look/login?as=nobody", "/error/404", "/error/500")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (1366, "dark"), (390, "light")])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit: Callable[..., Page], path: str, width: int, scheme: str) -> None:
    page = visit(path, width=width, scheme=scheme)
    found = Axe().run(page).response["violations"]

    assert [(f["id"], f["nodes"][0]["html"]) for f in found if f["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways(visit: Callable[..., Page], path: str) -> None:
    page = visit(path)
    for width in (1366, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} pixels"


@pytest.mark.parametrize("path", ["/look/board", "/look/step", "/look/login?as=nobody"])
def test_touch_targets_on_the_phone_are_44_pixels_high(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, width=390)
    targets = ".btn, .tabs a, summary, .choice, select, input:not([type=hidden], .choice input)"
    small = page.evaluate(
        """(targets) => [...document.querySelectorAll(targets)]
            .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)""",
        targets,
    )

    assert small == []


def test_the_step_that_is_on_stands_first_on_the_phone(visit: Callable[..., Page]) -> None:
    page = visit("/look/board", width=390)
    place = "[...document.querySelectorAll('.card')].map((c) => [c.getBoundingClientRect().top, c.className])"

    assert min(page.evaluate(place))[1] == "card now"


def test_four_columns_on_a_desk_are_one_on_the_phone(visit: Callable[..., Page]) -> None:
    count = "new Set([...document.querySelectorAll('.col')].map((c) => c.getBoundingClientRect().left)).size"

    assert visit("/look/board").evaluate(count) == 4
    assert visit("/look/board", width=390).evaluate(count) == 1


def test_paper_shows_the_work_and_not_the_menus(visit: Callable[..., Page]) -> None:
    page = visit("/look/step", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator(".top").is_visible()
    assert page.locator("table.strip").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
