"""A person at a browser: what officials do, told in the words that stand on the pages."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from app.demo.people import PASSWORD, PEOPLE
from app.web.words import nip as printed_nip
from tests.browser.papers import paper_for

SLOW = 40_000
"""Milliseconds that an answer may take on a machine that is busy with other tests."""


class Desk:
    """One person's browser. `run` is the path of the run that is worked on."""

    run = ""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, who: str) -> Desk:
        """By the form, with the NIP as it is printed."""
        self.page.goto("/masuk")
        self.page.get_by_label("NIP").fill(printed_nip(PEOPLE[who][0]))
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.press("Masuk")
        return self

    def press(self, name: str) -> None:
        """A click waits for the page it leads to, and a signature or a sealed report takes its time."""
        self.page.get_by_role("button", name=name, exact=True).click(timeout=SLOW)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, text: str | re.Pattern[str]) -> Desk:
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()
        return self

    def is_told(self, text: str) -> Desk:
        """A message of the page: a toast or the summary of a form."""
        expect(
            self.page.get_by_role("status").or_(self.page.get_by_role("alert")).filter(has_text=text).first
        ).to_be_visible()
        return self

    def open_board(self) -> Desk:
        self.page.goto(self.run)
        return self

    def open_step(self, no: int) -> Desk:
        self.page.goto(f"{self.run}/steps/{no}")
        return self

    def open_report(self) -> Desk:
        self.page.goto(f"{self.run}/report")
        return self

    def card(self, no: int) -> Locator:
        """The card of a step on the board."""
        return self.page.get_by_role("listitem").filter(has=self.page.locator(f'a[href$="/steps/{no}"]')).first

    def column_of(self, no: int) -> str:
        """The heading of the column that the step's card stands in, without its count."""
        heading = self.card(no).locator("xpath=ancestor::div[h2][1]/h2")
        return re.sub(r"\s*\d+$", "", heading.text_content() or "")

    def places(self) -> list[Locator]:
        """The items of the step that still lack a document."""
        every = self.page.get_by_role("group", name=re.compile("^Isi ")).all()
        return [place for place in every if not place.get_by_text("Ganti atau keluarkan").count()]

    def fill_documents(self) -> Desk:
        """For each item that lacks one: the paper that the page suggests, else a new one."""
        for place in self.places():
            suggested = place.get_by_role("option").filter(has_text="disarankan: ")
            if suggested.count():
                found = suggested.get_attribute("value")
                place.get_by_label("atau pakai berkas yang sudah ada").select_option(found)
                continue
            label = place.locator("legend").inner_text().removeprefix("Isi ").partition(" (")[0]
            place.get_by_label("Unggah berkas").set_input_files(paper_for(label))
        return self

    def exempt(self, place: Locator, *, reason: str) -> None:
        place.get_by_text("Kecualikan…").click()
        place.get_by_label("tidak diperlukan kali ini").fill(reason)

    def save_documents(self) -> Desk:
        self.press("Simpan kelengkapan")
        return self.is_told("Kelengkapan tersimpan.")

    def sahkan(self, no: int) -> Desk:
        """Fill what is missing and put the name under the step."""
        self.open_step(no).fill_documents()
        self.page.get_by_label("Saya menyatakan langkah ini selesai").check()
        self.page.get_by_label("Kata sandi Anda").first.fill(PASSWORD)
        self.press(f"Sahkan langkah {no}")
        return self.is_told(f"Langkah {no} disahkan.")

    def report_bagian(self, file: FilePayload) -> Desk:
        self.open_step(5)
        self.page.get_by_label("Laporan bagian Anda").set_input_files(file)
        panel = self.page.get_by_role("button", name="Sahkan laporan bagian").locator("xpath=ancestor::form")
        panel.get_by_label("Kata sandi Anda").fill(PASSWORD)
        self.press("Sahkan laporan bagian")
        return self.is_told("disahkan.")

    def send_back(self, no: int, *, reason: str) -> Desk:
        self.open_step(no)
        self.page.get_by_text("Kembalikan ke langkah sebelumnya…").click()
        form = self.page.get_by_role("button", name="Kembalikan pekerjaan").locator("xpath=ancestor::form")
        form.get_by_label("Alasan pengembalian").fill(reason)
        form.get_by_label("Kata sandi Anda").fill(PASSWORD)
        self.press("Kembalikan pekerjaan")
        return self.is_told("Pekerjaan dikembalikan ke langkah")
