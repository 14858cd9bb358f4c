"""Findings on the start page: who must answer finds his own, the Inspektorat what it waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.inspection.findings.actions import withdraw_finding
from app.web.transaction import writing
from tests.inspection.findings.acts import AFTER_DUE, ANSWERED, ISSUED, answered, draft, issued, judged, recommended
from tests.statements import statements


def home(client, person):
    return client.sign_in(person).get("/").text


@pytest.fixture(autouse=True)
def day_after(clock):
    clock.set(ANSWERED)


def test_a_recommendation_waits_for_its_kabag_the_tim_and_the_sekretaris(client, office):
    issued(unit="umum")
    for person in (office.kabag_umum, office.sekretaris, office.tim):
        assert "Rekomendasi 1 temuan T-2026-001 menunggu jawaban sampai 4 Desember 2026." in home(client, person)
    for person in (office.kabag_persidangan, office.staf, office.admin):
        assert "T-2026-001" not in home(client, person)


def test_what_is_overdue_says_so_to_both_sides(client, office, clock):
    issued(unit="umum")
    clock.set(AFTER_DUE)
    assert "melewati tenggatnya, 4 Desember 2026" in home(client, office.kabag_umum)
    assert "1 rekomendasi melewati tenggatnya." in home(client, office.inspektur)


def test_once_answered_it_waits_for_the_inspektorat(client, office):
    finding = issued()
    assert "menunggu penilaian" not in home(client, office.inspektur)
    answered(finding)
    assert "1 jawaban kantor menunggu penilaian Anda." in home(client, office.inspektur)
    assert "T-2026-001" not in home(client, office.kabag_umum)
    judged(finding, at=ANSWERED + timedelta(minutes=5))
    assert "menunggu penilaian" not in home(client, office.inspektur)


def test_drafts_and_withdrawn_findings_ask_nothing(client, office):
    recommended(draft())
    finding = issued()
    with writing():
        withdraw_finding(finding, reason="tidak terbukti", by=office.inspektur, at=ANSWERED)
    for person in (office.sekretaris, office.inspektur):
        assert "Rekomendasi" not in home(client, person)


def test_many_are_counted_and_not_listed(client, office):
    for _ in range(5):
        issued()
    text = home(client, office.sekretaris)
    assert text.count("menunggu jawaban sampai") == 3
    assert "2 rekomendasi lain menunggu jawaban." in text


def test_findings_cost_the_start_page_two_statements_however_many_there_are(client, office):
    issued()
    home(client, office.sekretaris)
    with statements() as few:
        home(client, office.sekretaris)
    for _ in range(6):
        answered(issued(), at=ISSUED + timedelta(hours=1))
    with statements() as many:
        home(client, office.sekretaris)
    assert len(many) == len(few)
    assert len([sql for sql in many if "FROM recommendation" in sql]) == 1
