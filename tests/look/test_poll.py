"""Polite polling: fresh within moments, silent when nothing changed, never under somebody's hands."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.look.acts import Ledger

Visit = Callable[..., Page]


def settle(page: Page) -> None:
    """Long enough for several polls of the style page (one every 0.2 s)."""
    page.wait_for_timeout(900)


def test_a_change_elsewhere_appears_by_itself(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    ledger.version = 2

    expect(page.locator("#version")).to_have_text("versi 2")
    ledger.version = 3
    expect(page.locator("#version")).to_have_text("versi 3")


def test_an_unchanged_board_is_asked_by_its_tag_and_left_alone(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    page.locator("#version").evaluate("(e) => { e.mine = true; }")
    settle(page)

    assert len(ledger.polls) >= 2
    assert set(ledger.polls) == {'"1"'}
    assert page.locator("#version").evaluate("(e) => e.mine")


def test_the_focus_stays_on_the_card_through_a_change(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    page.locator("#card").focus()
    ledger.version = 2

    expect(page.locator("#version")).to_have_text("versi 2")
    expect(page.locator("#card")).to_be_focused()


def test_nothing_is_replaced_while_somebody_types(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    page.locator("#note").fill("menunggu data")
    ledger.version = 2
    settle(page)
    expect(page.locator("#version")).to_have_text("versi 1")

    page.locator("#note").fill("")
    page.locator("#note").blur()
    expect(page.locator("#version")).to_have_text("versi 2")


def test_nothing_is_replaced_while_a_card_is_dragged(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    page.evaluate("document.dispatchEvent(new Event('dragstart'))")
    ledger.version = 2
    settle(page)
    expect(page.locator("#version")).to_have_text("versi 1")

    page.evaluate("document.dispatchEvent(new Event('dragend'))")
    expect(page.locator("#version")).to_have_text("versi 2")


def test_a_page_that_nobody_sees_asks_nothing(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.wait_for_timeout(250)
    ledger.polls.clear()
    settle(page)
    assert ledger.polls == []

    ledger.version = 2
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#version")).to_have_text("versi 2")


def test_a_failing_server_is_said_once_and_the_board_stays(visit: Visit, ledger: Ledger) -> None:
    page = visit("/live")
    ledger.fail = True

    expect(page.get_by_role("alert")).to_contain_text("belum dapat diperbarui", timeout=5000)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.locator("#version")).to_have_text("versi 1")
    ledger.fail = False
    ledger.version = 2
    expect(page.locator("#version")).to_have_text("versi 2", timeout=8000)
