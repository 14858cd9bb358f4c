"""Takes the pictures of README and guide anew from a served demo office: `.venv/bin/python -m tests.docs.pictures`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from app.settings import ROOT
from tests.browser.desk import Desk
from tests.browser.office import act_out_runs, found_office, give_last_paraf, served
from tests.conftest import QUIET

PICTURES = ROOT / "docs" / "img"
SCREEN = {"width": 1366, "height": 768}
COLOURS = 160
"""Pages have few colours; a palette of this size is a third of the bytes and looks the same."""

FROZEN, GOING = "Pengukuran Kinerja Triwulan I 2026", "Pengukuran Kinerja Triwulan III 2026"
"""Two runs of `act_out_runs`: one waits for the signature, one is in step 5."""

SHOTS = {
    "board": ("sekretaris", GOING, ""),
    "beranda": ("kabag_persidangan", "", "/"),
    "langkah": ("kabag_persidangan", GOING, "/steps/5"),
    "laporan": ("tim", FROZEN, "/report"),
    "tanda-tangan": ("sekretaris", FROZEN, "/report/signature"),
    "jejak": ("inspektur", "", "/jejak"),
    "kronologi": ("inspektur", "", "/pemeriksaan/kronologi/1#penyimpangan"),
    "kalender": ("admin", "", "/calendars"),
}
"""Name of the picture: who sits there, on which run, and which of its pages."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        found_office(instance)
        act_out_runs(instance)
        give_last_paraf(instance)
        with served(instance) as address, chromium() as browser:
            for name, (who, run, path) in SHOTS.items():
                page = sit_down(browser, address, who)
                page.goto((path_of(page, run) if run else "") + path)
                page.wait_for_load_state("networkidle")
                keep(page.screenshot(), name)
                page.context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


def sit_down(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(base_url=address, locale="id-ID", viewport=SCREEN).new_page()
    Desk(page).sign_in(who)
    page.wait_for_url(lambda url: "/masuk" not in url)
    return page


def path_of(page: Page, run: str) -> str:
    page.goto("/runs")
    found = page.get_by_role("heading", name=run).get_by_role("link").get_attribute("href")
    assert found is not None
    return found


def keep(png: bytes, name: str) -> None:
    """Write the picture with a palette."""
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    main()
