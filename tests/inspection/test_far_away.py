"""Numbers and days that no office has: the address bar can hold them, and each gets an answer."""

from __future__ import annotations

import pytest

from app.audit.queries import head
from app.demo.people import Office
from app.extensions import db
from app.inspection.forms import FAR_DATE
from tests.conftest import OutsideClient

BEYOND = ("2147483648", "99999999999999999999999")
"""The first number that PostgreSQL's column can't hold, and one that no database can."""

NUMBERED = (
    "/jejak/{}", "/jejak/paket/{}/unduh", "/jejak/saksi/cap-waktu/{}.tsr", "/jejak/saksi/checkpoint/{}.txt",
    "/pemeriksaan/kertas-kerja/{}", "/pemeriksaan/kertas-kerja/{}/cetak", "/pemeriksaan/kronologi/{}",
    "/pemeriksaan/proses/{}", "/pemeriksaan/proses/{}.xes", "/pemeriksaan/sampel/{}", "/pemeriksaan/temuan/{}",
    "/pemeriksaan/temuan/1/rekomendasi/{}", "/pemeriksaan/temuan/{}/rekomendasi/1",
)  # fmt: skip
DATED = (
    "/jejak?dari=0001-01-01", "/jejak?sampai=9999-12-31", "/jejak/saksi/lembar?sampai=0001-01-02",
    "/jejak/saksi/lembar?dari=9999-12-30&sampai=9999-12-31", "/pemeriksaan/akses/bacaan?dari=0001-01-01",
    "/pemeriksaan/akses/tanggal?hari=0001-01-01",
)  # fmt: skip
SAMPLE = {"jenis": "steps", "lingkup": "period", "ukuran": "1", "tujuan": "Menguji"}


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


@pytest.mark.parametrize("number", BEYOND)
def test_what_has_no_such_number_is_not_there(inspector: OutsideClient, number: str) -> None:
    before = head().size  # type: ignore[union-attr]
    found = {address: inspector.get(address.format(number)).status_code for address in NUMBERED}

    assert found == dict.fromkeys(NUMBERED, 404)
    db.session.rollback()
    assert head().size == before, "what is not there leaves no record"  # type: ignore[union-attr]


@pytest.mark.parametrize("number", BEYOND)
def test_nothing_is_done_to_what_has_no_such_number(inspector: OutsideClient, number: str) -> None:
    reason = {f"witness{number}-reason": "Kunci ini hilang di jalan."}

    assert inspector.post(f"/pemeriksaan/kertas-kerja/{number}/penyelesaian").status_code == 404
    assert inspector.post(f"/jejak/saksi/{number}/retirement", data=reason).status_code == 404


@pytest.mark.parametrize("address", DATED)
def test_a_day_that_nothing_can_be_counted_from_is_refused(inspector: OutsideClient, address: str) -> None:
    answer = inspector.get(address)

    assert answer.status_code == 422
    assert FAR_DATE in answer.text


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "2026-12-31"), ("2026-01-01", "9999-12-31")])
def test_neither_a_sample_nor_a_package_reaches_beyond_the_calendar(
    inspector: OutsideClient, first: str, last: str
) -> None:
    days = {"dari": first, "sampai": last}

    for address, typed in (("/pemeriksaan/sampel", SAMPLE | days), ("/jejak/paket/masa", days)):
        answer = inspector.post(address, data=typed)
        assert answer.status_code == 422, address
        assert FAR_DATE in answer.text


@pytest.mark.parametrize("field", ["title", "kondisi"])
def test_a_letter_that_a_database_may_not_hold_is_refused(inspector: OutsideClient, field: str) -> None:
    typed = {"title": "Paraf terlambat", "run": "0", field: "Paraf \x00 terlambat"}

    answer = inspector.post("/pemeriksaan/temuan/baru", data=typed)

    assert answer.status_code == 422
    assert "Ada huruf yang tidak dapat disimpan." in answer.text
