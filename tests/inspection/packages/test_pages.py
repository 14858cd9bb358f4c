"""The page of packages: ask, watch, fetch, try again; each with a sentence where it can't be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.audit.queries import head
from app.demo.people import Office
from app.extensions import db
from app.inspection.packages.models import PackageJob
from app.inspection.packages.shelf import newest_jobs
from app.web.background import work_off
from app.web.transaction import writing
from tests.conftest import OutsideClient
from tests.inspection.packages.conftest import Checked
from tests.inspection.test_log_page import readings

PAGE = "/jejak/paket"


@pytest.fixture
def inspektur(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


@pytest.fixture
def job(app: Flask) -> Callable[..., PackageJob]:
    """The newest job, its columns changed to `values`."""

    def changed(**values: object) -> PackageJob:
        with writing():
            found = newest_jobs()[0]
            for name, value in values.items():
                setattr(found, name, value)
        return newest_jobs()[0]

    return changed


def size_of_log() -> int:
    db.session.rollback()
    log = head()
    assert log is not None
    return log.size


def test_a_package_is_asked_for_made_and_fetched(
    app: Flask, inspektur: OutsideClient, office: Office, tmp_path: Path, checked: Checked
) -> None:
    asked = inspektur.post(PAGE, data={"pelaksanaan": "2"})
    assert (asked.status_code, asked.location) == (303, PAGE)
    assert "menunggu giliran" in inspektur.get(PAGE).text

    work_off(app)
    page = inspektur.get(PAGE).text
    assert "siap diunduh" in page
    answer = inspektur.get(f"{PAGE}/1/unduh")

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "paket-inspektorat-triwulan-iii-2026.zip" in answer.headers["Content-Disposition"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    package = tmp_path / "unduhan.zip"
    package.write_bytes(answer.data)
    assert checked(package).returncode == 0
    db.session.rollback()
    assert readings(office.inspektur) == ["daftar paket pemeriksaan", f"unduhan paket {newest_jobs()[0].package}"]


def test_evidence_leaves_in_nobodys_package_untold(app: Flask, office: Office, inspektur: OutsideClient) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})
    work_off(app)

    sekretaris: OutsideClient = app.test_client().sign_in(office.sekretaris)  # type: ignore[attr-defined]
    sekretaris.get(PAGE)
    assert sekretaris.get(f"{PAGE}/1/unduh").status_code == 200

    assert readings(office.sekretaris) == [f"unduhan paket {newest_jobs()[0].package}"]


def test_a_period_is_asked_for_too(app: Flask, inspektur: OutsideClient) -> None:
    asked = inspektur.post(f"{PAGE}/masa", data={"dari": "2026-11-23", "sampai": "2026-11-24"})

    assert asked.status_code == 303
    work_off(app)
    page = inspektur.get(PAGE).text
    assert "Pelaksanaan 23 November 2026 sampai 24 November 2026" in page
    assert "siap diunduh" in page
    assert "paket-inspektorat-2026-11-23-sampai-2026-11-24.zip" in str(inspektur.get(f"{PAGE}/1/unduh").headers)


def test_the_page_offers_every_run_and_remembers_the_one_it_was_opened_for(
    client: OutsideClient, office: Office
) -> None:
    page = client.sign_in(office.sekretaris).get(f"{PAGE}?run_id=2").text

    assert '<option selected value="2">Pengukuran Kinerja Triwulan III 2026</option>' in page
    assert "Pengukuran Kinerja Tahun 2025" in page
    assert "Belum ada paket." in page


@pytest.mark.parametrize("chosen", ["", "0", "99", "x"])
def test_without_a_run_there_is_no_package(inspektur: OutsideClient, chosen: str) -> None:
    before = size_of_log()

    page = inspektur.post(PAGE, data={"pelaksanaan": chosen})

    assert page.status_code == 422
    assert "Pilih" in page.text
    assert size_of_log() == before
    assert newest_jobs() == []


@pytest.mark.parametrize(
    ("first", "last", "status", "sentence"),
    [
        ("", "2026-11-24", 422, "Isi tanggal pertama."),
        ("2026-11-24", "", 422, "Isi tanggal terakhir."),
        ("kemarin", "2026-11-24", 422, "Tanggal tidak dapat dibaca."),
        ("2026-11-24", "2026-11-23", 422, "Tanggal akhir mendahului tanggal awal."),
        ("2020-01-01", "2020-12-31", 422, "Tidak ada pelaksanaan yang tercatat antara 1 Januari 2020"),
    ],
)
def test_a_period_that_can_not_be_is_refused_and_what_was_typed_comes_back(
    inspektur: OutsideClient, first: str, last: str, status: int, sentence: str
) -> None:
    page = inspektur.post(f"{PAGE}/masa", data={"dari": first, "sampai": last})

    assert page.status_code == status
    assert sentence in page.text
    for typed in filter(None, (first, last)):
        assert f'value="{typed}"' in page.text
    assert newest_jobs() == []


def test_the_same_again_while_it_is_made_is_told(inspektur: OutsideClient) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})

    page = inspektur.post(PAGE, data={"pelaksanaan": "2"})

    assert page.status_code == 409
    assert "Paket yang sama sedang dibuat." in page.text
    assert '<option selected value="2">' in page.text


def test_progress_is_seen_with_and_without_javascript(inspektur: OutsideClient, job: Callable[..., PackageJob]) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})
    job(state="running", phase="menyalin bukti", done_bytes=3_000_000, total_bytes=12_000_000)

    page = inspektur.get(PAGE).text
    assert f'data-poll-url="{PAGE}/kemajuan"' in page
    assert "Menyalin bukti: 3,0 MB dari 12,0 MB" in page
    assert 'aria-label="Kemajuan 25 persen"' in page
    assert f'<a href="{PAGE}">Muat ulang halaman</a>' in page

    part = inspektur.get(f"{PAGE}/kemajuan", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<section class="panel" id="paket"')
    assert "Menyalin bukti" in part
    assert inspektur.get(f"{PAGE}/kemajuan").location == PAGE, "opened by itself it leads to the page"
    job(state="failed", problem="Ruang penuh.")
    assert "data-poll-url" not in inspektur.get(f"{PAGE}/kemajuan", headers={"HX-Request": "true"}).text


def test_a_failure_is_told_and_tried_again(
    app: Flask, inspektur: OutsideClient, job: Callable[..., PackageJob]
) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})
    work_off(app)
    job(state="failed", problem="Paket tidak dibuat: ruang penyimpanan server penuh.")

    page = inspektur.get(PAGE).text
    assert "tidak jadi" in page
    assert "ruang penyimpanan server penuh" in page
    assert inspektur.get(f"{PAGE}/1/unduh").status_code == 404

    again = inspektur.post(f"{PAGE}/1/ulang")
    assert (again.status_code, again.location) == (303, PAGE)
    work_off(app)
    assert "siap diunduh" in inspektur.get(PAGE).text


def test_a_package_that_was_swept_away_says_so(app: Flask, inspektur: OutsideClient, instance: Path) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})
    work_off(app)
    next((instance / "packages").glob("*.zip")).unlink()

    assert "sudah dihapus" in inspektur.get(PAGE).text
    gone = inspektur.get(f"{PAGE}/1/unduh")
    assert gone.status_code == 404
    assert "Paket ini tidak ada lagi." in gone.text


@pytest.mark.parametrize("job_id", ["7", "999999999999", "99999999999999999999999"])
def test_what_never_was_is_not_found(inspektur: OutsideClient, job_id: str) -> None:
    assert inspektur.get(f"{PAGE}/{job_id}/unduh").status_code == 404
    assert inspektur.post(f"{PAGE}/{job_id}/ulang").status_code == 404


def test_who_may_make_packages_may_fetch_those_of_others(app: Flask, inspektur: OutsideClient, office: Office) -> None:
    inspektur.post(PAGE, data={"pelaksanaan": "2"})
    work_off(app)

    assert inspektur.sign_in(office.sekretaris).get(f"{PAGE}/1/unduh").status_code == 200


@pytest.mark.parametrize("who", ["tim", "staf", "kabag_umum", "admin"])
def test_others_make_and_fetch_no_package(app: Flask, client: OutsideClient, office: Office, who: str) -> None:
    client.sign_in(office.inspektur).post(PAGE, data={"pelaksanaan": "2"})
    work_off(app)
    client.sign_in(getattr(office, who))

    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}/kemajuan", f"{PAGE}/1/unduh")] == [403] * 3
    for path in (PAGE, f"{PAGE}/masa", f"{PAGE}/1/ulang"):
        assert client.post(path, data={"pelaksanaan": "2"}).status_code == 403


def test_the_home_page_and_a_run_s_trail_lead_here_with_the_run(client: OutsideClient, office: Office) -> None:
    client.sign_in(office.inspektur)
    assert f"{PAGE}?run_id=2" in client.get("/").text
    assert f"{PAGE}?run_id=2" in client.get("/runs/2/trail").text
    assert PAGE not in client.sign_in(office.tim).get("/runs/2/trail").text
