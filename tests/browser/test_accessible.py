"""Every page that a person can open, on a desk and on a phone: axe finds nothing serious, nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.routing import RequestRedirect

from app.signing.demo_certificates import demo_authority
from tests.browser.desk import Desk
from tests.browser.papers import letter

pytestmark = pytest.mark.browser

SIGNED, GOING, FROZEN = "/runs/1", "/runs/2", "/runs/3"
"""The runs of `act_out_runs`, in the order in which they began."""

CODE = re.compile("^[2-9a-z]{20}$")
"""A document code, as it stands under a report that we issued."""

NOT_PAGES = {
    "static": "files",
    "reports.download": "a PDF",
    "reports.draft_file": "a PDF",
    "runs.download": "an uploaded file",
    "rooms.review_file": "a docx or an xlsx",
    "inspection.checkpoint_file": "a note to keep",
    "inspection.proven_event": "a record with its proof, plain text",
    "inspection.public_keys": "the log's keys, plain text",
    "inspection.timestamp_file": "a time stamp, DER",
    "inspection.witness_sheet_text": "plain text",
    "rooms.answer_file": "an uploaded file",
    "rooms.chronology_docx": "a docx",
    "rooms.chronology_pdf": "a PDF",
    "rooms.chronology_text": "plain text",
    "rooms.process_csv": "a table for other tools",
    "rooms.process_xes": "a log for other tools",
    "rooms.processes_csv": "a table for other tools",
    "rooms.processes_xes": "a log for other tools",
    "rooms.finding_as_paper": "a docx",
    "rooms.followups_paper": "a docx or an xlsx",
    "rooms.sample_checklist": "a docx",
    "runs.fresh_board": "the board again, for the poll",
    "reports.progress": "a part of the report's page, for the poll",
    "inspection.package_progress": "a part of the packages' page, for the poll",
    "inspection.download_package": "a zip file",
}

WITNESSES = ("/jejak/saksi", "/jejak/saksi/lembar")
ACCESS = ("/pemeriksaan/akses", "/pemeriksaan/akses/tanggal", "/pemeriksaan/akses/bacaan")
CHRONOLOGY = (
    "/pemeriksaan/", "/pemeriksaan/kronologi", "/pemeriksaan/kronologi/1", "/pemeriksaan/proses",
    "/pemeriksaan/proses/1",
)  # fmt: skip
FINDINGS = (
    "/pemeriksaan/temuan", "/pemeriksaan/temuan/pemantauan", "/pemeriksaan/temuan/1", "/pemeriksaan/temuan/baru",
    "/pemeriksaan/temuan/1/perubahan", "/pemeriksaan/temuan/1/pencabutan", "/pemeriksaan/temuan/1/rekomendasi",
    "/pemeriksaan/temuan/1/rekomendasi/2", "/pemeriksaan/temuan/1/rekomendasi/2/perubahan",
)  # fmt: skip
SAMPLES = ("/pemeriksaan/sampel", "/pemeriksaan/sampel/1", "/pemeriksaan/sampel/1/ulang")
WORKING_PAPERS = (
    "/pemeriksaan/kertas-kerja", "/pemeriksaan/kertas-kerja/1", "/pemeriksaan/kertas-kerja/2",
    "/pemeriksaan/kertas-kerja/1/kriteria/F4", "/pemeriksaan/kertas-kerja/2/kriteria/3.b",
    "/pemeriksaan/kertas-kerja/1/cetak",
)  # fmt: skip
"""A finished one and an open one, as `review_2025` leaves them."""

PAGES: dict[str, tuple[str, ...]] = {
    "": ("/masuk", "/atur-ulang", "/verifikasi", "/v/tidak-ada", f"/verifikasi/{'0' * 64}"),
    "sekretaris": (
        "/", "/tugas", "/runs", "/runs/new", GOING, f"{GOING}/sop", f"{GOING}/steps/1", f"{GOING}/steps/5",
        f"{GOING}/steps/6", f"{GOING}/cancellation", f"{FROZEN}/report", f"{FROZEN}/report/signature",
        f"{FROZEN}/steps/7", f"{SIGNED}/report", "/sop", "/sop/1", "/sop/1/pelaksana", "/sop/1/pelaksana/1",
        "/sop/1/temuan", "/kinerja", "/kinerja/2025", "/kinerja/indikator", "/kinerja/sasaran/1",
        "/kinerja/sasaran/baru", "/kinerja/indikator/1", "/kinerja/indikator/baru", "/profil", "/profil/kunci",
        "/profil/kata-sandi", "/izin",
    ),
    "kabag_persidangan": (
        "/", "/tugas", f"{GOING}/steps/5", f"{GOING}/steps/2/correction", f"{FROZEN}/report/paraf",
        "/pemeriksaan/temuan/1", "/pemeriksaan/temuan/1/rekomendasi/2",
    ),
    "tim": (
        "/", f"{GOING}/report", f"{GOING}/report/narrative", "/kinerja/2025/anggaran", "/kinerja/anggaran/1",
        "/kinerja/2025/anggaran/baru", "/kinerja/2025/indikator/1",
    ),
    "staf": ("/", f"{FROZEN}/steps/7"),
    "inspektur": (
        "/", "/kepercayaan", "/jejak", "/jejak/1", "/jejak/paket", SIGNED, f"{SIGNED}/sop", f"{SIGNED}/trail",
        f"{SIGNED}/steps/4", *CHRONOLOGY, *WORKING_PAPERS, *WITNESSES, *ACCESS,
        *FINDINGS, *SAMPLES,
    ),
    "admin": (
        "/", "/pengguna", "/pengguna/baru", "/pengguna/1", "/pengguna/2/penugasan", "/pengguna/1/tanda-tangan",
        "/bagian", "/bagian/1", "/bagian/baru", "/kepercayaan", "/calendars", "/calendars/versions/1",
        "/calendars/draft", "/calendars/draft/hours", "/sop/masuk", "/tidak-ada",
    ),
}  # fmt: skip


AXE = """(options) => axe.run(document, options).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`))"""
WIDTHS: dict[int, dict[str, object]] = {1366: {}, 390: {"rules": {"color-contrast": {"enabled": False}}}}
"""Colours don't change with the width, and comparing them is most of axe's time."""


def look_at(page: Page) -> dict[str, object]:
    """What is wrong on the page that is open, on a desk and on a phone."""
    wrong: dict[str, object] = {}
    for width, options in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        if found := page.evaluate(AXE, {"resultTypes": ["violations"], **options}):
            wrong[f"axe at {width}"] = found
        if (reach := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[f"sideways at {width}"] = reach
    return wrong


@pytest.fixture(scope="module")
def readers(busy_office: str, chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """`readers("tim")`: a page of hers; everybody signs in once and keeps the window."""
    pages: dict[str, Page] = {}

    def open_as(who: str) -> Page:
        if who not in pages:
            context = chromium.new_context(base_url=busy_office)
            context.add_init_script(path=AXE_FILE_PATH)
            pages[who] = context.new_page()
            if who:
                Desk(pages[who]).sign_in(who).page.wait_for_url(busy_office + "/")
        return pages[who]

    yield open_as
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(("who", "path"), [(who, path) for who, paths in PAGES.items() for path in paths])
def test_a_page_has_nothing_serious(readers: Callable[[str], Page], who: str, path: str) -> None:
    page = readers(who)
    answer = page.goto(path)

    assert answer is not None and answer.status == (404 if "tidak-ada" in path or path.endswith("000") else 200)
    assert look_at(page) == {}


def test_what_is_wrong_is_found(readers: Callable[[str], Page]) -> None:
    page = readers("")
    page.goto("/verifikasi")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")

    assert str(look_at(page)["axe at 390"]).startswith("['label: <input")


def test_refused_forms_have_nothing_serious(readers: Callable[[str], Page]) -> None:
    page = readers("sekretaris")
    page.goto(f"{GOING}/steps/5")
    page.get_by_text("Kembalikan ke langkah sebelumnya…").click()
    page.get_by_role("button", name="Kembalikan pekerjaan").click()
    page.get_by_text("Tuliskan alasan pengembalian.").first.wait_for()

    assert look_at(page) == {}


def test_the_result_of_a_verification_has_nothing_serious(readers: Callable[[str], Page], tmp_path: Path) -> None:
    page = readers("inspektur")
    page.goto(f"{SIGNED}/report")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    download.value.save_as(tmp_path / "laporan.pdf")
    signed, odd = tmp_path / "laporan.pdf", tmp_path / "bukan-pdf.docx"
    odd.write_bytes(letter("bukan-pdf")["buffer"])
    for files in ([signed], [odd], [signed, odd]):
        page.goto("/verifikasi")
        page.get_by_role("main").locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Periksa berkas").click()
        page.wait_for_load_state()

        assert look_at(page) == {}
        assert page.get_by_role("button", name="Cetak hasil").is_visible()
    page.get_by_role("article").first.get_by_role("link", name=CODE).click()
    page.get_by_role("heading", name="Berkas yang kami terbitkan").wait_for()

    assert look_at(page) == {}


def test_the_trusted_roots_have_nothing_serious(readers: Callable[[str], Page], tmp_path: Path) -> None:
    page, root = readers("admin"), tmp_path / "induk.pem"
    certificate = demo_authority(at=datetime.now(UTC)).certificate
    root.write_bytes(certificate.public_bytes(Encoding.PEM))
    for told in ("ab" * 32, certificate.fingerprint(SHA256()).hex(":")):
        page.goto("/kepercayaan")
        page.get_by_label("Berkas sertifikat induk").set_input_files(root)
        page.get_by_label("Sidik jari SHA-256 menurut penerbitnya").fill(told)
        page.get_by_label("induk kantor sendiri").check()
        page.get_by_label("Asal berkas dan cara").fill("Dari server kantor, dicocokkan lewat telepon.")
        page.get_by_role("button", name="Percayai induk ini").click()
        page.wait_for_load_state()

        assert look_at(page) == {}
    page.get_by_text("Tidak dipercaya lagi…").click()
    page.get_by_label("Alasan tidak dipercaya lagi").fill("Hanya untuk mencoba.")

    assert look_at(page) == {}
    page.get_by_role("button", name="Cabut kepercayaan").click()
    page.get_by_role("heading", name="Tidak dipercaya lagi").wait_for()

    assert look_at(page) == {}


def test_every_page_of_the_application_is_looked_at(app: Flask) -> None:
    adapter = app.url_map.bind("127.0.0.1")
    seen = set(NOT_PAGES)
    for path in {path for paths in PAGES.values() for path in paths} - {"/tidak-ada"}:
        try:
            seen.add(adapter.match(path, method="GET")[0])
        except RequestRedirect as redirect:
            seen.add(adapter.match(re.sub(r"^https?://[^/]+", "", redirect.new_url), method="GET")[0])
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert sorted(pages - seen) == []
