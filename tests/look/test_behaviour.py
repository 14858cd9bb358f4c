"""The small scripts: one submit at a time, questions, messages; and that pages work without them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.look.acts import Ledger

Visit = Callable[..., Page]


def test_pressing_twice_sends_once_and_keeps_the_focus(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    button = page.locator("#slow button")
    button.focus()
    button.evaluate("(b) => { b.click(); b.click(); b.form.requestSubmit(b); }")

    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#done")).to_have_text("Tersimpan")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    assert ledger.sent == ["sahkan"], "the name of the pressed button is sent too"


def test_a_plain_form_is_sent_once_too(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.locator("#plain button").evaluate("(b) => { b.click(); b.click(); }")
    page.wait_for_url("**/acts/slow")

    assert ledger.sent == ["kirim"]


def test_a_button_that_is_off_sends_nothing(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.locator("#off").evaluate("(b) => b.click()")
    page.wait_for_timeout(200)

    assert ledger.sent == []
    assert page.url.endswith("/acts")


def test_a_grave_act_is_asked_about_first(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.locator("#asked button").click()
    dialog = page.locator("#confirm")

    expect(dialog).to_contain_text("Batalkan pelaksanaan ini?")
    expect(dialog.get_by_role("button", name="Tidak jadi")).to_be_focused()
    dialog.locator("[data-yes]").click()
    expect(page.locator("#done")).to_have_text("Tersimpan")
    assert ledger.sent == ["batal"]


@pytest.mark.parametrize("leave", ["button", "escape"])
def test_who_says_no_has_sent_nothing_and_can_ask_again(visit: Visit, ledger: Ledger, leave: str) -> None:
    page = visit("/acts")
    page.locator("#asked button").click()
    if leave == "button":
        page.locator("#confirm").get_by_role("button", name="Tidak jadi").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#confirm")).not_to_be_visible()
    page.locator("#asked button").click()

    expect(page.locator("#confirm")).to_be_visible()
    assert ledger.sent == []


@pytest.mark.parametrize(
    ("status", "sentence"), [(500, "Terjadi kesalahan pada server."), (401, "Sesi Anda sudah berakhir.")]
)
def test_a_failure_becomes_a_message_and_leaves_the_page(
    visit: Visit, ledger: Ledger, status: int, sentence: str
) -> None:
    page = visit("/acts")
    page.locator(f"#answer-{status} button").click()

    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("#answer")).to_have_text("belum ada jawaban")
    expect(page.locator(f"#answer-{status} button")).not_to_have_attribute("aria-disabled", "true")


def test_a_form_that_is_refused_is_shown_again_where_it_stands(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.locator("#answer-422 button").click()

    expect(page.locator("#answer")).to_have_text("jawaban 422")
    assert ledger.sent[0], "the token travels with every htmx request"


def test_an_answer_that_is_retargeted_lands_among_the_messages(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.locator("#told button").click()

    expect(page.locator("#toast")).to_contain_text("Sudah disahkan.")
    expect(page.locator("#answer")).to_have_text("belum ada jawaban")


def test_a_server_that_is_gone_is_said_once(visit: Visit, ledger: Ledger) -> None:
    page = visit("/acts")
    page.context.set_offline(True)
    page.locator("#told button").click()
    expect(page.get_by_role("alert")).to_contain_text("Server tidak dapat dihubungi.")
    page.locator("#told button").click()
    page.wait_for_timeout(200)

    expect(page.get_by_role("alert")).to_have_count(1)


def test_a_success_leaves_by_itself_and_an_error_stays(visit: Visit) -> None:
    page = visit("/look/marks?said")
    page.clock.install()
    page.reload()
    expect(page.locator(".toast")).to_have_count(2)
    page.clock.run_for(8000)

    expect(page.locator(".toast.ok")).to_have_count(0)
    expect(page.locator(".toast.late")).to_be_visible()
    page.locator(".toast.late").get_by_role("button", name="Tutup pesan").click()
    expect(page.locator(".toast.late")).to_have_count(0)


def test_a_refused_form_puts_the_focus_on_what_is_wrong(visit: Visit) -> None:
    page = visit("/look/step?wrong")

    expect(page.locator(".error-summary")).to_be_focused()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_menus_open_without_a_script(visit: Visit, width: int) -> None:
    page = visit("/look/board", width=width, script=False)
    page.locator(".who summary").click()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()

    if width == 390:
        page.locator(".nav-narrow summary").click()
    expect(page.get_by_role("link", name="Jejak audit")).to_be_visible()


def test_escape_closes_a_menu_and_returns_the_focus(visit: Visit) -> None:
    page = visit("/look/board")
    page.locator(".who summary").click()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Keluar")).not_to_be_visible()
    expect(page.locator(".who summary")).to_be_focused()


def test_the_first_tab_leads_past_the_menu(visit: Visit) -> None:
    page = visit("/look/board")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
