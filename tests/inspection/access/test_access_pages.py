"""The pages of access: the map, a day, the readings; for those who may, and noted for the Inspektorat."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.clock.current import SetClock
from app.demo.people import Office
from app.demo.story import wita
from app.extensions import db
from tests.conftest import OutsideClient

NOW, THEN, READ = "/pemeriksaan/akses", "/pemeriksaan/akses/tanggal", "/pemeriksaan/akses/bacaan"


@pytest.fixture
def inspector(client: OutsideClient, office: Office) -> OutsideClient:
    return client.sign_in(office.inspektur)


def noted(person: User) -> list[str]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value, AuditEvent.actor_id == person.id)
    return [event.data["filter"] for event in db.session.scalars(query.order_by(AuditEvent.seq))]


def test_the_map_the_people_and_who_stands_in(inspector: OutsideClient, office: Office) -> None:
    page = inspector.get(NOW).text

    assert "Menandatangani laporan" in page
    assert office.sekretaris.name in page
    assert "Plh. " in page
    assert "SK Nomor 800/12" in page
    assert "nonaktif" in page


def test_a_day_is_answered_from_the_log_with_record_numbers(inspector: OutsideClient, office: Office) -> None:
    page = inspector.get(f"{THEN}?hari=2026-11-23").text

    numbers = {int(number) for number in re.findall(r'href="/jejak/(\d+)"', page)}
    told = set(db.session.scalars(select(AuditEvent.act).where(AuditEvent.seq.in_(numbers))))
    assert {"user:added", "user:changed", "user:deactivated", "acting:appointed"} <= told
    assert "menurut peta izin aplikasi yang berlaku sekarang" in page
    assert "SK 800/12" in page


def test_a_day_tells_what_was_recorded_then_and_what_took_effect(
    inspector: OutsideClient, office: Office, clock: SetClock
) -> None:
    clock.set(wita("2026-11-27 09.00"))
    first, last = inspector.get(f"{THEN}?hari=2026-11-23").text, inspector.get(f"{THEN}?hari=2026-11-26").text

    assert f"Mulai berlaku hari itu: Plh. Kabag/Kasubag, {office.tim.name} (<a" in first
    assert f"Berlaku terakhir hari itu: Plh. Kabag/Kasubag, {office.tim.name} (<a" in last
    assert "Tidak ada perubahan peran, akun, atau penugasan yang dicatat pada hari itu." in last


def test_without_a_day_it_is_today(inspector: OutsideClient) -> None:
    assert "Siapa boleh apa pada 25 November 2026" in inspector.get(THEN).text


def test_a_day_before_the_log_says_so(inspector: OutsideClient) -> None:
    page = inspector.get(f"{THEN}?hari=2020-01-01")

    assert page.status_code == 200
    assert "log belum dibuka" in page.text


@pytest.mark.parametrize(
    ("query", "sentence"), [("hari=2026-11-26", "belum tiba"), ("hari=kemarin", "Tanggal tidak dapat dibaca")]
)
def test_a_day_that_cannot_be_is_told(inspector: OutsideClient, query: str, sentence: str) -> None:
    page = inspector.get(f"{THEN}?{query}")

    assert page.status_code == 422
    assert sentence in page.text


def test_ones_own_reading_stands_among_the_readings(inspector: OutsideClient, office: Office) -> None:
    page = inspector.get(f"{READ}?orang={office.inspektur.id}").text

    assert f"membaca log (akses: siapa membaca apa ({office.inspektur.name}))" in page
    assert "mengesahkan" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kelompok=step:completed", "Pilihan ini tidak ada"),
        ("dari=2026-11-25&sampai=2026-11-20", "Tanggal akhir mendahului tanggal awal."),
    ],
)
def test_a_filter_that_cannot_be_is_told(inspector: OutsideClient, query: str, sentence: str) -> None:
    page = inspector.get(f"{READ}?{query}")

    assert page.status_code == 422
    assert sentence in page.text


def test_the_inspectors_look_at_access_is_noted(inspector: OutsideClient, office: Office) -> None:
    for address in (NOW, f"{THEN}?hari=2026-11-23", READ):
        inspector.get(address)

    assert noted(office.inspektur)[-3:] == [
        "akses: siapa boleh apa sekarang", "akses pada 23 November 2026", "akses: siapa membaca apa",
    ]  # fmt: skip


@pytest.mark.parametrize("address", [NOW, THEN, READ])
@pytest.mark.parametrize(
    ("who", "status"), [("inspektur", 200), ("sekretaris", 200), ("admin", 200), ("tim", 403), ("staf", 403)]
)
def test_who_may_see_access(client: OutsideClient, office: Office, who: str, status: int, address: str) -> None:
    assert client.sign_in(getattr(office, who)).get(address).status_code == status
