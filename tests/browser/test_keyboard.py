"""Without a mouse: past the menu, through a pengesahan, and the focus stays where the hand was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.demo.people import PASSWORD, PEOPLE
from app.web.words import WITA
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

SURAT = FilePayload(
    name="surat.pdf",
    mimeType="application/pdf",
    buffer=b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
)

FURTHEST = 80
"""Presses of Tab after which something can't be reached."""


@pytest.fixture
def sekretaris(new_office: str, sit_down: Callable[..., Desk]) -> Desk:
    """The Sekretaris, signed in by keyboard."""
    desk = sit_down(new_office)
    page = desk.page
    page.goto("/masuk?next=/runs")
    tab_to(page, "NIP")
    page.keyboard.type(PEOPLE["sekretaris"][0])
    tab_to(page, "Kata sandi")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{new_office}/runs")
    return desk


def focused(page: Page) -> str:
    """The name of what has the focus, as a screen reader would say it."""
    name: str = page.evaluate(
        """() => { const e = document.activeElement; const label = e.labels && e.labels[0];
            return (e.getAttribute('aria-label') || (label || e).textContent || '').replace(/\\s+/g, ' ').trim(); }"""
    )
    return name


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus, which then can be seen."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            assert outlined(page), f"nothing shows that “{name}” has the focus"
            return
    raise AssertionError(f"“{name}” can't be reached with Tab")


def outlined(page: Page) -> bool:
    seen: bool = page.evaluate(
        """() => { const s = getComputedStyle(document.activeElement);
            return (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none'; }"""
    )
    return seen


def test_the_first_tab_leads_past_the_menu_to_the_work(sekretaris: Desk) -> None:
    page = sekretaris.page
    page.goto("/runs")
    page.keyboard.press("Tab")
    assert focused(page) == "Langsung ke isi"

    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_run_is_ordered_begun_and_its_first_step_sahkan_by_keyboard(sekretaris: Desk) -> None:
    page = sekretaris.page
    tab_to(page, "Perintahkan pengukuran kinerja")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/new")
    tab_to(page, "Triwulan I")
    page.keyboard.press("Space")
    tab_to(page, "Tahun")
    page.keyboard.type(str(datetime.now(WITA).year - 1))
    tab_to(page, "Mulai pelaksanaan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/steps/1")
    sekretaris.run = page.url.partition("/steps/")[0]

    the_focus_stays_on_the_card(sekretaris)
    sahkan_by_keyboard(sekretaris)


def the_focus_stays_on_the_card(sekretaris: Desk) -> None:
    """Pressing "mulai" moves the card into another column, and the focus goes with it."""
    page = sekretaris.open_board().page
    page.evaluate("window.stayed = true")
    tab_to(page, "Tandai mulai dikerjakan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tandai mulai dikerjakan")).to_have_count(0)

    assert sekretaris.column_of(1) == "Sedang dikerjakan"
    assert page.evaluate("window.stayed === true"), "the board was swapped, not the page"
    inside = sekretaris.card(1).evaluate("(card) => card.contains(document.activeElement)")
    assert inside, f"the focus is on “{focused(page)[:60]}”"


def sahkan_by_keyboard(sekretaris: Desk) -> None:
    """One item is exempted with a reason; the others get a file from the browser's own dialog."""
    page = sekretaris.open_step(1).page
    _first, *rest = sekretaris.places()
    tab_to(page, "Kecualikan…")
    page.keyboard.press("Enter")
    tab_to(page, "Alasan Struktur organisasi")
    page.keyboard.type("Tidak berubah sejak perintah yang lalu.")
    page.on("filechooser", lambda chooser: chooser.set_files(SURAT))
    for _place in rest:
        tab_to(page, "Unggah berkas")
        page.keyboard.press("Enter")
        expect(page.locator("input:focus")).to_have_value(re.compile("surat.pdf$"))
    tab_to(page, "Saya menyatakan langkah ini selesai")
    page.keyboard.press("Space")
    tab_to(page, "Kata sandi Anda")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    sekretaris.is_told("Langkah 1 disahkan.")
