"""The whole story in real browsers: from the Sekretaris's order to the signed report that the Inspektorat checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.demo.people import PASSWORD
from app.demo.story import PASSPHRASE
from app.web.words import WITA
from tests.browser.desk import Desk
from tests.browser.papers import letter

pytestmark = pytest.mark.browser

LAST_YEAR = datetime.now(WITA).year - 1
TITLE = f"Pengukuran Kinerja Triwulan IV {LAST_YEAR}"
LIVE_WITHIN = 5_000
RENDERED_WITHIN = 60_000
REASON = "Realisasi indikator 1.3 belum sama dengan rekapitulasi Pokir."
BAGIAN = ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi")


def test_a_run_goes_from_the_order_to_a_report_that_the_inspektorat_can_check(
    new_office: str, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    people = {who: sit_down(new_office, who) for who in ("sekretaris", *BAGIAN, "tim", "staf")}
    sekretaris, tim, kabag = people["sekretaris"], people["tim"], people["kabag_umum"]

    order(sekretaris)
    for desk in people.values():
        desk.run = sekretaris.run
    first_step_moves_on_an_open_board(sekretaris, watcher=kabag)
    kabag.sahkan(2)
    tim.sahkan(3)
    people["staf"].open_step(4).fill_documents().save_documents()
    tim.sahkan(4)
    work_is_sent_back_and_done_again(people)
    people["kabag_fasilitasi"].sahkan(6)

    freeze(tim)
    for who in BAGIAN:
        give_paraf(people[who])
    sign(sekretaris)
    signed = inspect(sit_down(new_office, "inspektur"), run=sekretaris.run, folder=tmp_path)
    anybody_can_verify(sit_down(new_office), signed)


def order(sekretaris: Desk) -> None:
    page = sekretaris.page
    page.goto("/runs")
    sekretaris.follow("Perintahkan pengukuran kinerja")
    page.get_by_label("Triwulan IV").check()
    page.get_by_label("Tahun", exact=True).select_option(str(LAST_YEAR))
    sekretaris.press("Mulai pelaksanaan")
    sekretaris.is_told(f"{TITLE} dimulai.")
    sekretaris.run = page.url.partition("/steps/")[0]


def first_step_moves_on_an_open_board(sekretaris: Desk, *, watcher: Desk) -> None:
    """Somebody else's board, left open, shows the step move by itself."""
    watcher.open_board()
    assert watcher.column_of(2) == "Menunggu"
    mark_as_not_reloaded(watcher.page)
    sekretaris.sahkan(1)

    moved = watcher.page.get_by_role("link", name="Sahkan langkah 2")
    expect(moved).to_be_visible(timeout=LIVE_WITHIN)
    assert (watcher.column_of(1), watcher.column_of(2)) == ("Selesai", "Siap dikerjakan")
    assert was_not_reloaded(watcher.page)


def mark_as_not_reloaded(page: Page) -> None:
    page.evaluate("window.stayed = true")


def was_not_reloaded(page: Page) -> bool:
    stayed: bool = page.evaluate("window.stayed === true")
    return stayed


def work_is_sent_back_and_done_again(people: dict[str, Desk]) -> None:
    sekretaris, tim = people["sekretaris"], people["tim"]
    people["kabag_umum"].report_bagian(letter("laporan-umum"))
    sekretaris.open_step(5).sees("Pengesahan terbuka setelah semua laporan bagian masuk.")
    sekretaris.send_back(5, reason=REASON)
    tim.open_step(4).sees(REASON)
    tim.sahkan(4)
    for who in BAGIAN:
        people[who].report_bagian(letter(f"laporan-{who}"))
    sekretaris.sahkan(5)


def freeze(tim: Desk) -> None:
    """The worker renders; the page says so and then shows the frozen version, without being reloaded."""
    page = tim.open_report().page
    tim.follow("Narasi")
    page.get_by_label("Ikhtisar eksekutif").fill("Triwulan ini angkanya belum lengkap; perbaikannya direncanakan.")
    tim.press("Simpan narasi")
    tim.is_told("Narasi tersimpan.")
    tim.open_report().press("Bekukan laporan")
    page.get_by_role("dialog").get_by_role("button", name="Bekukan laporan").click()
    tim.sees("Laporan sedang disusun")
    mark_as_not_reloaded(page)

    expect(page.get_by_role("heading", name="Versi 1 dibekukan")).to_be_visible(timeout=RENDERED_WITHIN)
    assert was_not_reloaded(page)


def give_paraf(kabag: Desk) -> None:
    """From the start page, where the frozen report awaits it."""
    page = kabag.page
    page.goto("/")
    kabag.sees("Laporan menunggu paraf Anda").follow("Baca dan beri paraf")
    expect(page.locator("object[type='application/pdf']")).to_be_visible()
    page.get_by_label("Saya sudah membaca laporan ini").check()
    page.get_by_label("Kata sandi Anda").first.fill(PASSWORD)
    kabag.press("Beri paraf")
    kabag.is_told("Paraf Anda pada versi 1 tercatat")


def sign(sekretaris: Desk) -> None:
    page = sekretaris.open_board().page
    sekretaris.follow("Laporan")
    sekretaris.follow("Baca dan tandatangani")
    sekretaris.sees("tidak tersertifikasi")
    expect(page.locator("object[type='application/pdf']")).to_be_visible()
    page.get_by_label("Saya sudah membaca laporan ini").check()
    passphrase = page.get_by_label("Frasa sandi kunci Anda")
    passphrase.fill("bukan frasa sandinya")
    sekretaris.press("Tandatangani laporan")
    sekretaris.is_told("Frasa sandi")
    expect(passphrase).to_have_value("")

    page.get_by_label("Saya sudah membaca laporan ini").check()
    passphrase.fill(PASSPHRASE)
    sekretaris.press("Tandatangani laporan")
    sekretaris.is_told("Laporan ditandatangani").sees("Laporan sudah ditandatangani")
    sekretaris.open_board().sees("Selesai dan ditutup")
    assert sekretaris.column_of(7) == "Selesai"


def inspect(inspektur: Desk, *, run: str, folder: Path) -> Path:
    """The Inspektorat reads the trail, gets the signed report, and finds no button that changes anything."""
    inspektur.run, page = run, inspektur.page
    inspektur.open_board().follow("Jejak")
    inspektur.sees(REASON).sees("H. Contoh Sekretaris")
    inspektur.open_step(1).sees("Disahkan oleh H. Contoh Sekretaris")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    inspektur.open_report()
    with page.expect_download() as download:
        inspektur.follow("Unduh PDF")
    signed = folder / download.value.suggested_filename
    download.value.save_as(signed)
    assert signed.read_bytes().startswith(b"%PDF-")
    return signed


def anybody_can_verify(stranger: Desk, signed: Path) -> None:
    """Without an account: whole, ours, by a known local key; and one changed byte is found."""
    altered = signed.with_name("diubah.pdf")
    altered.write_bytes(signed.read_bytes().replace(b"stream", b"strEam", 1))

    verify(stranger, signed)
    stranger.sees("Utuh").sees("Tidak tersertifikasi").sees("Terdaftar:").sees("H. Contoh Sekretaris")
    verify(stranger, altered)
    expect(stranger.page.get_by_text("Utuh", exact=True)).to_have_count(0)
    stranger.sees("Tidak terdaftar")


def verify(stranger: Desk, file: Path) -> None:
    stranger.page.goto("/verifikasi")
    stranger.page.get_by_role("main").locator("input[type=file]").set_input_files(file)
    stranger.press("Periksa berkas")
    expect(stranger.page.get_by_role("heading", name="Hasil verifikasi")).to_be_visible()
