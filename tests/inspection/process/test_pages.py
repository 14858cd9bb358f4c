"""The room of the process view: its pages, its exports, and its reading in the log."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from tests.conftest import OutsideClient
from tests.inspection.stories import SIGNED_RUN

ROOM = "/pemeriksaan/proses"
PAGE = f"{ROOM}/{SIGNED_RUN}"


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


def readings() -> list[str]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value).order_by(AuditEvent.seq)
    return [event.data["filter"] for event in db.session.scalars(query)]


def test_a_runs_page_has_bars_with_their_words_and_the_order(inspector: OutsideClient) -> None:
    page = inspector.get(PAGE).text

    assert "1 → 2 → 3 → 4 → 5 → 4 → 5 → 6 → 3 → 4 → 5 → 6 → 7" in page
    assert page.count('<svg class="spent"') >= 7
    assert 'aria-label="Langkah 1: dikerjakan 6 menit' in page or 'aria-label="Langkah 1: menunggu dimulai' in page
    assert "Pengembalian" in page
    assert re.search(r"[\d,]+ hari \(\d+ menit kerja\) dari \d hari", page)


def test_the_room_sums_up_the_steps_and_opens_each_run(inspector: OutsideClient) -> None:
    page = inspector.get(ROOM).text

    assert "SOP 175/188/SETWAN-BLG/2023 versi 1" in page
    assert f'href="{PAGE}"' in page
    assert "Langkah 7" in page


RUN_NOTED = "alur proses: Pengukuran Kinerja Triwulan III 2026"
ALL_NOTED = "alur proses: ekspor semua pelaksanaan"
XML, CSV = ("application/xml; charset=utf-8", b"<?xml"), ("text/csv; charset=utf-8", b"\xef\xbb\xbfcase_id")


@pytest.mark.parametrize(
    ("path", "begins_as", "noted"),
    [
        (f"{PAGE}.xes", XML, RUN_NOTED),
        (f"{PAGE}.csv", CSV, RUN_NOTED),
        (f"{ROOM}/semua.xes", XML, ALL_NOTED),
        (f"{ROOM}/semua.csv", CSV, ALL_NOTED),
    ],
)
def test_the_exports_are_whole_files_and_noted(
    inspector: OutsideClient, path: str, begins_as: tuple[str, bytes], noted: str
) -> None:
    (kind, begins), answer = begins_as, inspector.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.data.startswith(begins)
    assert answer.content_length == len(answer.data)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert readings()[-1] == noted


@pytest.mark.parametrize("ending", ["", ".xes", ".csv"])
def test_a_run_that_never_was_is_not_found_and_not_noted(inspector: OutsideClient, ending: str) -> None:
    before = readings()

    assert inspector.get(f"{ROOM}/999{ending}").status_code == 404
    assert readings() == before


def test_the_offices_staff_does_not_enter(client: OutsideClient, office: Office) -> None:
    assert client.sign_in(office.staf).get(PAGE).status_code == 403
