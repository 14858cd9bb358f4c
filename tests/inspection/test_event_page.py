"""One event to the last bit, and a check from the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.audit.merkle import leaf_hash
from app.audit.models import AuditEvent
from app.audit.queries import bodies, head, newest_events
from app.demo.people import Office
from app.extensions import db
from app.inspection.standing import OWN_CHECK, OWN_CHECK_APART
from app.web.words import waktu
from tests.conftest import OutsideClient
from tests.inspection.test_log_page import readings


def seq_of(act: str) -> int:
    found = db.session.query(AuditEvent).filter(AuditEvent.act == act).order_by(AuditEvent.seq).first()
    assert found is not None
    return int(found.seq)


def test_an_event_shows_its_exact_content_and_its_place_in_the_chain(client: OutsideClient, office: Office) -> None:
    all_bodies = list(bodies())
    seq = seq_of("report:signed")

    page = client.sign_in(office.tim).get(f"/jejak/{seq}")

    assert page.status_code == 200
    assert leaf_hash(all_bodies[seq - 1]).hex() in page.text
    assert leaf_hash(all_bodies[seq - 2]).hex() in page.text
    assert "menandatangani laporan 1 versi 2" in page.text
    assert f"&#34;seq&#34;: {seq}" in page.text
    assert f'href="/jejak/{seq - 1}"' in page.text
    assert f'href="/jejak/{seq + 1}"' in page.text


def test_codes_stand_behind_the_offices_words(client: OutsideClient, office: Office) -> None:
    page = client.sign_in(office.tim).get(f"/jejak/{seq_of('step:unit-reported')}").text

    assert 'Langkah <span class="muted digest">step:unit-reported</span>' in page
    assert re.search(r"langkah 5 pada [^<]+ <span class=\"muted digest\">run:2/step:5</span>", page)
    assert 'Kabag/Kasubag <span class="muted digest">kabag</span>' in page
    assert 'laporan bagian <span class="muted digest">laporan-bagian</span>' in page
    assert re.search(r"<span class=\"muted digest\">2026-11-\d\dT[\d:.]+ UTC</span>", page)
    assert "Buka langkahnya" in page


def test_what_people_typed_is_text_on_the_page_and_no_markup(app: Flask, client: OutsideClient, office: Office) -> None:
    from app.runs import actions, queries
    from app.web.transaction import writing
    from tests.inspection.conftest import LATER

    with writing():
        run = queries.find_run(3)
        actions.cancel_run(run, reason="<script>alert(1)</script>", by=office.sekretaris, at=LATER)

    client.sign_in(office.tim)
    for address in ("/jejak", f"/jejak/{head().size}"):  # type: ignore[union-attr]
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_first_and_the_newest_have_no_further_neighbour(client: OutsideClient, office: Office) -> None:
    newest = head().size  # type: ignore[union-attr]
    client.sign_in(office.tim)

    assert "Lebih lama" not in client.get("/jejak/1").text
    assert "Lebih baru" not in client.get(f"/jejak/{newest}").text


@pytest.mark.parametrize("seq", ["0", "999999", "99999999999999999999"])
def test_a_record_that_does_not_exist_is_not_found(client: OutsideClient, office: Office, seq: str) -> None:
    page = client.sign_in(office.inspektur).get(f"/jejak/{seq}")

    assert page.status_code == 404
    assert "Rekaman ini tidak ada dalam log." in page.text
    assert readings(office.inspektur) == []


def test_an_inspector_who_opens_one_record_is_noted(client: OutsideClient, office: Office) -> None:
    client.sign_in(office.inspektur).get("/jejak/7")
    client.get("/jejak/7")

    assert readings(office.inspektur) == ["rekaman 7"]


# --- Checking from the browser --------------------------------------------------------------------


def test_a_check_says_that_all_agrees_and_is_itself_an_event(client: OutsideClient, office: Office) -> None:
    before = head().size  # type: ignore[union-attr]

    page = client.sign_in(office.inspektur).post("/jejak/pemeriksaan")

    assert page.status_code == 200
    assert "Cocok" in page.text
    db.session.rollback()
    entry = newest_events().entries[0]
    assert (entry.tag, entry.data) == ("log:verified", {"ok": True, "events": before})
    assert f"Diperiksa {waktu(entry.at)} oleh {office.inspektur.name}" in page.text
    assert f'href="/jejak/{entry.seq}">rekaman {entry.seq}</a>' in page.text
    assert "Cetak hasil" in page.text


def test_a_check_says_what_it_can_not_find_by_who_holds_the_key(
    app: Flask, client: OutsideClient, office: Office
) -> None:
    together = client.sign_in(office.inspektur).post("/jejak/pemeriksaan").text
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"log_signer": "/nonexistent/log.sock"})
    apart = client.post("/jejak/pemeriksaan").text

    assert OWN_CHECK in together and OWN_CHECK not in apart
    assert OWN_CHECK_APART in apart
    assert 'href="/jejak/paket">paketnya' in together and 'href="/jejak/saksi">saksi' in together
    assert 'href="/jejak/paket">paketnya' not in client.sign_in(office.tim).post("/jejak/pemeriksaan").text


def test_a_check_names_what_differs(client: OutsideClient, office: Office, insider: Callable[..., None]) -> None:
    insider("UPDATE report_version SET trust = 'tersertifikasi' WHERE no = 2")

    page = client.sign_in(office.inspektur).post("/jejak/pemeriksaan")

    assert "Tidak cocok" in page.text
    assert "Versi 2 laporan 1: kepercayaan di tabel “tersertifikasi”" in page.text
    db.session.rollback()
    assert newest_events().entries[0].data["ok"] is False
