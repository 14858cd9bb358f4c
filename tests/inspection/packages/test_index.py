"""indeks.html: a page for a person, from the log, asking for nothing and running nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from app.audit.package.writer import Witnesses
from app.audit.queries import head
from app.demo.people import Office
from app.inspection.packages.about import About
from app.inspection.packages.export import export_package
from app.inspection.packages.gather import gather
from app.inspection.packages.index import index_html
from app.inspection.packages.scope import OfRun
from app.runs import actions, queries
from app.web.transaction import writing
from tests.audit.logs import honest_log, notes
from tests.inspection.conftest import LATER
from tests.inspection.packages.conftest import names_in, text_in
from tests.inspection.stories import SIGNED_RUN


class Read(HTMLParser):
    """The links and elements of a page, and every address that a browser would fetch by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "action") or (name == "href" and tag != "a"):
                self.fetched.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "id":
                self.ids.add(value or "")


@pytest.fixture
def index(package: Path) -> str:
    return text_in(package, "indeks.html")


def index_of(run_id: int, instance: Path, witnesses: Witnesses = ([], [], {})) -> str:
    log = head()
    assert log is not None
    about = About(f"run:{run_id}", "Judul", "0" * 32, "Inspektur", LATER, "Kantor", log.size, log.root)
    return index_html(about, gather(OfRun(run_id), upto=log.size, folder=instance / "files"), witnesses)


def test_every_link_leads_to_a_file_of_the_package_or_to_a_place_on_the_page(package: Path, index: str) -> None:
    read, names = Read(index), names_in(package)

    for link in read.links:
        assert link.removeprefix("#") in read.ids if link.startswith("#") else link in names, link


def test_every_file_of_evidence_and_every_report_is_linked(package: Path, index: str) -> None:
    files = {name for name in names_in(package) if name.startswith(("data/bukti/", "data/laporan/"))}

    assert files <= set(Read(index).links)


def test_it_asks_for_nothing_and_runs_nothing(index: str) -> None:
    read = Read(index)

    assert read.fetched == []
    assert read.handlers == []
    assert not read.tags & {"script", "iframe", "img", "link", "form", "object", "embed", "base"}
    assert "default-src 'none'" in index
    assert "url(" not in index
    assert "@import" not in index


def test_it_tells_who_completed_what_with_the_verdict_and_the_log_number(index: str, office: Office) -> None:
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", index))

    assert "1. Memerintahkan melaksanakan pengukuran kinerja" in text
    assert "Tepat waktu: terpakai" in text
    assert re.search(r"terpakai [\d,]+ hari \(\d+ menit kerja\) dari \d hari\.", text)
    assert f"oleh {office.sekretaris.name}" in text
    assert "Ulangan ke-2." in text
    assert "mengembalikan langkah 5" in text
    assert "mengecualikan" in text
    assert re.search(r"Rekaman \d+", text)
    assert "Versi 2, bertanda tangan: laporan-pengukuran-kinerja-triwulan-iii-2026-v2-bertanda-tangan.pdf" in text


def test_evidence_goes_by_the_names_that_people_gave_it(index: str) -> None:
    assert ">baru.docx</a>" in index
    assert ">benar.docx</a>" in index


def test_a_demo_says_so_on_top(index: str) -> None:
    assert '<p class="demo">DATA CONTOH – BUKAN DATA RESMI</p>' in index


def test_without_a_witness_it_says_what_that_means(index: str) -> None:
    assert "Belum ada. Tanpa saksi" in index


def test_witnesses_and_time_stamps_are_told(app: Flask, instance: Path) -> None:
    cosigned = notes(honest_log(5), 3, 5)
    page = index_of(SIGNED_RUN, instance, (["saksi-inspektorat+1+AAAA"], cosigned, {5: b"cap"}))

    assert "saksi-inspektorat; pernyataan saksi atas 3, 5 rekaman" in re.sub(r"\s+", " ", page)
    assert 'href="data/saksi/5.tsr"' in page


def test_a_witness_who_has_not_spoken_yet_is_told_too(app: Flask, instance: Path) -> None:
    page = index_of(SIGNED_RUN, instance, (["saksi-inspektorat+1+AAAA"], [], {}))

    assert "belum ada pernyataannya" in page


def test_a_cancelled_and_a_going_run_say_so(app: Flask, instance: Path) -> None:
    assert "<small>dibatalkan</small>" in index_of(1, instance)
    going = index_of(3, instance)
    assert "<small>sedang berjalan</small>" in going
    assert "Belum disahkan." in going
    assert "Belum ada laporan yang dibekukan." in going


def test_what_people_typed_is_text_and_no_markup(app: Flask, office: Office, tmp_path: Path) -> None:
    with writing():
        run = queries.find_run(3)
        actions.cancel_run(run, reason="<img src=x onerror=alert(1)>", by=office.sekretaris, at=LATER)
    out = tmp_path / "paket.zip"
    export_package(OfRun(3), out, by=office.inspektur, at=LATER)
    page = text_in(out, "indeks.html")

    assert "<img" not in page
    assert "&lt;img src=x" in page
