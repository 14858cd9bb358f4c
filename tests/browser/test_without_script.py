"""With JavaScript off: a pengesahan from end to end, and nothing lost when something was wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import expect

from app.demo.people import PASSWORD
from app.web.words import WITA
from tests.browser.desk import Desk
from tests.browser.papers import letter

pytestmark = pytest.mark.browser

WHY = "Struktur organisasi tidak berubah sejak triwulan lalu."
WRONG_PASSWORD = "Kata sandi tidak cocok."


@pytest.fixture
def sekretaris(new_office: str, sit_down: Callable[..., Desk]) -> Iterator[Desk]:
    """The Sekretaris without scripts, on step 1 of a run that he has just ordered."""
    desk = sit_down(new_office, "sekretaris", script=False)
    desk.page.goto("/runs/new")
    desk.page.get_by_label("Triwulan III").check()
    desk.page.get_by_label("Tahun", exact=True).select_option(str(datetime.now(WITA).year - 1))
    desk.press("Mulai pelaksanaan")
    desk.is_told("dimulai.")
    desk.run = desk.page.url.partition("/steps/")[0]
    yield desk
    cancel(desk)


def cancel(desk: Desk) -> None:
    """Leave the period free for the next test; by the page that officials use."""
    desk.open_board().follow("Batalkan…")
    desk.page.get_by_label("Alasan pembatalan").fill("Pelaksanaan percobaan.")
    desk.page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    desk.press("Batalkan pelaksanaan")
    desk.is_told("dibatalkan")


def test_a_wrong_password_loses_nothing_that_was_typed_or_uploaded(sekretaris: Desk) -> None:
    page = sekretaris.page
    first, *rest = sekretaris.places()
    sekretaris.exempt(first, reason=WHY)
    for no, place in enumerate(rest, start=2):
        place.get_by_label("Unggah berkas").set_input_files(letter(f"dokumen-{no}"))
    statement = page.get_by_label("Saya menyatakan langkah ini selesai")
    statement.check()
    page.get_by_label("Kata sandi Anda").fill("salah-ketik-sandi")
    sekretaris.press("Sahkan langkah 1")

    sekretaris.is_told(WRONG_PASSWORD)
    expect(first.get_by_label("tidak diperlukan kali ini")).to_have_value(WHY)
    expect(statement).to_be_checked()
    expect(page.get_by_label("Kata sandi Anda")).to_have_value("")
    for no in range(2, 2 + len(rest)):
        sekretaris.sees(f"dokumen-{no}.docx sudah diterima dan ikut terkirim")

    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    sekretaris.press("Sahkan langkah 1")
    sekretaris.is_told("Langkah 1 disahkan. Langkah 2 terbuka.")
    assert (sekretaris.column_of(1), sekretaris.column_of(2)) == ("Selesai", "Siap dikerjakan")
    sekretaris.open_step(1).sees(WHY).sees("dokumen-2.docx").sees("Disahkan oleh H. Contoh Sekretaris")


def test_an_empty_form_says_what_is_missing_at_each_field(sekretaris: Desk) -> None:
    sekretaris.press("Sahkan langkah 1")

    sekretaris.is_told("Centang pernyataan bahwa langkah dapat dilanjutkan.")
    sekretaris.is_told("Isi kata sandi Anda untuk mengesahkan.")
    sekretaris.open_board()
    assert sekretaris.column_of(1) == "Siap dikerjakan"


def test_a_pdf_that_is_none_is_refused_in_its_place_and_the_rest_is_kept(sekretaris: Desk) -> None:
    page = sekretaris.page
    uploads = page.get_by_label("Unggah berkas")
    uploads.first.set_input_files({"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"bukan PDF"})
    uploads.last.set_input_files(letter("surat-perintah"))
    page.get_by_label("Saya menyatakan langkah ini selesai").check()
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    sekretaris.press("Sahkan langkah 1")

    sekretaris.sees("surat-perintah.docx sudah diterima dan ikut terkirim")
    refused = re.compile("Isi berkas “surat.pdf” bukan PDF.")
    expect(page.get_by_label("Unggah berkas").first).to_have_accessible_description(refused)
    sekretaris.open_board()
    assert sekretaris.column_of(1) == "Siap dikerjakan"


def test_marking_the_beginning_moves_the_card_without_a_script(sekretaris: Desk) -> None:
    sekretaris.open_board().press("Tandai mulai dikerjakan")
    sekretaris.open_board()
    assert sekretaris.column_of(1) == "Sedang dikerjakan"
